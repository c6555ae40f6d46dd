/**
 * The new part of an answer in HTML (FEATURES 28): the source as it came, without what is quoted. For whatever shows mail on a record; the whole body
 * stays stored elsewhere, and what is shown goes through sanitise-html.ts. The signature stays: in HTML it is part of how the writer presents
 * himself. There is always a reply if the body says anything: then the whole body is it.
 */
import { Parser } from 'htmlparser2';
import { partsOf } from '#shared/domain/reply/reply-of.ts';
import { type HtmlBody, htmlLines, type SourceRange } from './html-lines.ts';

export interface HtmlReply {
  readonly html: string;
  /** What a reader sees of it. */
  readonly text: string;
}

/** Closing tags of the elements that are open at the end of a piece of HTML. */
const closingTags = (html: string): string => {
  const open: string[] = [];
  const parser = new Parser({ onopentag: (name) => open.push(name), onclosetag: () => open.pop() });
  parser.write(html);
  return open
    .reverse()
    .map((name) => `</${name}>`)
    .join('');
};

const without = (html: string, ranges: readonly SourceRange[], end: number): string => {
  const kept: string[] = [];
  let at = 0;
  for (const range of [...ranges].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (range.start > at) kept.push(html.slice(at, Math.min(range.start, end)));
    at = Math.max(at, range.end);
    if (at >= end) break;
  }
  if (at < end) kept.push(html.slice(at, end));
  return kept.join('');
};

const textOf = (lines: readonly { readonly text: string }[]): string =>
  lines
    .map((line) => line.text)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

const cut = (html: string, { lines, quotedElements }: HtmlBody, isKept: (index: number) => boolean): string => {
  let last = lines.length - 1;
  while (last >= 0 && !(isKept(last) && lines[last]?.bare !== '')) last--;
  const firstDropped = lines.findIndex((_, index) => index > last && !isKept(index));
  const end = firstDropped < 0 ? html.length : (lines[firstDropped]?.start ?? html.length);
  const dropped = lines.flatMap((line, index) => (index < last && !isKept(index) ? line.pieces : []));
  const elements = quotedElements.filter(({ firstLine, endLine }) => {
    for (let index = firstLine; index < endLine; index++) if (isKept(index)) return false;
    return true;
  });
  const shortened = without(html, [...dropped, ...elements], end);
  return end < html.length ? shortened + closingTags(shortened) : shortened;
};

export const replyOfHtml = (html: string): HtmlReply => {
  const body = htmlLines(html);
  const parts = partsOf(body.lines);
  const isKept = (index: number) => parts[index] !== 'quoted';
  if (!body.complete || !parts.includes('quoted')) return { html, text: textOf(body.lines) };
  return { html: cut(html, body, isKept), text: textOf(body.lines.filter((_, index) => isKept(index))) };
};
