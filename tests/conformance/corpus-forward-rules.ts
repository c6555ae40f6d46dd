/** When a case of the forward corpus passes (README-1.md): forwarded or not, and of the original what its source says. */
import * as z from 'zod';
import { forwardedOf } from '#shared/domain/forward/forwarded.ts';
import type { Mailbox } from '#shared/domain/forward/mailboxes.ts';
import { parseMail } from '#tests/support/parse.ts';
import { type CorpusCase, evenSpace } from './corpus.ts';
import type { CorpusInput } from './corpus-inputs.ts';

const ExpectedMailbox = z.object({ address: z.string().nullish(), name: z.string().nullish() });

const ForwardExpectation = z.object({
  outerSubject: z.string().nullish(),
  forwarded: z.boolean(),
  original: z
    .object({
      from: ExpectedMailbox.optional(),
      to: z.array(ExpectedMailbox).optional(),
      cc: z.array(ExpectedMailbox).optional(),
      subject: z.string().optional(),
      date: z.string().optional(),
      datePresent: z.boolean().optional(),
      body: z.string().optional(),
      bodyContains: z.array(z.string()).optional(),
    })
    .optional(),
  message: z.string().nullish(),
  messageContains: z.array(z.string()).optional(),
  noMarker: z.boolean().optional(),
});

export const hasNoMarker = ({ expected }: CorpusCase): boolean => ForwardExpectation.parse(expected).noMarker === true;

/** HTML becomes text as it does for a mail that has no text version. */
const bodyOf = async ({ raw, ending }: CorpusInput): Promise<string> => {
  if (ending !== '.html') return raw.toString('utf8');
  const mail = await parseMail(Buffer.concat([Buffer.from('Content-Type: text/html; charset=utf-8\n\n'), raw]));
  return mail.text;
};

const wrongMailbox = (what: string, expected: z.infer<typeof ExpectedMailbox>, got: Mailbox | undefined): string => {
  const isSameAddress =
    expected.address === undefined || expected.address?.toLowerCase() === got?.address?.toLowerCase();
  const isSameName = typeof expected.name !== 'string' || evenSpace(expected.name) === evenSpace(got?.name ?? '');
  return got !== undefined && isSameAddress && isSameName
    ? ''
    : `${what} ${JSON.stringify(got)} instead of ${JSON.stringify(expected)}`;
};

const wrongList = (
  what: string,
  expected: readonly z.infer<typeof ExpectedMailbox>[] | undefined,
  got: readonly Mailbox[],
): string => {
  if (expected === undefined) return '';
  if (expected.length === 0) return got.length === 0 ? '' : `${what} ${JSON.stringify(got)} instead of none`;
  return expected
    .map((one, n) => wrongMailbox(`${what} ${n}`, one, got[n]))
    .filter((wrong) => wrong !== '')
    .join(', ');
};

const wrongText = (what: string, expected: string | undefined, got: string | null): string =>
  expected === undefined || evenSpace(expected) === evenSpace(got ?? '') ? '' : `${what} ${JSON.stringify(got)}`;

const missing = (what: string, expected: readonly string[] | undefined, got: string): string =>
  (expected ?? [])
    .filter((part) => !evenSpace(got).includes(evenSpace(part)))
    .map((part) => `${what} without ${part}`)
    .join(', ');

const wrongIn = async (one: CorpusInput): Promise<string> => {
  const expected = ForwardExpectation.parse(one.expected);
  const got = forwardedOf(await bodyOf(one), expected.outerSubject ?? undefined);
  if ((got !== undefined) !== expected.forwarded) return got === undefined ? 'not a forward' : 'a forward';
  if (got === undefined) return '';
  const { original = {} } = expected;
  return [
    original.from === undefined ? '' : wrongMailbox('from', original.from, got.original.from),
    wrongList('to', original.to, got.original.to),
    wrongList('cc', original.cc, got.original.cc),
    wrongText('subject', original.subject, got.original.subject),
    wrongText('date', original.date, got.original.date),
    original.datePresent === true && got.original.date === null ? 'no date' : '',
    wrongText('body', original.body, got.original.body),
    missing('body', original.bodyContains, got.original.body),
    expected.message === undefined ? '' : wrongText('message', expected.message ?? '', got.message),
    missing('message', expected.messageContains, got.message ?? ''),
  ]
    .filter((wrong) => wrong !== '')
    .join(', ');
};

const isInput = (one: CorpusCase): one is CorpusInput => 'ending' in one;

export const judgeForward = async (one: CorpusCase): Promise<string> => (isInput(one) ? wrongIn(one) : 'no input');
