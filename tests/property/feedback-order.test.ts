import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { anOutgoingMail, makeFeedbackWorld } from '#tests/support/feedback-world.ts';
import { ACCEPTED_AT, aSesEvent, inSns } from '#tests/support/ses-events.ts';

/** Two of the mails share a recipient: what is suppressed because of one mail must not depend on the other's events either. */
const RECIPIENTS = [
  ['jane@example.com', 'bob@example.com', 'mary@example.org'],
  ['jane@example.com'],
  ['ann@example.net', 'bob@example.com'],
];

const KINDS = [
  'Send',
  'Delivery',
  'DeliveryDelay',
  'Bounce Permanent',
  'Bounce Transient',
  'Complaint',
  'Reject',
  'Open',
  'Click',
] as const;

interface Said {
  readonly mail: number;
  readonly kind: (typeof KINDS)[number];
  /** Which of the recipients, as bits. */
  readonly who: number;
}

const messageOf = ({ mail, kind, who }: Said, place: number): unknown => {
  const all = RECIPIENTS[mail] ?? [];
  const some = all.filter((_, n) => (who >> n) % 2 === 1);
  const named = some.length === 0 ? all : some;
  const entries = named.map((emailAddress) => ({ emailAddress }));
  // No two at the same moment: then it is said which of two bounces came first.
  const timestamp = new Date(Date.parse(ACCEPTED_AT) + 1000 * (place + 1)).toISOString();
  const [type = '', bounceType] = kind.split(' ');
  const own = {
    timestamp,
    recipients: named,
    bounceType,
    bouncedRecipients: entries,
    complainedRecipients: entries,
    delayedRecipients: entries,
  };
  return inSns(aSesEvent(type, own, { mail: `mail-${mail}`, messageId: `ses-${mail}`, destination: all }));
};

const said = fc.record({
  mail: fc.integer({ min: 0, max: RECIPIENTS.length - 1 }),
  kind: fc.constantFrom(...KINDS),
  who: fc.integer({ min: 0, max: 7 }),
});

/** What happens: a worker writing `sent` for a mail, or a message coming in. */
type Happening = { readonly worker: number } | { readonly message: unknown; readonly attempt: number };

const aWorld = () =>
  makeFeedbackWorld({
    mails: RECIPIENTS.map((addresses, n) =>
      anOutgoingMail({
        id: `mail-${n}`,
        recipients: addresses.map((address) => ({ role: 'to', address, facts: [] })),
      }),
    ),
  });

const stateAfter = async (happenings: readonly Happening[]) => {
  const world = aWorld();
  for (const happening of happenings) {
    if ('worker' in happening)
      await world.workerSent('acme', `mail-${happening.worker}`, `ses-${happening.worker}`, ACCEPTED_AT);
    else await world.recordFeedback(happening.message, happening.attempt);
  }
  return world.state();
};

const workers: readonly Happening[] = RECIPIENTS.map((_, worker) => ({ worker }));

/** Up to five times each, shuffled among the writes of the workers. */
const replayOf = (messages: readonly unknown[]) =>
  fc
    .tuple(...messages.map((message) => fc.array(fc.constant(message), { minLength: 1, maxLength: 5 })))
    .map((copies) => copies.flatMap((same): Happening[] => same.map((message, n) => ({ message, attempt: n + 1 }))))
    .chain((repeated) => {
      const all = [...workers, ...repeated];
      return fc.shuffledSubarray(all, { minLength: all.length });
    });

test('[F214] events in any order, up to five times each, some before `sent`: the same state as once in order', async () => {
  const runs = fc
    .array(said, { minLength: 1, maxLength: 10 })
    .map((all) => all.map(messageOf))
    .chain((messages) => fc.record({ messages: fc.constant(messages), replay: replayOf(messages) }));
  await fc.assert(
    fc.asyncProperty(runs, async ({ messages, replay }) => {
      const inOrder = [...workers, ...messages.map((message) => ({ message, attempt: 1 }))];
      expect(await stateAfter(replay)).toEqual(await stateAfter(inOrder));
    }),
    { numRuns: 300 },
  );
});

test('[F214] events that overtake each other within the same worker lose nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(said, { minLength: 2, maxLength: 8 }), async (all) => {
      const messages = all.map(messageOf);
      const world = aWorld();
      await Promise.all([
        ...RECIPIENTS.map((_, n) => world.workerSent('acme', `mail-${n}`, `ses-${n}`, ACCEPTED_AT)),
        ...messages.map((message) => world.recordFeedback(message, 1)),
      ]);
      const inOrder = [...workers, ...messages.map((message) => ({ message, attempt: 1 }))];
      expect(world.state()).toEqual(await stateAfter(inOrder));
    }),
    { numRuns: 100 },
  );
});
