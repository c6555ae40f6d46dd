/** The text of a report as lines of bounded number and length, so that every pattern of this folder runs in time linear in the mail. */

/** Reports are a few kilobytes; what follows is the mail that was returned. */
const MAX_TEXT_LENGTH = 256 * 1024;
const MAX_LINES = 4_000;
/** RFC 5322 section 2.1.1: 998 octets; HTML that became text is longer. */
const MAX_LINE_LENGTH = 2_000;

export const linesOf = (text: string): readonly string[] =>
  text
    .slice(0, MAX_TEXT_LENGTH)
    .split(/\r\n|\r|\n/, MAX_LINES)
    .map((line) => line.slice(0, MAX_LINE_LENGTH));

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['nbsp', ' '],
  ['#39', "'"],
  ['#64', '@'],
]);

const decodeEntities = (text: string): string =>
  text.replace(/&(#?[a-z0-9]{2,6});/gi, (whole, name: string) => ENTITIES.get(name.toLowerCase()) ?? whole);

/** Elements that begin a line of their own. */
const BLOCK = /^\/?(br|p|div|tr|td|th|li|ul|ol|table|h[1-6]|pre|blockquote|hr|body|html|title)\b/i;

const HIDDEN = /^(style|script)\b/i;

/** Plain enough for reports, which mark up a few paragraphs; not for showing to anybody. One pass. */
export const textOfHtml = (html: string): string => {
  const pieces: string[] = [];
  const bounded = html.slice(0, MAX_TEXT_LENGTH);
  let hidden = false;
  let at = 0;
  while (at < bounded.length) {
    const open = bounded.indexOf('<', at);
    const close = open < 0 ? -1 : bounded.indexOf('>', open);
    if (!hidden) pieces.push(bounded.slice(at, open < 0 ? bounded.length : open).replace(/[\r\n]+/g, ' '));
    if (close < 0) break;
    const tag = bounded.slice(open + 1, Math.min(close, open + 32));
    hidden = HIDDEN.test(tag);
    if (BLOCK.test(tag)) pieces.push('\n');
    at = close + 1;
  }
  return decodeEntities(pieces.join(''));
};
