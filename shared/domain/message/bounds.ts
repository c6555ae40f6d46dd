/**
 * Looks at the raw bytes of a mail before any parser does and refuses shapes that only exist to hurt one: parsers build an object per part
 * and per header, so nesting and header counts, not bytes, are what exhausts memory (FEATURES 32). Chunk by chunk, one pass, no copies.
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

const CONTENT_TYPE = Buffer.from('content-type:');
const CONTAINER_KINDS = ['multipart/', 'message/rfc822', 'message/global'];

const lower = (byte: number): number => (byte >= 65 && byte <= 90 ? byte + 32 : byte);
const isBlank = (byte: number): boolean => byte === SPACE || byte === TAB || byte === CR || byte === LF;

/**
 * A check of one mail: call it with each chunk before a parser gets it. It never throws, is linear in the length, and what it has once found unfit stays so.
 */
export const makeBoundsCheck = (): ((chunk: Uint8Array) => BoundsVerdict) => {
  let bytes = 0;
  let inHeader = true;
  const counts = { headerFields: 0, boundaryLines: 0, containers: 0 };
  /** Of the line that is being looked at: bytes seen, the first one, how many of `content-type:` it began with (-1: it is another). */
  let column = 0;
  let first = 0;
  let named = 0;
  /** The first letters of a content type; it may stand on a folded line (RFC 5322 section 2.2.3). */
  let type: string | undefined;

  const lookAtType = (byte: number, letters: string): string | undefined => {
    if (letters === '' && isBlank(byte)) return letters;
    const longer = letters + String.fromCharCode(lower(byte));
    if (CONTAINER_KINDS.includes(longer)) counts.containers += 1;
    else if (CONTAINER_KINDS.some((kind) => kind.startsWith(longer))) return longer;
    return undefined;
  };

  const lookAtName = (byte: number) => {
    named = lower(byte) === CONTENT_TYPE[named] ? named + 1 : -1;
    if (named < CONTENT_TYPE.length) return;
    named = -1;
    type = '';
  };

  /** The second byte tells a carriage return of an empty line from one that begins a field, and a boundary from a dash. */
  const lookAtStart = (byte: number) => {
    if (column === 0) {
      first = byte;
      if (inHeader && byte !== SPACE && byte !== TAB && byte !== CR) counts.headerFields += 1;
    } else if (column === 1) {
      if (inHeader && first === CR) counts.headerFields += 1;
      if (!inHeader && first === DASH && byte === DASH) counts.boundaryLines += 1;
    }
  };

  const lookAt = (byte: number) => {
    if (type !== undefined) type = lookAtType(byte, type);
    if (byte === LF) {
      if (column === 0 || (column === 1 && first === CR)) inHeader = false;
      column = 0;
      named = 0;
      return;
    }
    lookAtStart(byte);
    if (named >= 0) lookAtName(byte);
    column += 1;
  };

  const excess = (): keyof typeof BOUNDS | undefined => {
    if (bytes > BOUNDS.mailBytes) return 'mailBytes';
    if (counts.headerFields > BOUNDS.headerFields) return 'headerFields';
    if (counts.boundaryLines > BOUNDS.boundaryLines) return 'boundaryLines';
    return counts.containers > BOUNDS.containers ? 'containers' : undefined;
  };

  let found: keyof typeof BOUNDS | undefined;
  return (chunk) => {
    const before = bytes;
    bytes += chunk.length;
    found ??= excess();
    for (let at = 0; at < chunk.length && found === undefined; at += 1) {
      // Nothing but its end can matter of a line that is no boundary and no content type.
      if (type === undefined && named < 0 && column > 1) {
        const end = chunk.indexOf(LF, at);
        at = end < 0 ? chunk.length : end;
      }
      if (inHeader && before + at > BOUNDS.headerBytes && column > 1) found = 'headerBytes';
      else if (at < chunk.length) {
        lookAt(chunk[at] ?? 0);
        found = excess();
      }
    }
    return found === undefined ? { kind: 'fit' } : { kind: 'unfit', what: found, limit: BOUNDS[found] };
  };
};
