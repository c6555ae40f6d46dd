/** `$cases-comments:3:oldest$`: what was said last on a record, from its timeline (FEATURES 143). For read-values.ts. */
import type { CrmRecord, TimelineEntry } from '../../domain/record/record.ts';
import type { CompanyDetails } from '../../domain/template/template.ts';
import type { RecordStore } from '../../ports/record-store.ts';
import { dayText } from './own-values.ts';

/** Unless the tag says how many. */
const USUAL_COMMENTS = 5;

/** Among so many pages of a hundred entries they are looked for: a record with thousands of mails and no comment must not hold up the mail. */
const MAX_PAGES = 3;

const commentOf = (
  { kind, at, by, text = '', summary }: TimelineEntry,
  time: Parameters<typeof dayText>[1],
): string => {
  const head = [dayText(Date.parse(at), time), ...(by === undefined ? [] : [by])].join(', ');
  return kind === 'comment' ? `${head}:\n${text === '' ? summary : text}` : '';
};

export const commentsText = async (
  records: Pick<RecordStore, 'timeline'>,
  tenant: string,
  record: CrmRecord,
  [count, order]: readonly string[],
  time: { readonly language: string; readonly company: CompanyDetails },
): Promise<string> => {
  const wanted = count === undefined ? USUAL_COMMENTS : Number(count);
  const found: TimelineEntry[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < MAX_PAGES && found.length < wanted; pages += 1) {
    const page = await records.timeline(tenant, record, { limit: 100, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...page.items.filter(({ kind }) => kind === 'comment'));
    cursor = page.nextCursor;
    if (cursor === undefined) break;
  }
  const newest = found.slice(0, wanted);
  return (order === 'oldest' ? newest.toReversed() : newest).map((entry) => commentOf(entry, time)).join('\n\n');
};
