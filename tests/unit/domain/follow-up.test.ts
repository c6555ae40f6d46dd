import { describe, expect, test } from 'vitest';
import { ended, isAnswerTo, judgeFollowUp, refuseFollowUpAt, rung } from '#shared/domain/sending/follow-up.ts';
import { anOutgoingMail } from '#tests/support/feedback-world.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const NOW = Date.parse('2026-11-21T09:00:00.000Z');
const inDays = (days: number) => new Date(NOW + days * DAY_MS).toISOString();

const waiting = { at: inDays(3), state: 'waiting', revision: 2 } as const;
const aMail = anOutgoingMail({ phase: 'sent', sentAt: inDays(0), followUp: waiting });
const answer = { from: 'someone@else.example', receivedAt: inDays(1), isReply: true, namesIt: false };

describe('[F130] [F241] the time of a reminder', () => {
  test.each([
    [0, undefined, 'must be in the future'],
    [366, undefined, undefined],
    [366.01, undefined, 'must be at most a year ahead'],
    [2, 2, 'must be after sendAt: nobody answers before the mail goes'],
    [3, 2, undefined],
  ])('in %d days, of a mail that goes in %s: %s', (days, sendIn, refused) => {
    const sendAt = sendIn === undefined ? undefined : inDays(sendIn);
    expect(refuseFollowUpAt(inDays(days), NOW, sendAt)).toBe(refused);
  });

  test('rings of the revision that is meant, also of what could not be sent, not of what ended or was taken back', () => {
    const judged = (more: Partial<typeof aMail>, revision = 2) => judgeFollowUp({ ...aMail, ...more }, revision);
    expect([judged({}), judged({ followUp: { ...waiting, state: 'due' } }), judged({ phase: 'failed' })]).toEqual([
      'ring',
      'ring',
      'ring',
    ]);
    expect([judged({}, 1), judged({ followUp: { ...waiting, state: 'done' } }), judged({ phase: 'split' })]).toEqual([
      'over',
      'over',
      'over',
    ]);
    expect([judged({ phase: 'failed', failed: 'cancelled' }), judged({}, 3), judgeFollowUp(undefined, 1)]).toEqual([
      'over',
      'ahead',
      'ahead',
    ]);
  });

  test('[F242] once it has rung it rings no more, and what ended stays as it ended', () => {
    const due = rung(2)(aMail) ?? aMail;
    const answered = ended('answered')(due) ?? due;
    expect([due.followUp?.state, answered.followUp?.state]).toEqual(['due', 'answered']);
    expect([rung(1)(aMail), rung(2)(due), ended('done')(answered)]).toEqual([undefined, undefined, undefined]);
  });
});

describe('[F242] what answers a mail', () => {
  const isIt = (more: Partial<Parameters<typeof isAnswerTo>[1]>) => isAnswerTo(aMail, { ...answer, ...more });
  const from = 'Jane@Example.com';

  test('names it and comes from one it went to: whoever it was passed on to knows its Message-ID, too', () => {
    expect([isIt({ from, namesIt: true }), isIt({ namesIt: true }), isIt({ from })]).toEqual([true, false, false]);
  });

  test('is news for its case, whoever wrote it; on a person only their reply, and nothing from before the mail', () => {
    expect([isIt({ did: 'updated' }), isIt({ did: 'updated', isReply: false })]).toEqual([true, true]);
    expect([isIt({ did: 'attached' }), isIt({ did: 'attached', from, isReply: false })]).toEqual([false, false]);
    expect([isIt({ did: 'attached', from }), isIt({ did: 'updated', receivedAt: inDays(-1) })]).toEqual([true, false]);
    expect(isAnswerTo({ recipients: aMail.recipients }, { ...answer, did: 'updated' })).toBe(false);
  });
});
