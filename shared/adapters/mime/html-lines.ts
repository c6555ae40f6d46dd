/**
 * The lines of text that a reader sees of an HTML body, with the places they have in its source, so that lines can be taken out of the source
 * without rewriting the rest. For reply-of-html.ts. No tree is built: memory and time are linear in the length of the body.
 */
import { Parser } from 'htmlparser2';
import { type BodyLine, bodyLine } from '#shared/domain/reply/lines.ts';
import { isForwardMark } from '#shared/domain/reply/separators.ts';
import { type Attributes, isQuotation, type Separator, separatorOf } from './html-separators.ts';

export interface SourceRange {
  readonly start: number;
  readonly end: number;
}

export interface HtmlLine extends BodyLine {
  /** Where the line begins in the source: its text, or the separating element before it. */
  readonly start: number;
  /** Of its pieces of text, without the tags between them. */
  readonly pieces: readonly SourceRange[];
}

/** An element that holds quoted lines only: taken out whole, with pictures and borders. */
export interface QuotedElement extends SourceRange {
  readonly firstLine: number;
  readonly endLine: number;
}

export interface HtmlBody {
  readonly lines: readonly HtmlLine[];
  readonly quotedElements: readonly QuotedElement[];
  /** False: nested deeper than is read; the lines end there. */
  readonly complete: boolean;
}

/** Deeper than any mail program nests; the parser searches its open elements for every closing tag, so unbounded depth would cost quadratic time. */
const DEPTH_MAX = 500;

/** Characters given to the parser at once, between two looks at the depth. */
const WRITE_LENGTH = 8192;

const BLOCKS: ReadonlySet<string> = new Set([
  ...[
    'address',
    'article',
    'aside',
    'blockquote',
    'body',
    'center',
    'dd',
    'div',
    'dl',
    'dt',
    'fieldset',
    'figure',
    'footer',
    'form',
  ],
  ...[
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'header',
    'hr',
    'html',
    'li',
    'main',
    'nav',
    'ol',
    'p',
    'pre',
    'section',
    'table',
    'tbody',
  ],
  ...['tfoot', 'thead', 'tr', 'ul'],
]);

const UNSEEN: ReadonlySet<string> = new Set(['style', 'script', 'title', 'template']);

/** How a rule of HTML looks to the rules for lines of text. */
const DRAWN_RULE = '________';

/** Pictures of the mail itself are words of the writer; those that load from elsewhere can be a newsletter's or a tracker's. */
const isOwnPicture = (attributes: Attributes): boolean => /^(cid|data):/i.test(attributes['src'] ?? '');

interface OpenElement {
  readonly name: string;
  readonly start: number;
  readonly firstLine: number;
  readonly separator: Separator | 'quotation' | undefined;
  /** Of an `attributed` one: whether a quotation has been seen in it. */
  quotationSeen: boolean;
}

/** A line whose element may still turn out to be a quotation. */
type OpenLine = Omit<HtmlLine, 'quoted'> & { quoted: boolean };

/** The line being read; its words are joined at its end, because a growing string looked at again and again costs quadratic time. */
interface CurrentLine {
  readonly words: string[];
  readonly pieces: SourceRange[];
  endsWithSpace: boolean;
  filled: boolean;
  picture: boolean;
}

const emptyLine = (): CurrentLine => ({ words: [], pieces: [], endsWithSpace: true, filled: false, picture: false });

export const htmlLines = (html: string): HtmlBody => {
  const lines: OpenLine[] = [];
  const quotedElements: QuotedElement[] = [];
  const open: OpenElement[] = [];
  let current = emptyLine();
  let mark: BodyLine['mark'];
  let markStart: number | undefined;
  let [unseen, preformatted] = [0, 0];

  const endLine = (force = false, drawn?: string) => {
    const { words, pieces, filled, picture } = current;
    if (!(filled || picture || force || drawn !== undefined)) return;
    const text = words.join('').trim();
    const line = bodyLine(drawn ?? (picture && text === '' ? '[picture]' : text));
    const start = markStart ?? pieces[0]?.start ?? parser.startIndex;
    lines.push({ ...line, text, start, pieces, mark: line.bare === '' ? undefined : mark });
    if (line.bare !== '') [mark, markStart] = [undefined, undefined];
    current = emptyLine();
  };

  const quote = (first: number, end: number, start: number, sourceEnd: number) => {
    const head = lines.slice(first, Math.min(end, first + 8)).find((line) => line.bare !== '');
    if (head === undefined || isForwardMark(head.bare)) return;
    for (let index = first; index < end; index++) {
      const line = lines[index];
      if (line !== undefined) line.quoted = true;
    }
    quotedElements.push({ firstLine: first, endLine: end, start, end: sourceEnd });
  };

  const isWithin = (...kinds: readonly OpenElement['separator'][]) =>
    open.some((element) => kinds.includes(element.separator));

  const beginSeparator = (separator: OpenElement['separator'], start: number) => {
    if (separator === undefined) return;
    endLine();
    markStart ??= start;
    if (separator === 'ours') mark = 'ours';
    if (separator === 'onward') mark ??= 'theirs';
    if (separator !== 'quotation') return;
    for (const element of open) {
      if (element.separator !== 'attributed' || element.quotationSeen) continue;
      element.quotationSeen = true;
      const head = lines.slice(element.firstLine, element.firstLine + 8).find((line) => line.bare !== '');
      if (head === undefined || isForwardMark(head.bare)) continue;
      for (const line of lines.slice(element.firstLine)) line.quoted = true;
    }
  };

  const onopentag = (name: string, attributes: Attributes) => {
    if (UNSEEN.has(name)) unseen++;
    if (name === 'pre') preformatted++;
    const quotation = name === 'blockquote' && isQuotation(attributes, isWithin('attributed'));
    const separator = separatorOf(name, attributes) ?? (quotation ? 'quotation' : undefined);
    const start = parser.startIndex;
    if (BLOCKS.has(name)) endLine();
    beginSeparator(separator, start);
    if (name === 'br') endLine(true);
    if (name === 'hr') endLine(true, DRAWN_RULE);
    if (name === 'img' && isOwnPicture(attributes)) current.picture = true;
    if (name === 'td' || name === 'th') addSpace();
    open.push({ name, start, firstLine: lines.length, separator, quotationSeen: false });
  };

  const onclosetag = (name: string) => {
    const element = open.pop();
    if (element === undefined) return;
    if (UNSEEN.has(name)) unseen--;
    if (name === 'pre') preformatted--;
    if (BLOCKS.has(name) || element.separator !== undefined) endLine();
    const { separator, firstLine, start, quotationSeen } = element;
    const whole = separator === 'block' || separator === 'quotation' || (separator === 'attributed' && !quotationSeen);
    if (whole && !isWithin('block', 'quotation')) quote(firstLine, lines.length, start, parser.endIndex + 1);
    if (separator !== undefined && separator !== 'ours' && separator !== 'onward') markStart = undefined;
  };

  const addSpace = () => {
    if (!current.endsWithSpace) current.words.push(' ');
    current.endsWithSpace = true;
  };

  const addText = (data: string, start: number, end: number) => {
    if (data === '') return;
    current.pieces.push({ start, end });
    const even = data.replace(/[ \t\r\n\f]+/g, ' ');
    current.words.push(current.endsWithSpace && even.startsWith(' ') ? even.slice(1) : even);
    current.endsWithSpace = even.endsWith(' ');
    current.filled ||= even !== ' ';
  };

  const ontext = (data: string) => {
    if (unseen > 0) return;
    const [start, end] = [parser.startIndex, parser.endIndex + 1];
    // A character reference is shorter than its source; it has no lines to part.
    if (preformatted === 0 || data.length !== end - start) return addText(data, start, end);
    let at = start;
    for (const [n, part] of data.split('\n').entries()) {
      if (n > 0) endLine(true);
      addText(part, at, at + part.length);
      at += part.length + 1;
    }
  };

  const parser: Parser = new Parser({ onopentag, onclosetag, ontext }, { decodeEntities: true });
  let at = 0;
  for (; at < html.length && open.length <= DEPTH_MAX; at += WRITE_LENGTH)
    parser.write(html.slice(at, at + WRITE_LENGTH));
  const complete = open.length <= DEPTH_MAX;
  if (complete) parser.end();
  endLine();
  return { lines, quotedElements, complete };
};
