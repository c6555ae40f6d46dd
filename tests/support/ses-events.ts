/** Events as SES publishes them for a mail of ours, and what AWS wraps round them on the way. */
export interface SesEventFields {
  readonly tenant?: string;
  readonly mail?: string;
  readonly destination?: readonly string[];
  readonly messageId?: string;
  readonly acceptedAt?: string;
}

export const SES_ID = '0100019bbbbbbbbb-11111111-2222-3333-4444-555555555555-000000';
export const ACCEPTED_AT = '2026-01-15T11:59:00.000Z';

const MEMBERS: Readonly<Record<string, string>> = { DeliveryDelay: 'deliveryDelay', 'Rendering Failure': 'failure' };

/** `own` = the event's own member. */
export const aSesEvent = (type: string, own: Readonly<Record<string, unknown>>, fields: SesEventFields = {}) => ({
  eventType: type,
  mail: {
    timestamp: fields.acceptedAt ?? ACCEPTED_AT,
    source: 'sender@example.com',
    messageId: fields.messageId ?? SES_ID,
    destination: fields.destination ?? ['jane@example.com'],
    tags: {
      'ses:configuration-set': ['postroom'],
      tenant: [fields.tenant ?? 'acme'],
      mail: [fields.mail ?? 'mail-1'],
    },
  },
  [MEMBERS[type] ?? type.toLowerCase()]: own,
});

/** Of each kind one, as `POST /local/ses/events` takes it; opens are not among them, for nothing asks for them yet. */
export const ONE_OF_EACH = [
  { eventType: 'Delivery' },
  { eventType: 'DeliveryDelay' },
  { eventType: 'Bounce', bounceType: 'Transient' },
  { eventType: 'Bounce', bounceType: 'Permanent' },
  { eventType: 'Complaint' },
  { eventType: 'Reject' },
];

const AT = '2026-01-15T12:00:00.000Z';
const asRecipients = (addresses: readonly string[]) => addresses.map((emailAddress) => ({ emailAddress }));

export const aSend = (fields: SesEventFields = {}) => aSesEvent('Send', {}, fields);

export const aDelivery = (recipients: readonly string[], fields: SesEventFields = {}) =>
  aSesEvent('Delivery', { timestamp: AT, recipients, smtpResponse: '250 2.6.0 OK' }, fields);

export const aDelay = (recipients: readonly string[], fields: SesEventFields = {}) =>
  aSesEvent(
    'DeliveryDelay',
    { timestamp: AT, delayType: 'MailboxFull', delayedRecipients: asRecipients(recipients) },
    fields,
  );

export const aBounce = (
  bounceType: string,
  recipients: readonly string[],
  fields: SesEventFields = {},
  bounceSubType = 'General',
) =>
  aSesEvent(
    'Bounce',
    { timestamp: AT, bounceType, bounceSubType, bouncedRecipients: asRecipients(recipients) },
    fields,
  );

export const aComplaint = (
  recipients: readonly string[],
  fields: SesEventFields = {},
  own: Readonly<Record<string, unknown>> = {},
) =>
  aSesEvent(
    'Complaint',
    { timestamp: AT, complainedRecipients: asRecipients(recipients), complaintSubType: null, ...own },
    fields,
  );

export const inSns = (event: unknown) => ({
  Type: 'Notification',
  MessageId: 'a5c9c3f0-0000-5000-8000-000000000001',
  TopicArn: 'arn:aws:sns:eu-west-1:123456789012:feedback',
  Message: JSON.stringify(event),
  Timestamp: AT,
});

export const inSqsBatch = (message: unknown) => ({
  Records: [{ messageId: 'sqs-1', eventSource: 'aws:sqs', body: JSON.stringify(message) }],
});

export const inLambdaSns = (event: unknown) => ({ Records: [{ EventSource: 'aws:sns', Sns: inSns(event) }] });

export const inEventBridge = (event: unknown) => ({
  version: '0',
  'detail-type': 'Email Bounced',
  source: 'aws.ses',
  detail: event,
});
