/**
 * Links of a mail replaced, and the picture put in (shared/app/tracking/track-mail.ts). By places in the text and not by writing the parsed tree: what a sender
 * wrote for old mail programs (conditional comments, unclosed tags) leaves as it is.
 */
import { Parser } from 'htmlparser2';
import type { RewriteHtml } from '../../ports/tracking.ts';

interface Place {
  readonly start: number;
  readonly end: number;
}

const LINKS: ReadonlySet<string> = new Set(['a', 'area']);
/** On a link: leave this one alone (FEATURES 202). It does not leave with the mail. */
const OPT_OUT = 'data-no-track';

const isBlank = (letter: string) => /\s/.test(letter);

export const rewriteHtml: RewriteHtml = (html, linkFor, pixel) => {
  const edits: (Place & { readonly text: string })[] = [];
  let tag: { href?: Place & { value: string }; optOut?: Place } = {};
  let bodyEnd = html.length;
  const parser = new Parser({
    onopentagname: () => {
      tag = {};
    },
    onattribute: (name, value) => {
      const place = { start: parser.startIndex, end: parser.endIndex };
      // Of an attribute written twice the first counts (HTML, 13.2.5.33 Attribute name state).
      if (name === 'href') tag.href ??= { ...place, value };
      if (name === OPT_OUT) tag.optOut ??= place;
    },
    onopentag: (name, _attributes, isImplied) => {
      const { href, optOut } = tag;
      tag = {};
      if (isImplied || !LINKS.has(name)) return;
      if (optOut !== undefined)
        edits.push({ ...optOut, start: optOut.start - Number(isBlank(html.charAt(optOut.start - 1))), text: '' });
      else if (href !== undefined) {
        const link = linkFor(href.value);
        if (link !== undefined) edits.push({ ...href, text: `href="${link}"` });
      }
    },
    onclosetag: (name, isImplied) => {
      if (name === 'body' && !isImplied) bodyEnd = parser.startIndex;
    },
  });
  parser.end(html);
  edits.push({ start: bodyEnd, end: bodyEnd, text: pixel });
  let done = 0;
  // A link may stand behind the end of the body.
  const inOrder = edits.sort((a, b) => a.start - b.start);
  const pieces = inOrder.flatMap(({ start, end, text }) => {
    const before = html.slice(done, start);
    done = end;
    return [before, text];
  });
  return [...pieces, html.slice(done)].join('');
};
