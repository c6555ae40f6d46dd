/**
 * Lines with which mail programs begin or end a forwarded mail (`---------- Forwarded message ---------`, `Anfang der weitergeleiteten
 * Nachricht:`), and those that stand above a reply and a forward alike (`-----Original Message-----`). For forwarded.ts.
 */
import { END_PHRASES, FORWARD_BEGINNINGS, FORWARD_PHRASES, ORIGINAL_PHRASES } from './marker-phrases.ts';

export interface Marker {
  /** `forward` is printed above forwarded mails alone, `original` above replies too. */
  readonly kind: 'forward' | 'original' | 'end';
  /** What stands behind the marker in the same line; Yahoo puts the whole header there. */
  readonly rest: string;
}

/** Longer than the longest phrase with its decoration. */
const MAX_MARKER_LENGTH = 160;

const DECORATION = /^[-–—_=*~\s\u200b\ufeff]+/;
const DECORATION_BEHIND = /[-–—_=*~]{2,}/;

const FORWARD = new Set(FORWARD_PHRASES);
const ORIGINAL = new Set(ORIGINAL_PHRASES);
const END = new Set(END_PHRASES);

const kindOf = (phrase: string, isDecorated: boolean): Marker['kind'] | undefined => {
  if (FORWARD.has(phrase)) return 'forward';
  if (ORIGINAL.has(phrase)) return 'original';
  if (!isDecorated) return undefined;
  if (END.has(phrase)) return 'end';
  // `Forwarded by Ada Lovelace/ACME on 10/10/2010` (Notes), `Forwarded message from Ada <ada@example.com>` (mutt).
  return FORWARD_BEGINNINGS.some((beginning) => phrase.startsWith(`${beginning} `)) ? 'forward' : undefined;
};

/** A phrase counts with dashes, stars or the like round it, or with a colon behind it: people write "forwarded message" in a sentence. */
export const markerOf = (line: string): Marker | undefined => {
  const start = line.slice(0, MAX_MARKER_LENGTH);
  const lead = DECORATION.exec(start)?.[0] ?? '';
  const inner = start.slice(lead.length);
  const isDecorated = lead.trim().length >= 2;
  const behind = isDecorated ? DECORATION_BEHIND.exec(inner) : null;
  const phrase = (behind === null ? inner : inner.slice(0, behind.index)).replace(/[*_\s]+/g, ' ').trim();
  const hasColon = /[:：]$/.test(phrase);
  if (phrase === '' || (!isDecorated && !hasColon)) return undefined;
  const kind = kindOf(phrase.replace(/ ?[:：]$/, '').toLowerCase(), isDecorated);
  if (kind === undefined) return undefined;
  const restAt = behind === null ? line.length : lead.length + behind.index + behind[0].length;
  return {
    kind,
    rest: line
      .slice(restAt)
      .replace(/^[-*\s]+/, '')
      .trim(),
  };
};
