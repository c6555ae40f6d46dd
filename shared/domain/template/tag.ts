/**
 * Merge tags as people write them, `$contacts-firstname$` (FEATURES 140). Used when a template is saved, to say what is wrong with it, and when it is rendered.
 *
 * | form | meaning |
 * | --- | --- |
 * | `$contacts-firstname$` | a field of the record |
 * | `$cases-contactId:email$`, `$cases-contactId-email$` | one hop: a field of the record that the field points to |
 * | `$cases-comments:3:oldest$` | the last three comments, the oldest of them first |
 * | `$contacts-firstname\|there$` | with a text for when there is no value |
 * | `$cases-duedate\|date:DD.MM.YYYY$`, `...\|soon$` behind it | a date as date-format.ts writes it |
 * | `$contacts-lastname\|true$` | encoded for a link that stands in a text |
 * | `$logo$` | the company's logo, as a picture inside the mail |
 */

export interface Tag {
  /** As written, with both `$`. */
  readonly source: string;
  /** Its meaning in lower case, without fallback: equal for two tags that say the same. */
  readonly key: string;
  readonly module: string;
  readonly field: string;
  /** The field that is followed before `field` is read. */
  readonly via?: string;
  /** What stands behind the field: how many comments, in which order. */
  readonly options: readonly string[];
  /** How a date is written (date-format.ts); empty: as the language does. */
  readonly date?: string;
  /** Percent-encoded wherever it stands. */
  readonly isEncoded?: true;
  /** As written in the source: in HTML with its character references. */
  readonly fallback?: string;
}

/**
 * Begins and ends with `$` and has no space but in its fallback, so that prices stay what they are (FEATURES 141: a literal `$` must survive). Every part is
 * bounded: a body full of `$` costs its length times a constant.
 */
const FORM =
  /\$(?:(logo)|([A-Za-z][A-Za-z0-9-]{1,79})-([A-Za-z][A-Za-z0-9_]{0,63})((?::[A-Za-z0-9_]{1,64}){0,2})(?:\|([^$<>\r\n]{0,200}))?)\$/g;

/** Names that Vtiger's own help uses for the modules it renamed (FEATURES 140): templates from there are pasted with them. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['accounts', 'organizations'],
  ['deals', 'opportunities'],
  ['potentials', 'opportunities'],
  ['helpdesk', 'cases'],
  ['tickets', 'cases'],
]);

/** Fields of records that name another record, and its module. */
const REFERENCES: ReadonlyMap<string, string> = new Map([
  ['contactid', 'contacts'],
  ['organizationid', 'organizations'],
  ['leadid', 'leads'],
  ['opportunityid', 'opportunities'],
  ['caseid', 'cases'],
  ['owner', 'users'],
]);

/** Undefined: nothing that a tag can follow. */
export const moduleBehind = (reference: string): string | undefined => REFERENCES.get(reference);

export const COMMENTS = 'comments';

const LOGO: Tag = { source: '$logo$', key: 'logo', module: 'logo', field: 'logo', options: [] };

type Manner = Pick<Tag, 'date' | 'isEncoded' | 'fallback'>;

/** What stands behind the first `|`: a way to write the value, a text for when there is none, or both. */
const mannerOf = (behind: string | undefined): Manner => {
  const [, way = '', date, , fallback] = /^(date(?::([^|]*))?|true)(\|(.*))?$/.exec(behind ?? '') ?? [];
  if (way === '') return behind === undefined ? {} : { fallback: behind };
  const more = fallback === undefined ? {} : { fallback };
  return way === 'true' ? { isEncoded: true, ...more } : { date: date ?? '', ...more };
};

const tagOf = (source: string, module: string, field: string, tail: string, fallback: string | undefined): Tag => {
  const hop = /^(.*)-([^-]+)$/.exec(module);
  const hopped = hop?.[2] !== undefined && REFERENCES.has(hop[2]) ? hop : undefined;
  const named = hopped?.[1] ?? module;
  const target = OTHER_NAMES.get(named) ?? named;
  const behind = tail === '' ? [] : tail.slice(1).split(':');
  const more = mannerOf(fallback);
  // The same date written in two ways is two values.
  const way = more.date === undefined ? '' : `|date:${more.date}`;
  const follow = (via: string, wanted: string): Tag => ({
    ...{ source, module: target, via, field: wanted, options: [], key: `${target}-${via}:${wanted}${way}` },
    ...more,
  });
  if (hopped?.[2] !== undefined) return follow(hopped[2], [field, ...behind].join(':'));
  if (behind.length > 0 && field !== COMMENTS) return follow(field, behind.join(':'));
  return { source, module: target, field, options: behind, key: `${target}-${field}${tail}${way}`, ...more };
};

/** Tags in the order of the text, each with its place. */
export const tagsIn = (text: string): readonly { readonly tag: Tag; readonly at: number }[] =>
  [...text.matchAll(FORM)].map((match) => {
    const [source, logo, module = '', field = '', tail = '', fallback] = match;
    const tag =
      logo === undefined
        ? tagOf(source, module.toLowerCase(), field.toLowerCase(), tail.toLowerCase(), fallback)
        : LOGO;
    return { tag, at: match.index };
  });
