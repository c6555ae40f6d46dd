import { describe, expect, test } from 'vitest';
import { hasNoMarker, judgeForward } from './corpus-forward-rules.ts';
import { corpusInputs } from './corpus-inputs.ts';
import { expectOnlyKnownFailures, type KnownFailures } from './corpus-run.ts';

const KNOWN: KnownFailures = {};

const cases = corpusInputs('forward', ['.txt', '.html']);

describe.runIf(cases !== undefined)('[F25] mails of the forward corpus', () => {
  const marked = (cases ?? []).filter((one) => !hasNoMarker(one));
  const unmarked = (cases ?? []).filter(hasNoMarker);

  test('there are 116 of them, four of which have nothing that tells a forward from a reply', () => {
    expect([marked.length, unmarked.length]).toEqual([112, 4]);
  });

  test('give the original and what was written above it, and replies and own mails give none', async () => {
    await expectOnlyKnownFailures('forward', marked, KNOWN, judgeForward);
  });

  test('without a marker give the original where the subject is not known', async () => {
    await expectOnlyKnownFailures('forward without a marker', unmarked, {}, judgeForward);
  });
});
