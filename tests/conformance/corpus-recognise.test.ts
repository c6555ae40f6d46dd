import { describe, expect, test } from 'vitest';
import { corpusCases } from './corpus.ts';
import { judgeRecognition } from './corpus-recognise-rules.ts';
import { expectOnlyKnownFailures, type KnownFailures } from './corpus-run.ts';

/** Whose address, why and for how long is not looked at yet: only that the mail is a report and becomes no record. */
const KNOWN_BOUNCES: KnownFailures = {
  'sisimai-lhost-verizon-02':
    'what says that it is a report stands in an attachment; recognised is by what the mail itself says',
};

const KNOWN_COMPLAINTS: KnownFailures = {};

const bounces = corpusCases('bounce');
const complaints = corpusCases('complaint');

describe.runIf(bounces !== undefined && complaints !== undefined)(
  '[F33] reports of the bounce and complaint corpora',
  () => {
    test('there are 274 and 18 of them', () => {
      expect([bounces?.length, complaints?.length]).toEqual([274, 18]);
    });

    test('delivery reports are recognised, and what is none is not, but for the known exceptions', async () => {
      await expectOnlyKnownFailures('bounce, kind only', bounces ?? [], KNOWN_BOUNCES, judgeRecognition);
    });

    test('complaints are recognised, but for the known exceptions', async () => {
      await expectOnlyKnownFailures('complaint, kind only', complaints ?? [], KNOWN_COMPLAINTS, judgeRecognition);
    });
  },
);
