/**
 * Body rules (seed "When should I use Body Rule?", FEATURES 61-63, Decisions 62): values out of a mail's text, by `Label<delimiter>value` lines or between two
 * anchor words, into fields of a record.
 */

export interface LabelMapping {
  readonly field: string;
  /** As in the mail, without the delimiter; case and space do not matter. */
  readonly label: string;
}

export interface AnchorMapping {
  readonly field: string;
  /** The value stands between the first `after` and the next `before`; an empty `before` is the end of the line. */
  readonly after: string;
  readonly before: string;
}

/** A field that holds the id of another record, which the mail names. */
export interface LookupMapping {
  /** Of the record that is made: `organizationId`. */
  readonly field: string;
  readonly module: string;
  /** Values of the other record. */
  readonly mappings: readonly (LabelMapping | AnchorMapping)[];
  /** One after the other until one finds a record. */
  readonly duplicateFields: readonly string[];
  /** Make the other record when there is none. */
  readonly create: boolean;
}

export interface BodyRule {
  readonly delimiter: string;
  readonly mappings: readonly (LabelMapping | AnchorMapping)[];
  /** Other labels of the sample, mapped to nothing: a value ends where one of them begins. */
  readonly labels?: readonly string[];
  /** Fields that tell whether a record of the same thing is there (FEATURES 68); empty: every mail makes one. */
  readonly duplicateFields?: readonly string[];
  readonly lookups?: readonly LookupMapping[];
  /** Addresses, or domains with all below them; absent: the mail of anybody is read (FEATURES 63). */
  readonly approvedSenders?: readonly string[];
}

export interface LabelledValue {
  readonly label: string;
  readonly value: string;
}

/** Longer texts are read to here. Characters. */
const MAX_TEXT_LENGTH = 256 * 1024;
const MAX_LABEL_LENGTH = 80;
const MAX_VALUE_LENGTH = 10_000;

const even = (text: string): string => text.replace(/\s+/g, ' ').trim();
const same = (label: string): string => even(label).toLowerCase();

/** The first delimiter of a line separates; the value keeps later ones (`Website: https://...`). */
const splitLine = (line: string, delimiter: string): LabelledValue | undefined => {
  const at = line.indexOf(delimiter);
  if (at <= 0 || at > MAX_LABEL_LENGTH) return undefined;
  const label = even(line.slice(0, at)).replace(/^[*\u2022-]+ ?|[*]+$/g, '');
  return label === '' ? undefined : { label, value: line.slice(at + delimiter.length).trim() };
};

const linesOf = (text: string): readonly string[] => text.slice(0, MAX_TEXT_LENGTH).split(/\r?\n/);

/** Values by label: one runs on over lines that carry no known label; the first of a label wins; an empty one sets nothing. */
const valuesOf = (text: string, delimiter: string, known: ReadonlySet<string>): ReadonlyMap<string, string> => {
  const values = new Map<string, string[]>();
  let open: string[] | undefined;
  for (const line of linesOf(text)) {
    const pair = splitLine(line, delimiter);
    const label = pair === undefined ? undefined : same(pair.label);
    if (pair !== undefined && label !== undefined && known.has(label)) {
      open = values.has(label) ? undefined : [pair.value];
      if (open !== undefined) values.set(label, open);
    } else if (line.trim() === '') {
      open = undefined;
    } else open?.push(line.trim());
  }
  return new Map([...values].map(([label, lines]) => [label, lines.join('\n').trim().slice(0, MAX_VALUE_LENGTH)]));
};

/** Quoted history is not read from a mail either (new-part.ts). */
const withoutQuotes = (text: string): string => text.replace(/^[ \t]*>.*$/gm, '');

/** `https://shop.example` on a line of its own, or behind words: no field is called so. */
const isLink = ({ value }: LabelledValue, delimiter: string): boolean => delimiter === ':' && value.startsWith('//');

/**
 * Every `Label<delimiter>value` of a sample, for the person who sets the rule up: the first of each label, also with an empty value, which says that the field
 * is there. The values are those of a rule that knows all these labels.
 */
export const labelsIn = (sample: string, delimiter: string): readonly LabelledValue[] => {
  const text = withoutQuotes(sample.slice(0, MAX_TEXT_LENGTH));
  const found = new Map<string, string>();
  for (const line of linesOf(text)) {
    const pair = splitLine(line, delimiter);
    if (pair === undefined || isLink(pair, delimiter) || found.has(same(pair.label))) continue;
    found.set(same(pair.label), pair.label);
  }
  const values = valuesOf(text, delimiter, new Set(found.keys()));
  return [...found].map(([key, label]) => ({ label, value: values.get(key) ?? '' }));
};

const betweenAnchors = (text: string, { after, before }: AnchorMapping): string => {
  // A letter whose small form is longer would move all that follows; then capitals matter.
  const small = text.toLowerCase();
  const lower = small.length === text.length ? small : text;
  const found = lower.indexOf(after.toLowerCase());
  if (found < 0) return '';
  const start = found + after.length;
  const end = before === '' ? lower.indexOf('\n', start) : lower.indexOf(before.toLowerCase(), start);
  if (end < 0 && before !== '') return '';
  return text
    .slice(start, end < 0 ? text.length : end)
    .trim()
    .slice(0, MAX_VALUE_LENGTH);
};

/**
 * @param text the new part of a mail: quoted history is not read (Decisions 62).
 * @param mappings of the rule or of one of its lookups: labels of all of them end a value.
 * @returns values by field; fields without one are absent.
 */
export const valuesFrom = (
  rule: BodyRule,
  text: string,
  mappings: BodyRule['mappings'] = rule.mappings,
): Readonly<Record<string, string>> => {
  const bounded = text.slice(0, MAX_TEXT_LENGTH);
  const all = [...rule.mappings, ...(rule.lookups ?? []).flatMap((lookup) => lookup.mappings)];
  const mapped = all.flatMap((mapping) => ('label' in mapping ? [mapping.label] : []));
  const labels = new Set([...mapped, ...(rule.labels ?? [])].map(same));
  const byLabel = valuesOf(bounded, rule.delimiter, labels);
  const values = mappings.map((mapping): readonly [string, string] => [
    mapping.field,
    'label' in mapping ? (byLabel.get(same(mapping.label)) ?? '') : betweenAnchors(bounded, mapping),
  ]);
  return Object.fromEntries(values.filter(([, value]) => value !== '').toReversed());
};
