/**
 * Cuts a source once into pieces of text and slots for values; rendering is then joining. In HTML each slot knows what it stands in, and a tag where no value is
 * safe (a style, a script, the name of an element) is a problem of the template. Used when a template is saved and whenever it is rendered.
 */
import type { Context } from './encode-value.ts';
import { type Tag, tagsIn } from './tag.ts';

export interface Slot {
  readonly tag: Tag;
  readonly context: Context;
}

export type Segment = string | Slot;

export interface TagProblem {
  readonly tag: string;
  readonly message: string;
}

export interface Parsed {
  readonly segments: readonly Segment[];
  readonly problems: readonly TagProblem[];
}

/** @param contextAt of a tag that stands there; a text says why it may not */
const cutUp = (source: string, contextAt: (tag: Tag, at: number) => Context | { readonly wrong: string }): Parsed => {
  const segments: Segment[] = [];
  const problems: TagProblem[] = [];
  let done = 0;
  for (const { tag, at } of tagsIn(source)) {
    const context = contextAt(tag, at);
    if (typeof context === 'object') problems.push({ tag: tag.source, message: context.wrong });
    else {
      if (at > done) segments.push(source.slice(done, at));
      segments.push({ tag, context });
      done = at + tag.source.length;
    }
  }
  if (done < source.length) segments.push(source.slice(done));
  return { segments, problems };
};

export const parsePlain = (source: string, context: 'line' | 'plain'): Parsed => cutUp(source, () => context);

const URL_ATTRIBUTES: ReadonlySet<string> = new Set(['href', 'src', 'background', 'cite']);

/** What a template must have written itself before a value may continue the address: else the value would choose the scheme. */
const BEGUN_URL = /^(https?:\/\/|\/(?!\/)|\.{0,2}\/|[#?]|mailto:|tel:)/i;

const urlContext = (before: string): Context | { wrong: string } => {
  if (before === '') return 'url';
  if (/^mailto:[^?]*$/i.test(before)) return 'mail-part';
  if (/^tel:/i.test(before)) return 'phone-part';
  return BEGUN_URL.test(before) || before.startsWith('$')
    ? 'url-part'
    : { wrong: 'stands in a link that does not begin with https://, mailto:, tel: or a tag' };
};

/** From `start` up to `end`, and what a tag in it stands in. `url` and the rest of an attribute are told apart when the tag is looked at. */
interface Region {
  readonly start: number;
  readonly end: number;
  readonly kind: 'text' | 'attribute' | 'url' | 'closed';
}

/** From a blank on: begun at every letter of a long name it would look at the rest of it each time. */
const ATTRIBUTE = /(?<=\s)([^\s"=<>/]+)="([^"]*)"/g;
const RAW_ELEMENT = /^<(style|script|title)\b/;

const attributeRegions = (source: string, start: number, end: number): Region[] =>
  [...source.slice(start, end).matchAll(ATTRIBUTE)].map((match) => {
    const [whole, name = '', value = ''] = match;
    const from = start + match.index + whole.length - 1 - value.length;
    const kind =
      name === 'style' || name === 'srcset' || /^on/i.test(name)
        ? 'closed'
        : URL_ATTRIBUTES.has(name.toLowerCase())
          ? 'url'
          : 'attribute';
    return { start: from, end: from + value.length, kind };
  });

/** End of the markup that begins at `at`: its `>` outside quotes. */
const endOfMarkup = (source: string, at: number): number => {
  let quoted = false;
  for (let place = at; place < source.length; place += 1) {
    const character = source[place];
    if (character === '"') quoted = !quoted;
    if (character === '>' && !quoted) return place + 1;
  }
  return source.length;
};

/** Text and attribute values in their order; what is in none of them is markup. */
const regionsOf = (html: string): Region[] => {
  const regions: Region[] = [];
  let at = 0;
  while (at < html.length) {
    const markup = html.indexOf('<', at);
    const textEnd = markup === -1 ? html.length : markup;
    if (textEnd > at) regions.push({ start: at, end: textEnd, kind: 'text' });
    if (markup === -1) break;
    at = endOfMarkup(html, markup);
    regions.push(...attributeRegions(html, markup, at));
    const raw = RAW_ELEMENT.exec(html.slice(markup, markup + 8))?.[1];
    if (raw === undefined) continue;
    const close = html.indexOf(`</${raw}`, at);
    const end = close === -1 ? html.length : close;
    // A title takes no markup, not even for a line end (HTML, "RCDATA state").
    if (raw === 'title' && end > at) regions.push({ start: at, end, kind: 'attribute' });
    at = end;
  }
  return regions;
};

/** @param html as clean-template.ts writes it: names in lower case, attribute values in double quotes, no comments, `<` in text as a reference */
export const parseHtml = (html: string): Parsed => {
  const regions = regionsOf(html);
  let next = 0;
  return cutUp(html, (tag, at) => {
    while (next < regions.length && (regions[next]?.end ?? 0) <= at) next += 1;
    const region = regions[next];
    if (region === undefined || at < region.start || at + tag.source.length > region.end || region.kind === 'closed')
      return {
        wrong:
          'stands in a style or in markup, where a value could change the mail; put it into text, a link or an attribute',
      };
    if (tag.key === 'logo' && region.kind !== 'text')
      return { wrong: 'is a picture and stands between elements, not in one' };
    if (region.kind !== 'url') return region.kind;
    return urlContext(html.slice(region.start, at));
  });
};
