/** Time-ordered identifiers (the ULID layout) and digests. */
import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { Ids } from '../ports/clock.ts';

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';

const base32 = (bytes: Uint8Array, length: number): string => {
  let value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  let digits = '';
  for (let index = 0; index < length; index += 1) {
    digits = (CROCKFORD[Number(value & 31n)] ?? '0') + digits;
    value >>= 5n;
  }
  return digits;
};

const timePart = (atMs: number): string => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(Math.max(0, Math.trunc(atMs) || 0)));
  return base32(bytes, 10);
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

export const ids: Ids = {
  derived: (atMs, ...parts) => timePart(atMs) + base32(digestOf(parts).subarray(0, 10), 16),
  fresh: (atMs) => timePart(atMs) + base32(randomBytes(10), 16),
  digest: (...parts) => digestOf(parts).toString('hex'),
  letters: (count) => Array.from({ length: count }, () => String.fromCharCode(97 + randomInt(26))).join(''),
};
