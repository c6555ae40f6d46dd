/**
 * The events SES publishes about sent mail.
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html and its page of examples
 */
import { ACCOUNT_ID, REGION } from '#local/kernel/aws.ts';
import { domainOf } from './addresses.ts';
import type { EventType } from './event-types.ts';
import { publishCommonHeaders, publishHeaders } from './mail-view.ts';
import type { OutgoingMessage } from './outgoing-message.ts';

export const EVENT_SUBJECT = 'Amazon SES Email Event Notification';

export type EventDetail = Readonly<Record<string, unknown>>;

const identityArn = (identity: string) => `arn:aws:ses:${REGION}:${ACCOUNT_ID}:identity/${identity}`;

/** The `mail` object, the same in every event of a mail. */
export const mailObject = (options: {
  message: OutgoingMessage;
  messageId: string;
  operation: string;
  identity: string;
  callerIdentity: string;
  at: number;
}): Record<string, unknown> => {
  const { message, messageId } = options;
  const section = { fields: message.fields, bodyOffset: undefined, cut: false };
  return {
    timestamp: new Date(options.at).toISOString(),
    source: message.source,
    sourceArn: identityArn(options.identity),
    sendingAccountId: ACCOUNT_ID,
    messageId,
    destination: message.recipients,
    ...publishHeaders(section),
    commonHeaders: { ...publishCommonHeaders(message.fields), messageId },
    tags: {
      'ses:operation': [options.operation],
      ...(message.configurationSet === undefined ? {} : { 'ses:configuration-set': [message.configurationSet] }),
      'ses:source-ip': ['127.0.0.1'],
      'ses:from-domain': [domainOf(message.from)],
      'ses:caller-identity': [options.callerIdentity],
      ...Object.fromEntries(message.tags.map(({ name, value }) => [name, [value]])),
    },
  };
};

/** The member that holds an event's own fields. */
export const EVENT_MEMBERS: Readonly<Record<EventType, string>> = {
  Send: 'send',
  Delivery: 'delivery',
  Bounce: 'bounce',
  Complaint: 'complaint',
  Reject: 'reject',
  Open: 'open',
  Click: 'click',
  DeliveryDelay: 'deliveryDelay',
  'Rendering Failure': 'failure',
  Subscription: 'subscription',
};

/** Documentation addresses (RFC 5737): nobody really opened anything. */
const READER = { ipAddress: '192.0.2.1', userAgent: 'Mozilla/5.0' };
const SENDING_HOST = 'a8-50.smtp-out.amazonses.com';
/** SES gives up after 14 hours unless told otherwise (SES guide, "Maximum delivery time"). */
const GIVES_UP_AFTER_MS = 14 * 60 * 60 * 1000;

interface Occasion {
  readonly recipients: readonly string[];
  readonly detail: EventDetail;
  readonly feedbackId: string;
  readonly sentAt: number;
  readonly now: number;
}

const bounce = ({ recipients, detail, feedbackId, now }: Occasion): EventDetail => {
  const { action, status, diagnosticCode, ...rest } = detail;
  const transient = rest['bounceType'] === 'Transient';
  return {
    bounceType: 'Permanent',
    bounceSubType: 'General',
    bouncedRecipients: recipients.map((emailAddress) => ({
      emailAddress,
      action: action ?? 'failed',
      status: status ?? (transient ? '4.4.7' : '5.1.1'),
      diagnosticCode:
        diagnosticCode ?? (transient ? 'smtp; 421 4.4.7 delivery time expired' : 'smtp; 550 5.1.1 user unknown'),
    })),
    timestamp: new Date(now).toISOString(),
    feedbackId,
    reportingMTA: `dsn; ${SENDING_HOST}`,
    ...rest,
  };
};

const eventFields = (type: EventType, occasion: Occasion): EventDetail => {
  const { recipients, detail, feedbackId, sentAt, now } = occasion;
  const timestamp = new Date(now).toISOString();
  switch (type) {
    case 'Send':
      return { ...detail };
    case 'Delivery':
      return {
        timestamp,
        processingTimeMillis: now - sentAt,
        recipients,
        smtpResponse: '250 2.6.0 Message received',
        reportingMTA: SENDING_HOST,
        ...detail,
      };
    case 'Bounce':
      return bounce(occasion);
    case 'Complaint':
      return {
        complainedRecipients: recipients.map((emailAddress) => ({ emailAddress })),
        timestamp,
        feedbackId,
        complaintSubType: null,
        ...detail,
      };
    case 'Reject':
      return { reason: 'Bad content', ...detail };
    case 'Open':
    case 'Click':
      return { ...READER, timestamp, ...detail };
    case 'DeliveryDelay': {
      const { status, diagnosticCode, ...rest } = detail;
      return {
        timestamp,
        delayType: 'General',
        expirationTime: new Date(sentAt + GIVES_UP_AFTER_MS).toISOString(),
        delayedRecipients: recipients.map((emailAddress) => ({
          emailAddress,
          status: status ?? '4.4.1',
          diagnosticCode: diagnosticCode ?? 'smtp; 421 4.4.1 Unable to connect to remote host',
        })),
        ...rest,
      };
    }
    case 'Rendering Failure':
    case 'Subscription':
      return { ...detail };
  }
};

/** `mail` is the stored `mail` object. */
export const buildEvent = (type: EventType, mail: unknown, occasion: Occasion): Record<string, unknown> => ({
  eventType: type,
  mail,
  [EVENT_MEMBERS[type]]: eventFields(type, occasion),
});
