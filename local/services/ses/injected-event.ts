/**
 * The body of `POST /local/ses/events`: an event for a mail in the outbox, published as SES would publish it.
 * `eventType` in any spelling (Bounce, bounce, delivery-delay); fields of the event flat (`bounceType`) or in its member (`bounce: {...}`).
 */
import * as z from 'zod';
import { EVENT_MEMBERS, type EventDetail } from './event-shape.ts';
import { EVENT_TYPES, type EventType } from './event-types.ts';

/** Subscription events come from SES's own list management, which is not emulated. */
const TYPES: readonly EventType[] = Object.values(EVENT_TYPES).filter((type) => type !== 'Subscription');

const text = z.string().optional();
const member = z.record(z.string(), z.unknown()).optional();
const Body = z.strictObject({
  messageId: z.string().min(1),
  eventType: z.string(),
  recipients: z.array(z.string()).min(1).optional(),
  timestamp: text,
  bounceType: z.enum(['Undetermined', 'Permanent', 'Transient']).optional(),
  bounceSubType: text,
  action: text,
  status: text,
  diagnosticCode: text,
  complaintFeedbackType: text,
  complaintSubType: text,
  arrivalDate: text,
  smtpResponse: text,
  reason: text,
  ipAddress: text,
  userAgent: text,
  link: text,
  linkTags: z.record(z.string(), z.array(z.string())).optional(),
  delayType: text,
  expirationTime: text,
  errorMessage: text,
  templateName: text,
  send: member,
  delivery: member,
  bounce: member,
  complaint: member,
  reject: member,
  open: member,
  click: member,
  deliveryDelay: member,
  failure: member,
});

export type InjectedEvent =
  | {
      readonly kind: 'event';
      readonly messageId: string;
      readonly type: EventType;
      readonly recipients: readonly string[] | undefined;
      readonly detail: EventDetail;
    }
  | { readonly kind: 'invalid'; readonly message: string };

const plain = (name: string) => name.toLowerCase().replace(/[^a-z]/g, '');
const MEMBER_NAMES = new Set(Object.values(EVENT_MEMBERS));

export const readInjectedEvent = (body: unknown): InjectedEvent => {
  const read = Body.safeParse(body);
  if (!read.success) {
    const reasons = read.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
    return { kind: 'invalid', message: reasons.join('; ') };
  }
  const { messageId, eventType, recipients, ...fields } = read.data;
  const type = TYPES.find((name) => plain(name) === plain(eventType));
  if (type === undefined) {
    return { kind: 'invalid', message: `eventType: "${eventType}" is none of ${TYPES.join(', ')}.` };
  }
  const own = Object.entries(fields).find(([name]) => name === EVENT_MEMBERS[type])?.[1];
  const detail = {
    ...Object.fromEntries(
      Object.entries(fields).filter(([name, value]) => !MEMBER_NAMES.has(name) && value !== undefined),
    ),
    ...(typeof own === 'object' ? own : {}),
  };
  if (type === 'Click' && !('link' in detail))
    return { kind: 'invalid', message: 'link: a click needs the address clicked.' };
  // The outbox knows the bare id; mails and logs show it with the domain.
  const bareId = messageId.replace(/^</, '').replace(/@.*$/, '').replace(/>$/, '');
  return { kind: 'event', messageId: bareId, type, recipients, detail };
};
