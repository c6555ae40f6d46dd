/** The attributes that a TNEF stream is made of ([MS-OXTNEF] section 2.1.3). For read-tnef.ts. */
import { makeByteReader } from './byte-reader.ts';

export interface TnefAttribute {
  readonly isOfAttachment: boolean;
  readonly id: number;
  /** A view, not a copy. */
  readonly value: Uint8Array;
}

/** Section 2.1.3.2: the number of the attribute in the lower half, its type in the upper. */
export const ATTRIBUTE = {
  body: 0x0002800c,
  messageProperties: 0x00069003,
  codePage: 0x00069007,
  attachmentBegins: 0x00069002,
  attachmentTitle: 0x00018010,
  attachmentData: 0x0006800f,
  attachmentTransportName: 0x00069001,
  attachmentProperties: 0x00069005,
} as const;

const SIGNATURE = 0x223e9f78;

const LEVEL_MESSAGE = 1;
const LEVEL_ATTACHMENT = 2;

export interface TnefStream {
  readonly key: number;
  readonly attributes: Iterable<TnefAttribute>;
}

/**
 * The sum behind each value is not looked at: gateways that change a byte do not mend it, and what is left is what the customer sent. Garbage, or a
 * value that ends beyond the stream, ends it.
 */
function* attributesIn(content: Uint8Array): Generator<TnefAttribute> {
  const reader = makeByteReader(content);
  while (reader.left() > 0) {
    const level = reader.u8();
    const id = reader.u32();
    const value = reader.bytes(reader.u32());
    if (reader.failed() || (level !== LEVEL_MESSAGE && level !== LEVEL_ATTACHMENT)) return;
    yield { isOfAttachment: level === LEVEL_ATTACHMENT, id, value };
    reader.u16();
  }
}

/** Undefined: no TNEF. */
export const tnefStream = (content: Uint8Array): TnefStream | undefined => {
  const reader = makeByteReader(content);
  const isTnef = reader.u32() === SIGNATURE;
  const key = reader.u16();
  if (!isTnef || reader.failed()) return undefined;
  return { key, attributes: attributesIn(content.subarray(6)) };
};
