/**
 * Font, company signature and footer of a mail (FEATURES 97). Fixed when a mail is accepted, so that composing it again makes the same mail, and put around
 * what was written when it is composed, once. What was written, quoted replies included, stays as it is, letter for letter.
 */
import { DEFAULT_OUTGOING_EMAIL, type OutgoingEmail, type Piece } from '../sender-address/outgoing-email.ts';

export interface Look {
  /** Of a style attribute; letters, digits, blanks, `,'-` and `px` only. */
  readonly font?: string;
  /** In this order below the text. */
  readonly below: readonly Piece[];
}

/** Undefined: nothing is added. `own`: the writer's signature, in place of the company's. */
export const lookOf = (settings: OutgoingEmail | undefined, withSignature: boolean, own?: Piece): Look | undefined => {
  const { font: wanted, signature, footer } = settings ?? DEFAULT_OUTGOING_EMAIL;
  const { family, sizePx } = wanted;
  const font = [
    ...(family === null ? [] : [`font-family:${family}`]),
    ...(sizePx === null ? [] : [`font-size:${sizePx}px`]),
  ].join(';');
  const below = [withSignature ? (own ?? signature) : null, footer].filter((piece) => piece !== null);
  if (font === '' && below.length === 0) return undefined;
  return { below, ...(font === '' ? {} : { font }) };
};

const BODY = /<body(\s[^<>]{0,2000})?>/i;

/** Within the body, where there is one: a mail that is a whole document stays one. */
export const dressedHtml = (html: string, { font, below }: Look): string => {
  const body = BODY.exec(html);
  const start = body === null ? 0 : body.index + body[0].length;
  const closing = html.toLowerCase().lastIndexOf('</body');
  const end = closing < start ? html.length : closing;
  const inner = [html.slice(start, end), ...below.map((piece) => `<div>${piece.html}</div>`)].join('');
  const dressed = font === undefined ? inner : `<div style="${font}">${inner}</div>`;
  return html.slice(0, start) + dressed + html.slice(end);
};

export const dressedText = (text: string, { below }: Look): string =>
  [text, ...below.map((piece) => piece.text)].join('\n\n');
