import { describe, expect, test } from 'vitest';
import { corpusCases } from './corpus.ts';
import { judgeRecognition } from './corpus-recognise-rules.ts';
import { expectOnlyKnownFailures, type KnownFailures } from './corpus-run.ts';

const KNOWN: KnownFailures = {
  'zammad-ooo-ms':
    'an absence note whose only sign is X-Auto-Response-Suppress, which help desks put on what their agents write too; it is not answered, and that is what counts',
};

const cases = corpusCases('autoreply');

describe.runIf(cases !== undefined)('[F33] mails of the autoreply corpus', () => {
  test('there are 55 of them', () => {
    expect(cases).toHaveLength(55);
  });

  test('are recognised as their sources expect, but for the known exceptions', async () => {
    await expectOnlyKnownFailures('autoreply', cases ?? [], KNOWN, judgeRecognition);
  });

  test('no ordinary mail is taken for automatic, not even among the known exceptions', async () => {
    const ordinary = (cases ?? []).filter(({ expected }) => JSON.stringify(expected).includes('"kind":"ordinary"'));
    expect(ordinary).toHaveLength(17);
    await expectOnlyKnownFailures('autoreply, ordinary', ordinary, {}, judgeRecognition);
  });
});
