import { describe, expect, test } from 'vitest';
import { corpusCases } from './corpus.ts';
import { makeJudgeComplaint } from './corpus-complaint-rules.ts';
import { expectOnlyKnownFailures, type KnownFailures } from './corpus-run.ts';
import { reportSideRates, type SideRates } from './corpus-side-rates.ts';

const KNOWN: KnownFailures = {};

const cases = corpusCases('complaint');

describe.runIf(cases !== undefined)('[F205] mails of the complaint corpus', () => {
  test('there are 18 of them', () => {
    expect(cases).toHaveLength(18);
  });

  test('are read as their sources expect, but for the known exceptions', async () => {
    const rates: SideRates = new Map();
    await expectOnlyKnownFailures('complaint', cases ?? [], KNOWN, makeJudgeComplaint(rates)).finally(() =>
      reportSideRates('complaint', rates),
    );
  });
});
