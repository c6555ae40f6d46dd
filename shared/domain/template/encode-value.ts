/**
 * Writes a value into a mail so that it stays a value. Names and descriptions come from strangers' mail: in HTML they may not become markup, in a link no other
 * scheme or host, in a header no second line (FEATURES 142).
 */
import { escapeHtml, REFERENCES } from '../message/escape-html.ts';

/** Where a tag stands. `url`: the value is the beginning of the address; `url-part`, `mail-part`, `phone-part`: a piece of one that the template begins. */
export type Context = 'text' | 'attribute' | 'url' | 'url-part' | 'mail-part' | 'phone-part' | 'line' | 'plain';

/** Line ends of every kind, also U+2028 and U+2029, which some programs take for one. */
const BREAKS = /\r\n?|[\n\u2028\u2029\u0085]/g;

/** Without control characters: NUL ends a text for some readers, and none of them can be seen. */
const lines = (value: string): string =>
  value
    .toWellFormed()
    .replace(BREAKS, '\n')
    .replace(/(?!\n|\t)\p{Cc}/gu, '');

const oneLine = (value: string): string =>
  value
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();

/** RFC 3986 section 2.1; besides, the apostrophe, which ends an attribute in some hands. */
const percent = (value: string): string => encodeURIComponent(oneLine(value)).replace(/'/g, '%27');

const SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** A web site as people write it: without its scheme. */
const BARE_HOST = /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+([/?#:]|$)/u;

const wholeUrl = (value: string): string => {
  const text = oneLine(value);
  const written = BARE_HOST.test(text) ? `https://${text}` : text;
  if (!URL.canParse(written)) return '';
  const { protocol, href } = new URL(written);
  return SCHEMES.has(protocol) ? escapeHtml(href) : '';
};

const ENCODE: Readonly<Record<Context, (value: string) => string>> = {
  text: (value) => escapeHtml(lines(value)).replaceAll('\n', '<br>'),
  attribute: (value) => escapeHtml(oneLine(value)),
  url: wholeUrl,
  'url-part': percent,
  // RFC 6068 section 2: the address itself; anything else would be another field of the mail.
  'mail-part': (value) => percent(value).replaceAll('%40', '@'),
  // RFC 3966: digits and a few signs; spaces between them are not allowed.
  'phone-part': (value) => value.replace(/[^\d+*#().-]/g, ''),
  line: oneLine,
  plain: lines,
};

export const encodeValue = (value: string, context: Context): string => ENCODE[context](value);

const DECODED: ReadonlyMap<string, string> = new Map(
  [...Object.entries(REFERENCES), ["'", '&apos;'], ['\u00a0', '&nbsp;']].map(([character = '', entity = '']) => [
    entity,
    character,
  ]),
);

/** Of the references that a cleaned source holds (clean-template.ts); any other stays as it is written. */
export const decodeEntities = (text: string): string =>
  text.replace(/&(?:#39|[a-z]{2,4});/g, (entity) => DECODED.get(entity) ?? entity);
