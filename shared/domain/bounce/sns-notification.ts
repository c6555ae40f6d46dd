/**
 * SES's events as an e-mail subscription of SNS delivers them: one line of JSON above a line of dashes. For read-delivery-report.ts. The events
 * themselves are read by shared/domain/feedback, as those that come through queues are.
 */
import { normaliseAddress } from '../address/address.ts';
import { readSesEvents } from '../feedback/read-ses-event.ts';
import type { Observation } from '../feedback/ses-event.ts';
import type { Message } from '../message/message.ts';
import type { DeliveryReport, ReportAction } from './report.ts';

/** Others are no deliveries; a complaint is no delivery report. */
const ACTIONS: Partial<Record<Observation, ReportAction>> = {
  delivered: 'delivered',
  delayed: 'delayed',
  'bounced-permanent': 'failed',
  'bounced-transient': 'failed',
  'bounced-undetermined': 'failed',
};

const PERMANENT: Partial<Record<Observation, boolean>> = {
  delayed: false,
  'bounced-permanent': true,
  'bounced-transient': false,
};

/** SNS publishes at most 256 KB. */
const MAX_JSON_LENGTH = 256 * 1024;

/** Undefined: no such mail. Its Message-ID is SES's own and stands in another field than a header. */
export const readNotification = ({ from, text }: Message): DeliveryReport | undefined => {
  if (from === undefined || !/^no-reply@sns\.amazonaws\.com(\.cn)?$/.test(normaliseAddress(from.address)))
    return undefined;
  const begin = text.indexOf('{');
  const end = text.indexOf('\n--', begin);
  if (begin < 0) return undefined;
  // Hard line ends that a mail program put into the one line are no part of the JSON; they stand in no string of it unescaped.
  const json = text.slice(begin, end < 0 ? begin + MAX_JSON_LENGTH : Math.min(end, begin + MAX_JSON_LENGTH));
  const observed = readSesEvents(json.replace(/[\r\n]+/g, '')).flatMap((reading) =>
    reading.kind === 'feedback' ? reading.event.observed : [],
  );
  const recipients = observed.flatMap(({ address, what }) => {
    const action = ACTIONS[what];
    return action === undefined
      ? []
      : [{ address, action, status: undefined, permanent: PERMANENT[what], reason: undefined, diagnostic: undefined }];
  });
  if (recipients.length === 0) return undefined;
  return {
    recipients,
    onlyTransient: recipients.every(({ action }) => action !== 'failed'),
    originalMessageId: undefined,
  };
};
