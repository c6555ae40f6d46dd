import { describe, expect, test } from 'vitest';
import { parseMail } from '#tests/support/parse.ts';
import { corpusCases } from './corpus.ts';
import { failingFields, ParseExpectation } from './corpus-parse-rules.ts';
import { expectOnlyKnownFailures, type KnownFailures } from './corpus-run.ts';

const KNOWN: KnownFailures = {
  'mikel-example10': 'comments inside the angle brackets of an address (RFC 5322 appendix A.5); no program writes them',
  'zammad-mail046':
    'raw GB18030 bytes in a header that nothing declares; expected is a detected charset, ours is windows-1252',
  'zammad-mail093': 'Shift_JIS bytes in encoded words that are declared ISO-2022-JP, and raw Shift_JIS beside them',
};

const cases = corpusCases('parse');

describe.runIf(cases !== undefined)('[F30] mails of the parse corpus', () => {
  test('there are 165 of them', () => {
    expect(cases).toHaveLength(165);
  });

  test('read as their sources expect, but for the known exceptions', async () => {
    await expectOnlyKnownFailures('parse', cases ?? [], KNOWN, async ({ raw, expected }) =>
      failingFields(ParseExpectation.parse(expected), await parseMail(raw)).join(' '),
    );
  });
});
