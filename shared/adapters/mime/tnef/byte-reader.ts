/** Reads little-endian values from bytes of strangers, for the other files of this folder. Never outside them, and never throws. */

export interface ByteReader {
  /** A value was asked for beyond the end; all from then on are zero and empty. */
  readonly failed: () => boolean;
  readonly left: () => number;
  readonly u8: () => number;
  readonly u16: () => number;
  readonly u32: () => number;
  /** A view, not a copy. */
  readonly bytes: (length: number) => Uint8Array;
}

const NONE = new Uint8Array(0);

export const makeByteReader = (content: Uint8Array): ByteReader => {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  let at = 0;
  let hasFailed = false;
  const advance = (length: number): number | undefined => {
    if (hasFailed || length > content.length - at) {
      hasFailed = true;
      return undefined;
    }
    at += length;
    return at - length;
  };
  const read = (length: number, value: (from: number) => number): number => {
    const from = advance(length);
    return from === undefined ? 0 : value(from);
  };
  return {
    failed: () => hasFailed,
    left: () => (hasFailed ? 0 : content.length - at),
    u8: () => read(1, (from) => view.getUint8(from)),
    u16: () => read(2, (from) => view.getUint16(from, true)),
    u32: () => read(4, (from) => view.getUint32(from, true)),
    bytes: (length) => {
      const from = advance(length);
      return from === undefined ? NONE : content.subarray(from, from + length);
    },
  };
};
