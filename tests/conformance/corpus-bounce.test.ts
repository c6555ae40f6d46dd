import { describe, expect, test } from 'vitest';
import { corpusCases } from './corpus.ts';
import { makeJudgeBounce } from './corpus-bounce-rules.ts';
import { expectOnlyKnownFailures, type KnownFailures } from './corpus-run.ts';
import { reportSideRates, type SideRates } from './corpus-side-rates.ts';

const KNOWN: KnownFailures = {};

const cases = corpusCases('bounce');

describe.runIf(cases !== undefined)('[F213] mails of the bounce corpus', () => {
  test('there are 274 of them', () => {
    expect(cases).toHaveLength(274);
  });

  test('are read as their sources expect, but for the known exceptions', async () => {
    const rates: SideRates = new Map();
    await expectOnlyKnownFailures('bounce', cases ?? [], KNOWN, makeJudgeBounce(rates)).finally(() =>
      reportSideRates('bounce', rates),
    );
  });
});
