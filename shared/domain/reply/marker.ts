/**
 * The word by which we know our own mails again inside an answer. For whoever composes mail: written into it, invisibly (a hidden element with this
 * class or id, or this word in its text), everything below it in an answer is ours. For reply-of.ts and shared/adapters/mime, which cut there first.
 */
export const REPLY_MARKER = 'postroom-reply-above';

/** In a text nothing can be hidden, so it says what it is for. */
const TEXT_LINE = `[Please write above this line: ${REPLY_MARKER}]`;

/** Its word stands in it too: Gmail gives every class of an answered mail another name. */
const HTML_ELEMENT = `<div class="${REPLY_MARKER}" style="display:none;max-height:0;overflow:hidden">${REPLY_MARKER}</div>`;

/** Of a mail that is sent from a record: its answers come back to that record (FEATURES 28). */
export const markedText = (text: string): string => `${TEXT_LINE}\n\n${text}`;

/** Within the body, where there is one: before `<html>` it would move a document type out of its place. */
export const markedHtml = (html: string): string => {
  const body = /<body(\s[^<>]{0,2000})?>/i.exec(html);
  const at = body === null ? 0 : body.index + body[0].length;
  return html.slice(0, at) + HTML_ELEMENT + html.slice(at);
};
