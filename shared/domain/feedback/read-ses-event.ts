/**
 * Reads what SES publishes about sent mail: https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html ("eventType") and
 * .../notification-contents.html ("notificationType"), in whatever AWS wraps round it. Says what was observed of whom; whose mail it is, is
 * found elsewhere (ses-event.ts).
 */
import { addressIn } from './address-in.ts';
import { type Fields, fieldsOf, instantOf, listOf, textOf } from './json-fields.ts';
import { type Receipt, readReceipt } from './receipt.ts';
import type { Observation, Observed, SesEvent } from './ses-event.ts';
import { unwrap } from './unwrap.ts';

export type SesReading =
  | { readonly kind: 'feedback'; readonly event: SesEvent }
  | { readonly kind: 'received'; readonly receipt: Receipt }
  | {
      readonly kind: 'ignored';
      readonly why: 'control' | 'not-json' | 'not-an-event' | 'unknown-type';
      readonly type?: string;
    }
  /** An event of a kind we know that lacks what it is made of: passing over it would lose a bounce unseen. */
  | { readonly kind: 'unreadable'; readonly type: string };

/** Of one event: its recipients as listed, and what is observed of them. */
interface Said {
  readonly addresses: readonly unknown[];
  readonly what: Observation;
  readonly counted?: boolean;
  readonly guess?: boolean;
}

const emailAddresses = (list: unknown) => listOf(list).map((entry) => fieldsOf(entry)?.['emailAddress']);

/** SES did not send it because its own list holds the address (SES guide, "bounceSubType", "complaintSubType"). */
const NOT_TRIED = 'OnAccountSuppressionList';

const BOUNCES: Readonly<Record<string, Observation>> = {
  Permanent: 'bounced-permanent',
  Transient: 'bounced-transient',
};

const bounce = (fields: Fields): Said => ({
  addresses: emailAddresses(fields['bouncedRecipients']),
  // A class SES invents later is no reason to suppress anybody.
  what: BOUNCES[textOf(fields['bounceType']) ?? ''] ?? 'bounced-undetermined',
  counted: fields['bounceSubType'] !== NOT_TRIED,
});

/**
 * Feedback types that nobody complained with (RFC 5965 section 7.3, RFC 6591): `not-spam` takes a mail out of the junk folder, `auth-failure` is a
 * report about DKIM or DMARC. Neither says anything of an earlier complaint.
 */
const NO_COMPLAINT = new Set(['not-spam', 'auth-failure']);

/** Most providers redact who complained, so SES lists everybody the mail had on that domain: only a list of one says who it was (FEATURES 206). */
const complaint = (fields: Fields): Said => {
  const addresses = emailAddresses(fields['complainedRecipients']);
  const tried = fields['complaintSubType'] !== NOT_TRIED;
  const several = new Set(addresses.map(addressIn)).size > 1;
  return { addresses, what: 'complained', counted: tried, guess: several && tried };
};

const subscription = (fields: Fields): Observation =>
  fieldsOf(fields['newTopicPreferences'])?.['unsubscribeAll'] === true ? 'unsubscribed' : 'subscription-changed';

/** Undefined: not a type we know. `about`: the recipients of the whole mail. */
const said = (type: string, fields: Fields, about: readonly unknown[]): Said | undefined => {
  // Nobody tells who opened a mail that several got.
  const onlyOne = about.length === 1 ? about : [];
  switch (type) {
    case 'Send':
      return { addresses: about, what: 'sent' };
    case 'Reject':
      return { addresses: about, what: 'rejected' };
    case 'Rendering Failure':
      return { addresses: about, what: 'rendering-failed' };
    case 'Delivery':
      return { addresses: listOf(fields['recipients']), what: 'delivered' };
    case 'DeliveryDelay':
      return { addresses: emailAddresses(fields['delayedRecipients']), what: 'delayed' };
    case 'Bounce':
      return bounce(fields);
    case 'Complaint':
      return complaint(fields);
    case 'Open':
      return { addresses: onlyOne, what: 'opened' };
    case 'Click':
      return { addresses: onlyOne, what: 'clicked' };
    case 'Subscription':
      return { addresses: onlyOne, what: subscription(fields) };
    default:
      return undefined;
  }
};

/** The member with an event's own fields, where it is not its name in lower case. */
const MEMBERS: Readonly<Record<string, string>> = { DeliveryDelay: 'deliveryDelay', 'Rendering Failure': 'failure' };

/** Known to be about nobody in particular; a Send event alone says enough: SES has the mail. */
const MAY_NAME_NOBODY = new Set(['Send', 'Open', 'Click', 'Subscription']);

const readEvent = (type: string, event: Fields, publishedAt: unknown): SesReading => {
  const fields = fieldsOf(event[MEMBERS[type] ?? type.toLowerCase()]) ?? {};
  const mail = fieldsOf(event['mail']) ?? {};
  const found = said(type, fields, listOf(mail['destination']));
  if (found === undefined) return { kind: 'ignored', why: 'unknown-type', type };
  const { what, counted = true, guess = false } = found;
  const addresses = new Set(found.addresses.flatMap((address) => addressIn(address) ?? []));
  const sesMessageId = textOf(mail['messageId']);
  const ownAt = instantOf(fields['timestamp']);
  const acceptedAt = instantOf(mail['timestamp']) ?? ownAt ?? instantOf(publishedAt);
  if (sesMessageId === undefined || acceptedAt === undefined) return { kind: 'unreadable', type };
  if (addresses.size === 0 && !MAY_NAME_NOBODY.has(type)) return { kind: 'unreadable', type };
  const isNone = type === 'Complaint' && NO_COMPLAINT.has(textOf(fields['complaintFeedbackType'])?.toLowerCase() ?? '');
  const observed: readonly Observed[] = isNone ? [] : [...addresses].map((address) => ({ address, what, guess }));
  return {
    kind: 'feedback',
    event: {
      type,
      tags: tagsOf(mail['tags']),
      sesMessageId,
      acceptedAt,
      at: ownAt ?? acceptedAt,
      observed,
      counted,
    },
  };
};

const tagsOf = (value: unknown): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(fieldsOf(value) ?? {}).flatMap(([name, values]) => {
      const first = textOf(listOf(values)[0]);
      return first === undefined ? [] : [[name, first] as const];
    }),
  );

const readReceived = (event: Fields): SesReading => {
  const receipt = readReceipt(event);
  return receipt === undefined ? { kind: 'unreadable', type: 'Received' } : { kind: 'received', receipt };
};

/** `message`: parsed JSON, or text that is none. */
export const readSesEvents = (message: unknown): readonly SesReading[] =>
  unwrap(message).map((unwrapped): SesReading => {
    switch (unwrapped.kind) {
      case 'event':
        return unwrapped.type === 'Received'
          ? readReceived(unwrapped.event)
          : readEvent(unwrapped.type, unwrapped.event, unwrapped.publishedAt);
      case 'control':
        return { kind: 'ignored', why: 'control', type: unwrapped.type };
      default:
        return { kind: 'ignored', why: unwrapped.kind };
    }
  });
