import { describe, expect, test } from 'vitest';
import { corpusInputs } from './corpus-inputs.ts';
import { expectOnlyKnownFailures } from './corpus-run.ts';
import { judgeTnef } from './corpus-tnef-rules.ts';

const cases = corpusInputs('tnef', ['.dat']);

describe.runIf(cases !== undefined)('[F29] winmail.dat of the tnef corpus', () => {
  test('there are 19 of them', () => {
    expect(cases).toHaveLength(19);
  });

  test('give their attachments under their long names, and their body', async () => {
    await expectOnlyKnownFailures('tnef', cases ?? [], {}, judgeTnef);
  });
});
