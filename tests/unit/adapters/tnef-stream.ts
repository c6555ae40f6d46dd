/** Makes TNEF streams ([MS-OXTNEF]) for the tests, value by value. */

const u16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
};

export const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

const padded = (value: Uint8Array): Buffer =>
  Buffer.concat([u32(value.length), value, Buffer.alloc((4 - (value.length % 4)) % 4)]);

export const attribute = (level: 1 | 2, id: number, value: Uint8Array | string): Buffer => {
  const bytes = Buffer.from(value);
  const sum = bytes.reduce((all, byte) => (all + byte) % 65_536, 0);
  return Buffer.concat([Buffer.from([level]), u32(id), u32(bytes.length), bytes, u16(sum)]);
};

export const unicode = (id: number, text: string): Buffer =>
  Buffer.concat([u16(0x1f), u16(id), u32(1), padded(Buffer.from(`${text}\0`, 'utf16le'))]);

export const string8 = (id: number, bytes: Uint8Array): Buffer =>
  Buffer.concat([u16(0x1e), u16(id), u32(1), padded(Buffer.concat([bytes, Buffer.alloc(1)]))]);

export const binary = (id: number, value: Uint8Array): Buffer =>
  Buffer.concat([u16(0x102), u16(id), u32(1), padded(value)]);

export const object = (id: number, interfaceId: string, value: Uint8Array): Buffer =>
  Buffer.concat([u16(0xd), u16(id), u32(1), padded(Buffer.concat([Buffer.from(interfaceId, 'hex'), value]))]);

export const integer = (id: number, value: number): Buffer => Buffer.concat([u16(0x3), u16(id), u32(value)]);

/** A named property with two values of a boolean, which stands in the way of those behind it. */
export const namedBooleans = (name: string): Buffer =>
  Buffer.concat([
    u16(0x100b),
    u16(0x8001),
    Buffer.alloc(16),
    u32(1),
    padded(Buffer.from(`${name}\0`, 'utf16le')),
    u32(2),
    u32(1),
    u32(0),
  ]);

export const properties = (...all: readonly Buffer[]): Buffer => Buffer.concat([u32(all.length), ...all]);

export const stream = (...attributes: readonly Buffer[]): Buffer =>
  Buffer.concat([u32(0x223e9f78), u16(7), ...attributes]);

export const ID = {
  body: 0x2800c,
  messageProperties: 0x69003,
  codePage: 0x69007,
  begins: 0x69002,
  title: 0x18010,
  data: 0x6800f,
  properties: 0x69005,
} as const;
