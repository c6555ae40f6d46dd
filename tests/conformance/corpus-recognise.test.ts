import { describe, expect, test } from 'vitest';
import { corpusCases } from './corpus.ts';
import { judgeRecognition } from './corpus-recognise-rules.ts';
import { expectOnlyKnownFailures, type KnownFailures } from './corpus-run.ts';

/** Whose address, why and for how long is not looked at yet: only that the mail is a report and becomes no record. */
const KNOWN_BOUNCES: KnownFailures = {
  'mailman2-bounce_02': 'sent by E500_SMTP_Mail_Service@, an address like any other; only its text says what it is',
  'mailman2-simple_15': 'sent by imss@, an address like any other; only its text says what it is',
  'mailman2-simple_22': 'sent by an anti-virus gateway under its own name; only its text says what it is',
  'mailman2-simple_33': 'a multipart/report without report-type from Mail.Delivery.System@',
  'mailman2-simple_36': 'sent by "System Administrator"@, which is a person in small companies',
  'sisimai-lhost-amazonses-12': 'an SNS notification about a bounce, sent as a mail by Amazon SNS',
  'sisimai-lhost-fml-03': 'a loop alert of a mailing list program, from the address of its administrator',
  'sisimai-lhost-verizon-02': 'a gateway answers as post_master@ under the subject of the original',
};

const KNOWN_COMPLAINTS: KnownFailures = {
  'sisimai-arf-26': 'a plain text opt-out request of a provider without any report structure',
};

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
