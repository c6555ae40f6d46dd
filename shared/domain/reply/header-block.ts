/**
 * Finds the header lines (From, Sent, To, Subject) that Outlook and its kind print above the mail they answer. For separators.ts.
 * Two lines `From: London`, `To: Paris` of a traveller are none: there must be an address, a subject or a time of sending among them.
 */
import { hasAddress } from './attribution-form.ts';
import type { HeaderField } from './header-labels.ts';
import { BLANK, type BodyLine } from './lines.ts';

/** Lines of a block, with wrapped and empty ones; long lists of recipients end it, and by then it is recognised. */
const BLOCK_LINES_MAX = 16;

/** Lines without a label in a row: a wrapped address, its rest. */
const WRAPPED_LINES_MAX = 2;

const isBlock = (fields: ReadonlySet<HeaderField>, address: boolean): boolean => {
  const dated = fields.has('date') || fields.has('sent');
  const enough = fields.has('from')
    ? dated || fields.has('to') || fields.has('subject')
    : dated && (fields.has('to') || fields.has('subject'));
  return enough && (address || fields.has('subject') || fields.has('sent'));
};

/** Index after the header lines that begin at line `at`; undefined when none do. */
export const headerBlockEnd = (lines: readonly BodyLine[], at: number): number | undefined => {
  const seen = new Set<HeaderField>();
  let address = false;
  let end = at;
  let unlabelled = 0;
  for (let index = at; index < Math.min(lines.length, at + BLOCK_LINES_MAX); index++) {
    const { bare, fields } = lines[index] ?? BLANK;
    if (bare === '') {
      if ((lines[index + 1]?.fields.length ?? 0) === 0) break;
      continue;
    }
    if (fields.length === 0 && (index === at || ++unlabelled > WRAPPED_LINES_MAX)) break;
    if (fields.length > 0) unlabelled = 0;
    for (const field of fields) seen.add(field);
    address ||= hasAddress(bare);
    end = index + 1;
  }
  return isBlock(seen, address) ? end : undefined;
};
