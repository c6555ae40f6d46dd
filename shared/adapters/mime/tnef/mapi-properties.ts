/** The list of MAPI properties within a TNEF attribute ([MS-OXTNEF] section 2.1.3.3, types from [MS-OXCDATA] section 2.11.1). For read-tnef.ts. */
import { type ByteReader, makeByteReader } from './byte-reader.ts';

export interface MapiProperty {
  readonly id: number;
  readonly type: number;
  /** Of several values the first; a view, not a copy. */
  readonly value: Uint8Array;
}

export const TYPE = { integer32: 0x3, object: 0xd, string8: 0x1e, unicode: 0x1f, binary: 0x102 } as const;

const MULTIPLE = 0x1000;

/** Named properties have ids from here on, and their name behind the id. */
const FIRST_NAMED = 0x8000;

const FIXED_SIZES: ReadonlyMap<number, number> = new Map([
  ...([
    [0x1, 0],
    [0x2, 4],
    [0x3, 4],
    [0x4, 4],
    [0x5, 8],
    [0x6, 8],
    [0x7, 8],
  ] as const),
  // Two bytes of an integer or a boolean are filled up to four.
  ...([
    [0xa, 4],
    [0xb, 4],
    [0x14, 8],
    [0x40, 8],
    [0x48, 16],
  ] as const),
]);

const VARIABLE: ReadonlySet<number> = new Set([TYPE.object, TYPE.string8, TYPE.unicode, TYPE.binary]);

/** Filled up to a multiple of four. Where the filling is missing at the very end, the value still counts. */
const paddedBytes = (reader: ByteReader): Uint8Array => {
  const length = reader.u32();
  const value = reader.bytes(length);
  reader.bytes(Math.min((4 - (length % 4)) % 4, reader.left()));
  return value;
};

const skipName = (reader: ByteReader): void => {
  reader.bytes(16);
  if (reader.u32() === 0) reader.u32();
  else paddedBytes(reader);
};

/** Undefined: of a type that nobody knows the length of, so nothing behind it can be read. */
const readValue = (reader: ByteReader, wholeType: number): Uint8Array | undefined => {
  const type = wholeType & ~MULTIPLE;
  const isMultiple = wholeType !== type;
  const size = FIXED_SIZES.get(type);
  if (size !== undefined) {
    const count = isMultiple ? reader.u32() : 1;
    return reader.bytes(count * size).subarray(0, size);
  }
  if (!VARIABLE.has(type)) return undefined;
  let first: Uint8Array | undefined;
  // Every value takes four bytes at least, so a count that lies ends with the bytes.
  for (let left = reader.u32(); left > 0 && !reader.failed(); left -= 1) {
    const value = paddedBytes(reader);
    first ??= value;
  }
  return first ?? new Uint8Array(0);
};

/** Up to the first that cannot be read. */
export const mapiPropertiesIn = (content: Uint8Array): ReadonlyMap<number, MapiProperty> => {
  const properties = new Map<number, MapiProperty>();
  const reader = makeByteReader(content);
  for (let left = reader.u32(); left > 0; left -= 1) {
    const type = reader.u16();
    const id = reader.u16();
    if (id >= FIRST_NAMED) skipName(reader);
    const value = readValue(reader, type);
    if (value === undefined || reader.failed()) break;
    // Named ones have ids of their own in every stream; nobody asks for them.
    if (id < FIRST_NAMED && !properties.has(id)) properties.set(id, { id, type: type & ~MULTIPLE, value });
  }
  return properties;
};
