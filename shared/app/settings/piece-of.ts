/** Turns HTML of anybody's into what is put around mail: cleaned, with its text. For the settings of all mail and a user's own signature. */
import type { Piece } from '../../domain/sender-address/outgoing-email.ts';

export interface PieceTools {
  readonly clean: (html: string) => string;
  readonly textOf: (html: string) => string;
}

/** `null`: nothing was left of it. */
export const pieceOf = ({ clean, textOf }: PieceTools, html: string | null): Piece | null => {
  const cleaned = html === null ? '' : clean(html).trim();
  return cleaned === '' ? null : { html: cleaned, text: textOf(cleaned).trim() };
};
