/** When a delivery report of the corpus is read: kind, the set of addresses, their class (README-2.md); and the rates that are only told. */
import * as z from 'zod';
import { readDeliveryReport } from '#shared/domain/bounce/read-delivery-report.ts';
import type { DeliveryReport } from '#shared/domain/bounce/report.ts';
import { parseMail } from '#tests/support/parse.ts';
import { reportSourceOf } from '#tests/support/report-source.ts';
import type { CorpusCase } from './corpus.ts';
import { countSide, type SideRates } from './corpus-side-rates.ts';

const Recipient = z.object({
  address: z.string(),
  action: z.enum(['delayed', 'delivered', 'relayed', 'expanded']).optional(),
  status: z.string().optional(),
  permanent: z.boolean().optional(),
  reason: z.string().optional(),
});

const BounceExpectation = z.object({
  kind: z.string().optional(),
  notKind: z.array(z.string()).optional(),
  recipients: z.array(Recipient).optional(),
  onlyTransient: z.boolean().optional(),
  originalMessageId: z.string().optional(),
});

type Expected = z.infer<typeof BounceExpectation>;

const UNFAILED: readonly (string | undefined)[] = ['delivered', 'relayed', 'expanded'];

const failedOf = (recipients: readonly { address: string; action?: string | undefined }[]) =>
  [
    ...new Set(recipients.filter(({ action }) => !UNFAILED.includes(action)).map((one) => one.address.toLowerCase())),
  ].sort();

const judgeRecipients = (expected: Expected, report: DeliveryReport): string => {
  const wanted = failedOf(expected.recipients ?? []).join(' ');
  const got = failedOf(report.recipients).join(' ');
  if (expected.recipients !== undefined && wanted !== got) return `recipients ${got} instead of ${wanted}`;
  if (expected.onlyTransient === true && report.recipients.some(({ permanent }) => permanent === true))
    return 'permanent though only transient';
  const wrong = (expected.recipients ?? []).filter(
    ({ address, permanent }) =>
      permanent !== undefined &&
      report.recipients.find((one) => one.address === address.toLowerCase())?.permanent !== permanent,
  );
  return wrong.map(({ address, permanent }) => `${address} not permanent=${permanent}`).join(', ');
};

const countSides = (expected: Expected, report: DeliveryReport | undefined, rates: SideRates) => {
  for (const { address, status, reason } of expected.recipients ?? []) {
    const got = report?.recipients.find((one) => one.address === address.toLowerCase());
    if (status !== undefined) countSide(rates, 'status', got?.status === status);
    if (reason !== undefined) countSide(rates, 'reason', got?.reason === reason);
  }
  if (expected.originalMessageId !== undefined)
    countSide(
      rates,
      'originalMessageId',
      report?.originalMessageId === expected.originalMessageId.replace(/[<>]/g, ''),
    );
  if (expected.onlyTransient === true) countSide(rates, 'onlyTransient', report?.onlyTransient === true);
};

export const makeJudgeBounce =
  (rates: SideRates) =>
  async ({ raw, expected }: CorpusCase): Promise<string> => {
    const wanted = BounceExpectation.parse(expected);
    const mail = await parseMail(raw);
    const report = readDeliveryReport(mail, reportSourceOf(mail, raw));
    const isBounce = wanted.kind === 'bounce';
    if (!isBounce)
      return report !== undefined && (wanted.kind !== undefined || wanted.notKind?.includes('bounce'))
        ? 'taken for a report'
        : '';
    countSides(wanted, report, rates);
    return report === undefined ? 'not taken for a report' : judgeRecipients(wanted, report);
  };
