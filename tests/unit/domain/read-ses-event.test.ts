import { describe, expect, test } from 'vitest';
import { readSesEvents } from '#shared/domain/feedback/read-ses-event.ts';
import { taggedMail } from '#shared/domain/feedback/ses-event.ts';
import { suppressionsAfter } from '#shared/domain/feedback/suppressions.ts';
import {
  ACCEPTED_AT,
  aBounce,
  aComplaint,
  aDelay,
  aDelivery,
  aSend,
  aSesEvent,
  inEventBridge,
  inLambdaSns,
  inSns,
  inSqsBatch,
  SES_ID,
} from '#tests/support/ses-events.ts';

const JANE = 'jane@example.com';
const BOB = 'bob@example.com';
const BOTH = { destination: [JANE, BOB] };

const eventOf = (message: unknown) => {
  const [reading] = readSesEvents(message);
  if (reading?.kind !== 'feedback') throw new Error(`Read as ${JSON.stringify(reading)}.`);
  return reading.event;
};
/** `<address> <what>`, with `?` where nobody knows who it was. */
const observedIn = (message: unknown) =>
  eventOf(message).observed.map(({ address, what, guess }) => `${address} ${what}${guess ? '?' : ''}`);
const suppressedBy = (message: unknown) =>
  suppressionsAfter(eventOf(message)).map(
    ({ address, reason, scope, held }) => `${address} ${reason} ${scope}${held ? ' held' : ''}`,
  );

describe('what an event says', () => {
  test.each([
    ['Send', aSend(BOTH), [`${JANE} sent`, `${BOB} sent`]],
    ['Delivery', aDelivery([JANE], BOTH), [`${JANE} delivered`]],
    ['DeliveryDelay', aDelay([BOB], BOTH), [`${BOB} delayed`]],
    ['Bounce Permanent', aBounce('Permanent', [JANE], BOTH), [`${JANE} bounced-permanent`]],
    ['Bounce Transient', aBounce('Transient', [JANE], BOTH), [`${JANE} bounced-transient`]],
    ['Bounce Undetermined', aBounce('Undetermined', [JANE], BOTH), [`${JANE} bounced-undetermined`]],
    ['Bounce of a class SES invents later', aBounce('Fatal', [JANE], BOTH), [`${JANE} bounced-undetermined`]],
    ['Complaint', aComplaint([JANE], BOTH), [`${JANE} complained`]],
    ['Reject', aSesEvent('Reject', { reason: 'Bad content' }, BOTH), [`${JANE} rejected`, `${BOB} rejected`]],
    ['Rendering Failure', aSesEvent('Rendering Failure', {}), [`${JANE} rendering-failed`]],
    ['Open', aSesEvent('Open', {}), [`${JANE} opened`]],
    ['Click', aSesEvent('Click', { link: 'https://shop.example' }), [`${JANE} clicked`]],
    ['Open of a mail that several got', aSesEvent('Open', {}, BOTH), []],
    ['Click in a mail that several got', aSesEvent('Click', {}, BOTH), []],
    [
      'Subscription',
      aSesEvent('Subscription', { newTopicPreferences: { unsubscribeAll: true } }),
      [`${JANE} unsubscribed`],
    ],
  ])('%s', (_, event, expected) => {
    expect(observedIn(event)).toEqual(expected);
  });

  test.each([
    ['Jane Doe <jane@example.com>'],
    ['"Doe, Jane" <jane@example.com>'],
    ['"a <b@c>" <Jane@Example.COM>'],
    ['  JANE@EXAMPLE.COM '],
    ['<jane@example.com>'],
  ])('of %s, in the form in which addresses are compared', (written) => {
    expect(observedIn(aBounce('Permanent', [written]))).toEqual([`${JANE} bounced-permanent`]);
  });

  test('once of an address that is named twice in two spellings', () => {
    expect(observedIn(aComplaint([JANE, 'Jane <JANE@example.com>']))).toEqual([`${JANE} complained`]);
  });

  test('with the moment SES took the mail, its own moment in UTC, and our tags', () => {
    const event = eventOf(
      aSesEvent('Delivery', { timestamp: '2026-01-15T13:00:00+01:00', recipients: [JANE] }, { mail: 'mail-9' }),
    );
    expect([event.sesMessageId, event.acceptedAt, event.at]).toEqual([SES_ID, ACCEPTED_AT, '2026-01-15T12:00:00.000Z']);
    expect(taggedMail(event)).toEqual({ tenant: 'acme', mailId: 'mail-9' });
    expect(eventOf(aSend()).at).toBe(ACCEPTED_AT);
  });

  test('and where it holds no time itself, with that of its way', () => {
    const { timestamp: _, ...mail } = aSend().mail;
    const wrapped = [
      inSns({ ...aSend(), mail }),
      { ...inEventBridge({ ...aSend(), mail }), time: '2026-01-15T12:00:00Z' },
    ];
    expect(wrapped.map((message) => eventOf(message).at)).toEqual(Array(2).fill('2026-01-15T12:00:00.000Z'));
  });

  test('but not whose mail it is, without both of our tags', () => {
    const { mail } = aSend();
    const tagsLeft = (tags: unknown) => taggedMail(eventOf({ eventType: 'Send', mail: { ...mail, tags } }));
    expect(
      [undefined, {}, { tenant: ['acme'] }, { mail: ['mail-1'] }, { tenant: [], mail: ['mail-1'] }].map(tagsLeft),
    ).toEqual(Array(5).fill(undefined));
  });
});

describe('who is suppressed', () => {
  test('[F209] [F210] whoever bounced permanently, from everything, and no other recipient of the mail', () => {
    expect(suppressedBy(aBounce('Permanent', [JANE], BOTH))).toEqual([`${JANE} bounce all`]);
  });

  test.each(['Transient', 'Undetermined'])('[F209] nobody after a bounce that is %s', (bounceType) => {
    expect(suppressedBy(aBounce(bounceType, [JANE]))).toEqual([]);
  });

  test('[F205] whoever complained', () => {
    expect(suppressedBy(aComplaint([JANE], BOTH))).toEqual([`${JANE} complaint all`]);
  });

  test('[F206] nobody for sure when a complaint names several: they are held from marketing', () => {
    expect(suppressedBy(aComplaint([JANE, BOB], BOTH))).toEqual([
      `${JANE} complaint marketing held`,
      `${BOB} complaint marketing held`,
    ]);
    expect(observedIn(aComplaint([JANE, BOB], BOTH))).toEqual([`${JANE} complained?`, `${BOB} complained?`]);
  });

  test('[F206] nor when one of the several cannot be read', () => {
    expect(suppressedBy(aComplaint([JANE, '(redacted)'], BOTH))).toEqual([`${JANE} complaint marketing held`]);
  });

  test.each(['not-spam', 'auth-failure'])(
    '[F208] nobody after a report of the type %s, in which nobody complained',
    (type) => {
      const report = aComplaint([JANE], {}, { complaintFeedbackType: type });
      expect([observedIn(report), suppressedBy(report)]).toEqual([[], []]);
    },
  );

  test.each(['abuse', 'fraud', 'other', 'virus', undefined])('[F208] after a complaint of the type %s', (type) => {
    expect(suppressedBy(aComplaint([JANE], {}, { complaintFeedbackType: type }))).toEqual([`${JANE} complaint all`]);
  });

  test('[F208] whom SES did not even try, without counting', () => {
    const bounce = aBounce('Permanent', [JANE], {}, 'OnAccountSuppressionList');
    const complaint = aComplaint([JANE, BOB], BOTH, { complaintSubType: 'OnAccountSuppressionList' });
    expect([eventOf(bounce).counted, suppressedBy(bounce)]).toEqual([false, [`${JANE} bounce all`]]);
    // Here SES names exactly those its list holds.
    expect([eventOf(complaint).counted, suppressedBy(complaint)]).toEqual([
      false,
      [`${JANE} complaint all`, `${BOB} complaint all`],
    ]);
    expect([eventOf(aBounce('Permanent', [JANE])).counted, eventOf(aComplaint([JANE])).counted]).toEqual([true, true]);
  });
});

describe('[F214] what it comes in', () => {
  const bounce = aBounce('Permanent', [JANE]);
  const { eventType, ...rest } = bounce;
  test.each([
    ['raw delivery', bounce],
    ['the text of raw delivery', JSON.stringify(bounce)],
    ['an SNS envelope', inSns(bounce)],
    ['SNS in SQS in Lambda', inSqsBatch(inSns(bounce))],
    ['raw delivery in SQS in Lambda', inSqsBatch(bounce)],
    ['SNS in Lambda', inLambdaSns(bounce)],
    ['EventBridge', inEventBridge(bounce)],
    ['EventBridge in SNS in SQS in Lambda', inSqsBatch(inSns(inEventBridge(bounce)))],
    ['a feedback notification', { ...rest, notificationType: eventType }],
  ])('is taken off: %s', (_, message) => {
    expect(observedIn(message)).toEqual([`${JANE} bounced-permanent`]);
  });

  test('may hold several events', () => {
    const { Records } = inSqsBatch(bounce);
    expect(readSesEvents({ Records: [...Records, ...Records] }).map(({ kind }) => kind)).toEqual([
      'feedback',
      'feedback',
    ]);
  });

  test.each([
    [
      'the sentence that validates a topic',
      'Successfully validated SNS topic for Amazon SES event publishing.',
      'not-json',
    ],
    ['the same in its envelope', { ...inSns(''), Message: 'Successfully validated SNS topic.' }, 'not-json'],
    ['JSON that was cut off', { ...inSns(''), Message: '{"eventType":"Bounce","bounce":{' }, 'not-json'],
    [
      'a subscription to confirm',
      { Type: 'SubscriptionConfirmation', Token: 'x', Message: 'You have chosen ...' },
      'control',
    ],
    ['the end of one', { Type: 'UnsubscribeConfirmation', Message: 'You have chosen ...' }, 'control'],
    [
      'a subscription that succeeded',
      { notificationType: 'AmazonSnsSubscriptionSucceeded', message: '...' },
      'unknown-type',
    ],
    ['an event SES invents later', aSesEvent('SomethingNew', {}), 'unknown-type'],
    [
      "SES's other news on EventBridge",
      inEventBridge({ version: '1.0.0', data: { status: 'DISABLED' } }),
      'not-an-event',
    ],
    ["somebody else's event", { source: 'aws.ec2', 'detail-type': 'State', detail: bounce }, 'not-an-event'],
    ['a record of nothing known', { Records: [{ s3: {} }, 7] }, 'not-an-event'],
    ['a list', [bounce], 'not-an-event'],
    ['nothing', null, 'not-an-event'],
  ])('may be nothing of ours: %s', (_, message, why) => {
    for (const reading of readSesEvents(message)) expect(reading).toMatchObject({ kind: 'ignored', why });
    expect(readSesEvents(message).length).toBeGreaterThan(0);
  });

  test('is not unwrapped without end', () => {
    let message: unknown = bounce;
    for (let wrappings = 0; wrappings < 10_000; wrappings += 1) message = inEventBridge(message);
    expect(readSesEvents(message)).toEqual([{ kind: 'ignored', why: 'not-an-event' }]);
  });
});

describe('an event without what it is made of', () => {
  const { mail } = aSend();
  test.each([
    ['a bounce of nobody', aBounce('Permanent', [])],
    ['a bounce of something that is no address', aBounce('Permanent', ['MAILER-DAEMON'])],
    ['a complaint without its part', { eventType: 'Complaint', mail }],
    ['a delivery without its mail', { eventType: 'Delivery', delivery: { recipients: [JANE] } }],
    ['one that has no time anywhere', { ...aSend(), mail: { ...mail, timestamp: 'yesterday' } }],
    ['a receipt without its parts', { notificationType: 'Received', mail }],
  ])('is not passed over: %s', (_, message) => {
    expect(readSesEvents(message)).toMatchObject([{ kind: 'unreadable' }]);
  });
});
