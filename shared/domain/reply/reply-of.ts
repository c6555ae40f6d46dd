/**
 * The new part of an answer: what its writer wrote, without the mail he answers and without his signature (FEATURES 28). For whatever shows mail on
 * a record; the whole body stays stored elsewhere. Pure, in one pass, in time and memory linear in the length of the body.
 * Ask it of answers only: in a mail that answers nothing, `From:` lines can be the matter itself. What is passed on below a forward mark is kept.
 */
import { splitInlineAttribution } from './attribution.ts';
import { type BodyLine, bodyLine, linesOf, nextFilled } from './lines.ts';
import { REPLY_MARKER } from './marker.ts';
import { isForwardMark, rulesAbove, separatorEnd } from './separators.ts';
import { signatureStart } from './signature.ts';

export type LinePart = 'reply' | 'signature' | 'quoted';

export interface Reply {
  readonly reply: string;
  /** Empty when there is none. */
  readonly signature: string;
  /** Empty when nothing was cut. */
  readonly quoted: string;
}

/** A link that the writer's client broke out of the quotation it stood in. */
const isLinkAlone = (bare: string): boolean => /^[(<[]?(https?:|mailto:)\S{1,480}\s?>?$/iu.test(bare);

const opensLink = (bare: string): boolean =>
  bare.includes('://') &&
  (bare.lastIndexOf('(') > bare.lastIndexOf(')') || bare.lastIndexOf('<') > bare.lastIndexOf('>'));

const isBrokenOut = (lines: readonly BodyLine[], at: number): boolean => {
  const [before, line, after] = [lines[at - 1], lines[at], lines[at + 1]];
  if (before?.quoted !== true || line === undefined || after?.quoted !== true) return false;
  return isLinkAlone(line.bare) || opensLink(before.bare);
};

/** Our own mark, or another Postroom's: never a word of the writer, nor a line that ends what he wrote (partsOf decides). */
const namesMark = ({ text }: BodyLine): boolean => text.includes(REPLY_MARKER);

interface Division {
  readonly parts: LinePart[];
  /** Index of the line from which on nothing is cut any more: a forward mark, or the end. */
  readonly keptFrom: number;
}

/** Marks what is quoted. @param end lines from here on are ours, whatever they say. */
const divide = (lines: readonly BodyLine[], end: number): Division => {
  const parts: LinePart[] = lines.map((line, index) =>
    index >= end || line.quoted || namesMark(line) ? 'quoted' : 'reply',
  );
  for (let index = nextFilled(lines, 0); index < end; index = nextFilled(lines, index)) {
    const line = lines[index];
    if (line === undefined || (!line.quoted && isForwardMark(line.bare))) {
      parts.fill('reply', index, end);
      return { parts, keptFrom: index };
    }
    if (line.quoted || namesMark(line) || isBrokenOut(lines, index)) {
      parts[index++] = 'quoted';
      continue;
    }
    const after = line.mark === 'theirs' ? index : separatorEnd(lines, index);
    if (after === undefined) {
      index++;
      continue;
    }
    // Answers between or below quoted lines stay; text that is not marked as quoted can only be told from the old mail when it stands above.
    const marked = line.mark !== 'theirs' && lines[nextFilled(lines, after)]?.quoted === true;
    parts.fill('quoted', rulesAbove(lines, index), marked ? Math.min(after, end) : lines.length);
    index = marked ? after : end;
  }
  return { parts, keptFrom: end };
};

const markSignatures = (lines: readonly BodyLine[], { parts, keptFrom }: Division): LinePart[] => {
  const marked = [...parts];
  for (let from = 0; from < keptFrom; from++) {
    if (parts[from] !== 'reply') continue;
    let to = from;
    while (to < keptFrom && parts[to] === 'reply') to++;
    marked.fill('signature', signatureStart(lines, from, to), to);
    from = to;
  }
  return marked;
};

const hasReply = (lines: readonly BodyLine[], parts: readonly LinePart[]): boolean =>
  lines.some((line, index) => parts[index] === 'reply' && line.bare !== '');

/** Another Postroom's answer begins with its own mark, and ours stands further down; more than that nobody's mail has. */
const MAX_MARKS = 3;

const marksIn = (lines: readonly BodyLine[]): readonly number[] => {
  const marks: number[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.mark === 'ours' || namesMark(line)) marks.push(index);
    if (marks.length === MAX_MARKS) break;
  }
  return marks;
};

/** What each line is. There is always a reply if the body says anything: a cut that leaves nothing is not made, the most daring given up first. */
export const partsOf = (lines: readonly BodyLine[]): readonly LinePart[] => {
  for (const end of [...marksIn(lines), lines.length]) {
    const division = divide(lines, end);
    const parts = markSignatures(lines, division);
    if (hasReply(lines, parts)) return parts;
    if (hasReply(lines, division.parts)) return division.parts;
  }
  return lines.map(() => 'reply');
};

export const replyOf = (text: string): Reply => {
  const lines = linesOf(text)
    .flatMap(splitInlineAttribution)
    .map((line) => bodyLine(line));
  const parts = partsOf(lines);
  const join = (part: LinePart) =>
    lines
      .filter((_, index) => parts[index] === part)
      .map((line) => line.text)
      .join('\n')
      .trim();
  return { reply: join('reply'), signature: join('signature'), quoted: join('quoted') };
};
