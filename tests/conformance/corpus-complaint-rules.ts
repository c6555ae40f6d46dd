/** When a complaint of the corpus is read: that it is one, and its feedback type (README-2.md); and the rates that are only told. */
import * as z from 'zod';
import { readComplaint } from '#shared/domain/bounce/read-complaint.ts';
import { readDeliveryReport } from '#shared/domain/bounce/read-delivery-report.ts';
import { parseMail } from '#tests/support/parse.ts';
import { reportSourceOf } from '#tests/support/report-source.ts';
import type { CorpusCase } from './corpus.ts';
import { countSide, type SideRates } from './corpus-side-rates.ts';

const ComplaintExpectation = z.object({
  kind: z.literal('complaint'),
  feedbackType: z.string(),
  recipient: z.string().optional(),
  recipients: z.array(z.string()).optional(),
  originalMessageId: z.string().optional(),
  originalFrom: z.string().optional(),
  originalMailFrom: z.string().optional(),
  originalSubject: z.string().optional(),
});

export const makeJudgeComplaint =
  (rates: SideRates) =>
  async ({ raw, expected }: CorpusCase): Promise<string> => {
    const {
      kind: _,
      feedbackType,
      recipient,
      recipients = recipient === undefined ? undefined : [recipient],
      ...originals
    } = ComplaintExpectation.parse(expected);
    const mail = await parseMail(raw);
    const source = reportSourceOf(mail, raw);
    const got = readComplaint(mail, source);
    if (recipients !== undefined)
      countSide(rates, 'recipients', got?.recipients.toSorted().join(' ') === recipients.toSorted().join(' '));
    for (const name of ['originalMessageId', 'originalFrom', 'originalMailFrom', 'originalSubject'] as const)
      if (originals[name] !== undefined) countSide(rates, name, got?.[name] === originals[name].replace(/^<|>$/g, ''));
    if (readDeliveryReport(mail, source) !== undefined) return 'taken for a delivery report';
    return got?.feedbackType === feedbackType ? '' : `${got?.feedbackType} instead of ${feedbackType}`;
  };
