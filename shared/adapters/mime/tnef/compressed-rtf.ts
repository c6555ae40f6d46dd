/**
 * Unpacks compressed RTF ([MS-OXRTFCP]: LZ77 over a ring of 4,096 bytes that begins with the commonest words of RTF). For read-tnef.ts.
 *
 * Eight references of two bytes each make 17 bytes of each, so a bomb makes 8 of one byte: what is reserved and written is bounded by that, by
 * the size that the header declares, and by a limit of our own.
 */
import { makeByteReader } from './byte-reader.ts';

/** 16 MiB of RTF without pictures is a book; pictures belong to attachments. */
const MAX_RTF_BYTES = 16 * 1024 * 1024;

const MAX_EXPANSION = 8;

const RING_BYTES = 4_096;
const SHORTEST_REFERENCE = 2;

/** Section 2.1.3.1.5: `LZFu` and `MELA` as little-endian numbers. */
const COMPRESSED = 0x75465a4c;
const UNCOMPRESSED = 0x414c454d;

/** Section 2.1.2.1; its line ends are CR LF. */
const START = Buffer.from(
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx',
  'latin1',
);

const unpack = (packed: Uint8Array, declaredBytes: number): Uint8Array => {
  const out = new Uint8Array(Math.min(declaredBytes, packed.length * MAX_EXPANSION));
  const ring = new Uint8Array(RING_BYTES).fill(0x20);
  ring.set(START);
  let ringAt = START.length;
  let outAt = 0;
  const put = (byte: number) => {
    if (outAt < out.length) out[outAt] = byte;
    outAt += 1;
    ring[ringAt] = byte;
    ringAt = (ringAt + 1) % RING_BYTES;
  };
  const reader = makeByteReader(packed);
  while (outAt < out.length && reader.left() > 0) {
    const control = reader.u8();
    for (let bit = 1; bit < 256 && outAt < out.length && reader.left() > 0; bit *= 2) {
      if ((control & bit) === 0) {
        put(reader.u8());
        continue;
      }
      const reference = reader.u8() * 256 + reader.u8();
      const from = reference >> 4;
      // Section 2.1.3.1.3: a reference to where the next byte will be written ends the data.
      if (reader.failed() || from === ringAt) return out.subarray(0, outAt);
      const length = (reference & 0xf) + SHORTEST_REFERENCE;
      for (let n = 0; n < length; n += 1) put(ring[(from + n) % RING_BYTES] ?? 0);
    }
  }
  return out.subarray(0, Math.min(outAt, out.length));
};

/** Outlook counts the zero that ends a string in C as part of it. */
const withoutEndingZeros = (bytes: Uint8Array): Uint8Array =>
  bytes.subarray(0, bytes.findLastIndex((byte) => byte !== 0) + 1);

/** The checksum is not looked at: a text with one wrong letter is worth more than none. Undefined: not RTF, or too much of it. */
export const readCompressedRtf = (content: Uint8Array): string | undefined => {
  const reader = makeByteReader(content);
  reader.u32();
  const declaredBytes = reader.u32();
  const kind = reader.u32();
  reader.u32();
  if (reader.failed() || declaredBytes === 0 || declaredBytes > MAX_RTF_BYTES) return undefined;
  const packed = reader.bytes(reader.left());
  if (kind !== COMPRESSED && kind !== UNCOMPRESSED) return undefined;
  const rtf = kind === COMPRESSED ? unpack(packed, declaredBytes) : packed.subarray(0, declaredBytes);
  return Buffer.from(withoutEndingZeros(rtf)).toString('latin1');
};
