/**
 * Looks at the raw bytes of a mail before any parser does and refuses shapes that only exist to hurt one: parsers build an object per part
 * and per header, so nesting and header counts, not bytes, are what exhausts memory (FEATURES 32). One pass, no copies.
 */

export const BOUNDS = {
  /** SES delivers up to 40 MB (SES quotas, "Maximum email size including attachments"); its own headers come on top. */
  mailBytes: 41 * 1024 * 1024,
  /** The largest honest header blocks seen (long References, ARC chains, DKIM of many hops) stay under 200 KB. */
  headerBytes: 1024 * 1024,
  /** Header fields before the first empty line; Exchange hops write some hundred. */
  headerFields: 2_000,
  /** Lines that begin with `--` and can part a mail: honest mails have some hundred parts, signatures and rulers included. */
  boundaryLines: 10_000,
  /** `Content-Type: multipart/...` or message/rfc822 lines: an upper bound of the nesting, seen without following it. */
  containers: 200,
} as const;

export type BoundsVerdict =
  | { readonly kind: 'fit' }
  | { readonly kind: 'unfit'; readonly what: keyof typeof BOUNDS; readonly limit: number };

const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;
const DASH = 45;

const startsWith = (raw: Uint8Array, at: number, lower: readonly number[]): boolean => {
  for (let index = 0; index < lower.length; index += 1) {
    const byte = raw[at + index] ?? 0;
    if ((byte >= 65 && byte <= 90 ? byte + 32 : byte) !== lower[index]) return false;
  }
  return true;
};

const bytesOf = (text: string): readonly number[] => [...text].map((character) => character.charCodeAt(0));
const CONTENT_TYPE = bytesOf('content-type:');
const CONTAINER_KINDS = [bytesOf('multipart/'), bytesOf('message/rfc822'), bytesOf('message/global')];

const isContainerAt = (raw: Uint8Array, lineStart: number): boolean => {
  if (!startsWith(raw, lineStart, CONTENT_TYPE)) return false;
  let at = lineStart + CONTENT_TYPE.length;
  // The value may stand on a folded line (RFC 5322 section 2.2.3).
  while (raw[at] === SPACE || raw[at] === TAB || raw[at] === CR || raw[at] === LF) at += 1;
  return CONTAINER_KINDS.some((kind) => startsWith(raw, at, kind));
};

/** @param raw the whole mail. Never throws; linear in its length. */
export const checkBounds = (raw: Uint8Array): BoundsVerdict => {
  const unfit = (what: keyof typeof BOUNDS): BoundsVerdict => ({ kind: 'unfit', what, limit: BOUNDS[what] });
  if (raw.length > BOUNDS.mailBytes) return unfit('mailBytes');
  let inHeader = true;
  let fields = 0;
  let boundaries = 0;
  let containers = 0;
  for (let start = 0; start < raw.length; ) {
    const found = raw.indexOf(LF, start);
    const end = found < 0 ? raw.length : found;
    if (inHeader) {
      if (end === start || (end === start + 1 && raw[start] === CR)) inHeader = false;
      else if (raw[start] !== SPACE && raw[start] !== TAB) fields += 1;
      if (fields > BOUNDS.headerFields) return unfit('headerFields');
      if (inHeader && end > BOUNDS.headerBytes) return unfit('headerBytes');
    } else if (raw[start] === DASH && raw[start + 1] === DASH) {
      boundaries += 1;
      if (boundaries > BOUNDS.boundaryLines) return unfit('boundaryLines');
    }
    if (isContainerAt(raw, start)) containers += 1;
    if (containers > BOUNDS.containers) return unfit('containers');
    start = end + 1;
  }
  return { kind: 'fit' };
};
