import { describe, expect, test } from 'vitest';
import { Failure } from '#shared/domain/failure.ts';
import { mailStatus, recipientFailure, recipientStatus } from '#shared/domain/sending/outgoing-mail.ts';
import { anOutgoingMail, Killed, makeFeedbackWorld } from '#tests/support/feedback-world.ts';
import { aBounce, aComplaint, aDelivery, aSend, aSesEvent, SES_ID } from '#tests/support/ses-events.ts';

const JANE = 'jane@example.com';
const BOB = 'bob@example.com';

const recipient = (address: string) => ({ role: 'to' as const, address, facts: [] });
const aWorld = (fields: Parameters<typeof anOutgoingMail>[0] = {}) =>
  makeFeedbackWorld({ mails: [anOutgoingMail(fields)] });
type World = ReturnType<typeof aWorld>;

const theMail = (world: World) => {
  const mail = world.mail('acme', 'mail-1');
  if (mail === undefined) throw new Error('The mail is gone.');
  return mail;
};
const statusesIn = (world: World) => {
  const mail = theMail(world);
  return mail.recipients.map((one) => recipientStatus(mail, one));
};

describe('the mail', () => {
  test.each([['sending'], ['queued'], ['deferred'], ['unconfirmed']] as const)(
    'that is %s is sent once its Send event came, and what follows sending happens',
    async (phase) => {
      const world = aWorld({ phase });
      await world.recordFeedback(aSend(), 1);
      expect(theMail(world)).toMatchObject({ phase: 'sent', sesMessageId: SES_ID, sentAt: '2026-01-15T11:59:00.000Z' });
      const { published, threads, timeline, due } = world.state();
      expect([published.map(({ id }) => id), threads.length, timeline.length, due]).toEqual([
        ['mail-1-sent'],
        1,
        1,
        [],
      ]);
    },
  );

  test('is sent by any other event too: a lost Send event must not let it go twice', async () => {
    const world = aWorld();
    await world.recordFeedback(aDelivery([JANE]), 1);
    expect([theMail(world).phase, statusesIn(world)]).toEqual(['sent', ['delivered']]);
  });

  test.each([['cancelled'], ['abandoned']] as const)('that was %s stays so', async (failed) => {
    const world = aWorld({ phase: 'failed', failed });
    await world.recordFeedback(aSend(), 1);
    expect(theMail(world)).toMatchObject({ phase: 'failed', failed });
  });

  test('that a person declared sent gets its id, so that replies find it', async () => {
    const world = aWorld({ phase: 'sent', sentAt: '2026-01-15T18:00:00.000Z' });
    await world.recordFeedback(aSend(), 1);
    expect([theMail(world).sesMessageId, world.state().threads.length]).toEqual([SES_ID, 1]);
  });

  test('that its worker has recorded is not announced again by an event', async () => {
    const world = aWorld();
    await world.workerSent('acme', 'mail-1', SES_ID, '2026-01-15T11:59:00.000Z');
    const before = world.calls.length;
    await world.recordFeedback(aSend(), 1);
    expect(world.calls.slice(before)).toEqual(['get']);
  });

  test('[F204] has the status of its worst recipient', async () => {
    const world = aWorld({ recipients: [recipient(JANE), recipient(BOB)] });
    await world.recordFeedback(aDelivery([JANE], { destination: [JANE, BOB] }), 1);
    await world.recordFeedback(aBounce('Permanent', [BOB], { destination: [JANE, BOB] }), 1);
    expect([statusesIn(world), mailStatus(theMail(world))]).toEqual([['delivered', 'bounced'], 'bounced']);
  });

  test.each([['Reject'], ['Rendering Failure']])(
    '[F233] that SES took and then did not send has failed: %s',
    async (type) => {
      for (const isBeforeSent of [true, false]) {
        const world = aWorld();
        if (!isBeforeSent) await world.workerSent('acme', 'mail-1', SES_ID, '2026-01-15T11:59:00.000Z');
        await world.recordFeedback(aSesEvent(type, { reason: 'Bad content' }), 1);
        if (isBeforeSent) await world.workerSent('acme', 'mail-1', SES_ID, '2026-01-15T11:59:00.000Z');
        const mail = theMail(world);
        expect([mailStatus(mail), mail.recipients.map((one) => recipientFailure(mail, one))]).toEqual([
          'failed',
          ['rejected'],
        ]);
        expect(world.published.get(`mail-1-${type === 'Reject' ? 'rejected' : 'rendering-failed'}-0`)?.type).toBe(
          'mail.failed',
        );
      }
    },
  );

  test('with one recipient has bounced when the report names the address it was forwarded to', async () => {
    const world = aWorld();
    await world.recordFeedback(aBounce('Permanent', ['jane.doe@elsewhere.example']), 1);
    expect(statusesIn(world)).toEqual(['bounced']);
    expect(world.suppressions().map(({ address }) => address)).toEqual(['jane.doe@elsewhere.example']);
  });

  test('with several does not blame anybody for an address that is none of them', async () => {
    const world = aWorld({ recipients: [recipient(JANE), recipient(BOB)] });
    await world.recordFeedback(aBounce('Permanent', ['jane.doe@elsewhere.example']), 1);
    expect(statusesIn(world)).toEqual(['sent', 'sent']);
  });

  test('went only to those who were not suppressed', async () => {
    const world = aWorld({ recipients: [{ ...recipient(BOB), failed: 'suppressed' }, recipient(JANE)] });
    await world.recordFeedback(aBounce('Permanent', ['jane.doe@elsewhere.example']), 1);
    expect(statusesIn(world)).toEqual(['failed', 'bounced']);
  });
});

describe('suppressions', () => {
  test('[F211] are stored before anything else is, with reason, source mail and time', async () => {
    const world = aWorld();
    await world.recordFeedback(aBounce('Permanent', [JANE]), 1);
    expect(world.calls.find((call) => call !== 'get')).toBe('suppress');
    expect(world.suppressions()).toEqual([
      { address: JANE, reason: 'bounce', scope: 'all', held: false, source: 'mail-1', at: '2026-01-15T12:00:00.000Z' },
    ]);
  });

  test('[F99] do not follow from a copy that went to the test address, nor does anything else that is said of it', async () => {
    const world = aWorld({ testMode: { kind: 'redirect', address: 'qa@acme.example' } });
    for (const event of [aBounce('Permanent', ['qa@acme.example']), aComplaint([JANE]), aDelivery([JANE])])
      await world.recordFeedback(event, 1);
    expect([statusesIn(world), world.suppressions(), [...world.published.keys()]]).toEqual([
      ['sent'],
      [],
      ['mail-1-sent'],
    ]);
  });

  test('[F206] of a complaint that names several are held, and none of them is said to have complained', async () => {
    const world = aWorld({ recipients: [recipient(JANE), recipient(BOB)] });
    await world.recordFeedback(aComplaint([JANE, BOB], { destination: [JANE, BOB] }), 1);
    expect(world.suppressions().map(({ scope, held }) => [scope, held])).toEqual([
      ['marketing', true],
      ['marketing', true],
    ]);
    expect([statusesIn(world), [...world.published.keys()]]).toEqual([['sent', 'sent'], ['mail-1-sent']]);
  });

  test('[F210] outlive a mail that is not there', async () => {
    const world = makeFeedbackWorld({ mails: [] });
    expect(await world.recordFeedback(aBounce('Permanent', [JANE]), 1)).toEqual([
      { kind: 'ignored', why: 'unknown-mail', type: 'Bounce', sesMessageId: SES_ID },
    ]);
    expect(world.suppressions()).toHaveLength(1);
  });
});

describe('domain events', () => {
  test('name the recipient by its place and hold no address', async () => {
    const world = aWorld({ recipients: [recipient(JANE), recipient(BOB)] });
    await world.recordFeedback(aComplaint([BOB], { destination: [JANE, BOB] }), 1);
    expect(world.published.get('mail-1-complained-1')).toEqual({
      id: 'mail-1-complained-1',
      type: 'mail.complained',
      tenant: 'acme',
      at: '2026-01-15T12:00:00.000Z',
      detail: {
        mailId: 'mail-1',
        recipient: 1,
        what: 'complained',
        counted: true,
        record: { module: 'contacts', id: 'contact-1' },
      },
    });
    expect(JSON.stringify([...world.published])).not.toContain('@');
  });

  test('[F208] say when a bounce does not count', async () => {
    const world = aWorld();
    await world.recordFeedback(aBounce('Permanent', [JANE], {}, 'OnAccountSuppressionList'), 1);
    expect(world.published.get('mail-1-bounced-permanent-0')?.detail['counted']).toBe(false);
  });
});

describe('[F214] what is not for us', () => {
  test.each([
    ["somebody else's mail", { ...aSend(), mail: { ...aSend().mail, tags: {} } }, 'not-ours'],
    ['a topic being validated', 'Successfully validated SNS topic for Amazon SES event publishing.', 'not-json'],
    [
      'a mail that came in',
      { notificationType: 'Received', mail: aSend().mail, receipt: { action: { type: 'S3' }, recipients: [JANE] } },
      'received',
    ],
  ])('is passed over with its reason: %s', async (_, message, why) => {
    const world = aWorld();
    expect(await world.recordFeedback(message, 1)).toMatchObject([{ kind: 'ignored', why }]);
    expect(world.calls).toEqual([]);
  });

  test('an event that cannot be read is kept for a person', async () => {
    await expect(aWorld().recordFeedback(aBounce('Permanent', []), 1)).rejects.toThrow(Failure);
  });
});

describe('a worker that dies', () => {
  const messages = [
    aSend(),
    aDelivery([JANE]),
    aBounce('Permanent', [JANE]),
    aComplaint([JANE]),
    aSesEvent('Reject', {}),
  ];

  test.each(messages.map((message) => [message.eventType, message] as const))(
    'before or after any call while it records %s leaves no trace once the message came again',
    async (_, message) => {
      const whole = aWorld();
      await whole.recordFeedback(message, 1);
      expect(whole.calls.length).toBeGreaterThan(4);
      for (let call = 1; call <= whole.calls.length; call += 1) {
        for (const after of [false, true]) {
          const world = aWorld();
          world.killAt(call, after);
          await expect(world.recordFeedback(message, 1)).rejects.toThrow(Killed);
          await world.recordFeedback(message, 2);
          expect(world.state()).toEqual(whole.state());
        }
      }
    },
  );
});
