import { describe, expect, test } from 'vitest';
import { corpusCases } from './corpus.ts';
import { expectOnlyKnownFailures } from './corpus-run.ts';
import { judgeSesEvents } from './corpus-ses-events-rules.ts';

const cases = corpusCases('ses-events', '.json');

describe.runIf(cases !== undefined)('[F214] payloads of the ses-events corpus', () => {
  test('there are 104 of them', () => {
    expect(cases).toHaveLength(104);
  });

  test('[F206] [F208] [F209] change mails and suppressions as their sources expect, without exception', async () => {
    await expectOnlyKnownFailures('ses-events', cases ?? [], {}, judgeSesEvents);
  });
});
