/** Time-ordered identifiers (the ULID layout) and digests. */
import { createHash, createHmac, randomBytes, randomInt } from 'node:crypto';
import type { Ids } from '../ports/clock.ts';

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';

/** Of 10 bytes 16 digits of five bits each. */
const base32 = (bytes: Uint8Array): string => {
  let digits = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) digits += CROCKFORD.charAt((held >> (bits - 5)) & 31);
    held &= 31;
  }
  return digits;
};

const timePart = (atMs: number): string => {
  let left = Math.max(0, Math.trunc(atMs) || 0);
  let digits = '';
  for (let index = 0; index < 10; index += 1) {
    digits = CROCKFORD.charAt(left % 32) + digits;
    left = Math.floor(left / 32);
  }
  return digits;
};

const digestOf = (parts: readonly (string | Uint8Array)[]) => {
  const hash = createHash('sha256');
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    // The length before each part: ('ab','c') and ('a','bc') must differ.
    hash.update(`${bytes.length}:`).update(bytes);
  }
  return hash.digest();
};

/** 256 bits as text. */
export const randomSecret = (): string => randomBytes(32).toString('base64url');

export const ids: Ids = {
  derived: (atMs, ...parts) => timePart(atMs) + base32(digestOf(parts).subarray(0, 10)),
  fresh: (atMs) => timePart(atMs) + base32(randomBytes(10)),
  digest: (...parts) => digestOf(parts).toString('hex'),
  mac: (secret, ...parts) =>
    base32(createHmac('sha256', secret).update(digestOf(parts)).digest().subarray(0, 10)).slice(0, 10),
  letters: (count) => Array.from({ length: count }, () => String.fromCharCode(97 + randomInt(26))).join(''),
};
