/** Damages real mails in the ways that mail gets damaged, and in those that only an attacker thinks of. The same seed damages the same way. */
import type { Random } from '#local/kernel/random.ts';

/** A damaged mail stays a mail that takes milliseconds; the sizes that matter are in the bounds' own tests. */
const MAX_BYTES = 512 * 1024;

/** What parsers look for. */
const TOKENS = [
  '\r\n',
  '\n\n',
  '\r\n\r\n',
  '--',
  '--b--\r\n',
  'Content-Type: multipart/mixed; boundary=b\r\n',
  'Content-Type: multipart/alternative; boundary=""\r\n',
  'Content-Type: message/rfc822\r\n\r\n',
  'Content-Type: text/html; charset=utf-7\r\n',
  'Content-Type: application/ms-tnef; name=winmail.dat\r\n',
  'Content-Transfer-Encoding: base64\r\n',
  'Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 a\r\n',
  '=?utf-8?q?=ff=fe?=',
  '=?iso-2022-jp?b?GyRCJCIbKEI=?=',
  "filename*0*=utf-8''%ff; filename*1=",
  '\u0000',
  '\ud83d',
  '\u202e',
  '<div><table><tr><td>',
  '<!--',
  '<script>',
  '&#x1F600;&notanentity;&#99999999;',
  '> > > > > ',
  '-----Original Message-----\r\nFrom: a@b.example\r\n',
  'On Mon, 1 Jan 2026, x@y.example wrote:\r\n',
  'Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n',
  '(((((((((((((((((((((((((((((((((',
  '"""""""""""""""""""""""""""""""""',
  '@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@',
].map((token) => Buffer.from(token));

const below = (random: Random, limit: number): number => Math.floor(random.next() * Math.max(1, limit));

/** A piece of up to `most` bytes. */
const piece = (random: Random, raw: Buffer, most: number): { readonly start: number; readonly end: number } => {
  const start = below(random, raw.length);
  return { start, end: Math.min(raw.length, start + 1 + below(random, most)) };
};

type Damage = (random: Random, raw: Buffer, other: Buffer) => Buffer;

const DAMAGES: readonly Damage[] = [
  // A bit.
  (random, raw) => {
    const damaged = Buffer.from(raw);
    const at = below(random, raw.length);
    damaged[at] = (damaged[at] ?? 0) ^ (1 << below(random, 8));
    return damaged;
  },
  // A piece is lost.
  (random, raw) => {
    const { start, end } = piece(random, raw, 400);
    return Buffer.concat([raw.subarray(0, start), raw.subarray(end)]);
  },
  // The rest is lost.
  (random, raw) => raw.subarray(0, below(random, raw.length)),
  // A piece comes again, up to fifty times.
  (random, raw) => {
    const { start, end } = piece(random, raw, 200);
    const again = Array.from({ length: 1 + below(random, 50) }, () => raw.subarray(start, end));
    return Buffer.concat([raw.subarray(0, end), ...again, raw.subarray(end)]);
  },
  // Something that means something, where it does not belong.
  (random, raw) => {
    const at = below(random, raw.length);
    return Buffer.concat([
      raw.subarray(0, at),
      TOKENS[below(random, TOKENS.length)] ?? Buffer.alloc(0),
      raw.subarray(at),
    ]);
  },
  // A piece of another mail.
  (random, raw, other) => {
    const { start, end } = piece(random, other, 2_000);
    const at = below(random, raw.length);
    return Buffer.concat([raw.subarray(0, at), other.subarray(start, end), raw.subarray(at)]);
  },
  // Other line ends.
  (random, raw) => {
    const end = random.next() < 0.5 ? '\n' : '\r';
    return Buffer.from(raw.toString('latin1').replace(/\r\n|\n/g, end), 'latin1');
  },
];

/** One to eight damages on one mail. */
export const mutate = (random: Random, raw: Buffer, other: Buffer): Buffer => {
  let damaged = raw;
  for (let count = 1 + below(random, 8); count > 0; count -= 1) {
    const damage = DAMAGES[below(random, DAMAGES.length)];
    if (damage !== undefined && damaged.length > 0) damaged = damage(random, damaged, other).subarray(0, MAX_BYTES);
  }
  return damaged;
};
