/** What a report says of each recipient it is about: code, class, reason and the other server's words. For read-delivery-report.ts. */
import { reasonOf } from './failure-reasons.ts';
import { isFirm, type NamedRecipient } from './named-recipients.ts';
import type { ReportedRecipient } from './report.ts';
import { codesIn } from './smtp-codes.ts';
import type { StatusBlock } from './status-fields.ts';

export interface Subject {
  readonly address: string;
  /** Its RFC 3464 fields, where the report has some. */
  readonly block?: StatusBlock;
  /** Index of the line that names it. */
  readonly line: number | undefined;
}

const MAX_DIAGNOSTIC_LENGTH = 500;

/** A reply of many lines has some 10; what is further down is about another recipient or advice. */
const MAX_LINES_ABOUT = 25;

const joined = (lines: readonly string[]): string =>
  lines
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ')
    .slice(0, 4_000);

/** From the line that names the recipient up to the one that names another. */
const linesAbout = (
  { address, line }: Subject,
  people: readonly string[],
  named: readonly NamedRecipient[],
): readonly string[] => {
  if (line === undefined) return [];
  const next = named.find((one) => one.line > line && isFirm(one) && one.address !== address);
  return people.slice(line, Math.min(next?.line ?? people.length, line + MAX_LINES_ABOUT));
};

export const describe = (
  subjects: readonly Subject[],
  people: readonly string[],
  named: readonly NamedRecipient[],
  waits: boolean,
): readonly ReportedRecipient[] => {
  const isAlone = new Set(subjects.map(({ address }) => address)).size === 1;
  const everything = joined(people);
  return subjects.map((subject): ReportedRecipient => {
    const { address, block } = subject;
    const about = joined(linesAbout(subject, people, named));
    const field = block?.status ?? '';
    const diagnosed = block?.diagnostic ?? '';
    const first = codesIn({ field, diagnostic: diagnosed, text: about });
    // A lone recipient's code may stand above her name; beside others it would be anybody's.
    const codes =
      isAlone && first.permanent === undefined ? codesIn({ field, diagnostic: diagnosed, text: everything }) : first;
    const action = block?.action ?? (waits && codes.permanent !== true ? 'delayed' : 'failed');
    const diagnostic = (diagnosed || about || (isAlone ? everything : '')).slice(0, MAX_DIAGNOSTIC_LENGTH);
    const failed = action === 'failed' || action === 'delayed';
    return {
      address,
      action,
      status: codes.status,
      permanent: !failed ? undefined : action === 'delayed' ? false : codes.permanent,
      reason: failed
        ? (reasonOf(codes.status, `${field} ${diagnosed} ${about}`) ??
          (isAlone ? reasonOf(codes.status, everything) : undefined))
        : undefined,
      diagnostic: diagnostic === '' ? undefined : diagnostic,
    };
  });
};
