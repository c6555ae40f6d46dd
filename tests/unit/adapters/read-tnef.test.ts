import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCompressedRtf } from '#shared/adapters/mime/tnef/compressed-rtf.ts';
import { readTnef } from '#shared/adapters/mime/tnef/read-tnef.ts';
import {
  attribute,
  binary,
  ID,
  integer,
  namedBooleans,
  object,
  properties,
  stream,
  string8,
  u32,
  unicode,
} from './tnef-stream.ts';

const MESSAGE = '0703020000000000c000000000000046';
const STORAGE = '0b00000000000000c000000000000046';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** The two examples of [MS-OXRTFCP] section 4. */
const HELLO = hex(
  '2d000000 2b000000 4c5a4675 f1c5c7a7 03000a00 72637067 31323542 320af320 68656c09 00206277 05b06c64 7d0a800f a0',
);
const REPEATED = hex('1a000000 1c000000 4c5a4675 e2d44b51 41000420 5758595a 0d6e7d01 0eb0');

const file = (...more: readonly Buffer[]) => [
  attribute(2, ID.begins, Buffer.alloc(14)),
  attribute(2, ID.title, 'QUARTE~1.PDF\0'),
  attribute(2, ID.data, '%PDF-1.7'),
  attribute(2, ID.properties, properties(...more)),
];

const WHOLE = stream(
  attribute(1, ID.codePage, Buffer.concat([u32(1251), u32(0)])),
  attribute(
    1,
    ID.messageProperties,
    properties(
      namedBooleans('Keywords'),
      unicode(0x1000, 'Hello'),
      binary(0x1013, Buffer.from('<p>Grüße</p>')),
      integer(0x3fde, 65_001),
      binary(0x1009, HELLO),
    ),
  ),
  ...file(integer(0x3705, 1), unicode(0x3707, 'Quarterly figures ä.pdf'), unicode(0x370e, 'application/pdf')),
  ...file(string8(0x3707, hex('cff0e8e2e5f2 2e747874'))),
);

describe('[F29] winmail.dat', () => {
  test('gives its body in all kinds that it has', () => {
    const tnef = readTnef(WHOLE);
    expect(tnef?.key).toBe(7);
    expect(tnef?.body).toEqual({
      text: 'Hello',
      html: '<p>Grüße</p>',
      rtf: '{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n',
    });
  });

  test('gives its attachments under their long names, in Unicode and in the code page of the stream', () => {
    expect(
      readTnef(WHOLE)?.attachments.map(({ content, ...rest }) => ({ ...rest, text: Buffer.from(content).toString() })),
    ).toEqual([
      { name: 'Quarterly figures ä.pdf', contentType: 'application/pdf', text: '%PDF-1.7' },
      { name: 'Привет.txt', text: '%PDF-1.7' },
    ]);
  });

  test('gives the short name where there is no other, and no folder of it', () => {
    const [short, path] =
      readTnef(stream(...file(), ...file(unicode(0x3707, 'C:\\Users\\ada\\..\\secret.txt'))))?.attachments ?? [];
    expect([short?.name, path?.name]).toEqual(['QUARTE~1.PDF', 'secret.txt']);
  });

  test('gives a mail within it as a stream of its own, under its title, and an OLE object as it is', () => {
    const within = (interfaceId: string, value: Buffer) => [
      attribute(2, ID.begins, Buffer.alloc(14)),
      attribute(2, ID.properties, properties(unicode(0x3001, 'Re: Offer'), object(0x3701, interfaceId, value))),
    ];
    const [mail, ole] =
      readTnef(stream(...within(MESSAGE, WHOLE), ...within(STORAGE, hex('d0cf11e0'))))?.attachments ?? [];
    expect([mail?.name, mail?.contentType]).toEqual(['Re: Offer', 'application/vnd.ms-tnef']);
    expect(readTnef(mail?.content ?? Buffer.alloc(0))?.body.text).toBe('Hello');
    expect([ole?.name, ole?.contentType, Buffer.from(ole?.content ?? []).toString('hex')]).toEqual([
      'Re: Offer',
      undefined,
      'd0cf11e0',
    ]);
  });

  test('is read in spite of wrong sums, garbage at its end and a value that ends beyond it', () => {
    const broken = attribute(1, ID.body, 'Hi');
    broken.writeUInt16LE(9, broken.length - 2);
    const beyond = Buffer.concat([Buffer.from([2]), u32(ID.data), u32(0xffffffff), Buffer.from('x')]);
    for (const rest of [Buffer.from('garbage'), beyond, Buffer.alloc(0)])
      expect(readTnef(Buffer.concat([stream(broken), rest]))).toEqual({
        key: 7,
        attachments: [],
        body: { text: 'Hi' },
      });
  });

  test('is nothing else: other content gives nothing', () => {
    for (const other of ['', 'x', 'x\x9f>"', '%PDF-1.7 and more'])
      expect(readTnef(Buffer.from(other, 'latin1'))).toBeUndefined();
  });
});

describe('[F29] compressed RTF', () => {
  test('is unpacked as in the examples of its specification', () => {
    expect(readCompressedRtf(HELLO)).toBe('{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n');
    expect(readCompressedRtf(REPEATED)).toBe('{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}');
  });

  test('may be stored as it is, and ends where its header says', () => {
    const stored = Buffer.concat([u32(0), u32(7), Buffer.from('MELA'), u32(0), Buffer.from('{\\rtf1}\0\0and more')]);
    expect(readCompressedRtf(stored)).toBe('{\\rtf1}');
  });

  const bomb = (declared: number, packed: Buffer) =>
    readCompressedRtf(Buffer.concat([u32(0), u32(declared), Buffer.from('LZFu'), u32(0), packed]));

  test('of more than 16 MiB is refused, and one byte makes eight at most whatever the header declares', () => {
    const limit = 16 * 1024 * 1024;
    const packed = Buffer.concat(Array.from({ length: 100 }, () => Buffer.from(`ff${'001f'.repeat(8)}`, 'hex')));
    expect(bomb(limit + 1, packed)).toBeUndefined();
    expect(bomb(limit, packed)).toHaveLength(packed.length * 8);
    expect(bomb(100, packed)).toHaveLength(100);
  });

  test('takes words from the end of its ring on to the beginning', () => {
    expect(bomb(17, Buffer.from('01ffaf', 'hex'))).toBe('      {\\rtf1\\ansi');
  });

  test('of another kind, or cut within its header, is none', () => {
    expect(bomb(0, Buffer.from('abc'))).toBeUndefined();
    expect(
      readCompressedRtf(Buffer.concat([u32(0), u32(7), Buffer.from('ABCD'), u32(0), Buffer.from('{\\rtf1}')])),
    ).toBeUndefined();
    for (let length = 0; length < 16; length += 1) expect(readCompressedRtf(HELLO.subarray(0, length))).toBeUndefined();
  });
});

describe('[F29] hostile winmail.dat', () => {
  /** Before and behind it stand bytes of somebody else. */
  const read = (content: Uint8Array) => {
    const around = Buffer.concat([Buffer.alloc(64, 0x53), content, Buffer.alloc(64, 0x53)]);
    const tnef = readTnef(around.subarray(64, 64 + content.length));
    for (const { content: bytes, name } of tnef?.attachments ?? []) {
      expect(name).not.toContain('SSSS');
      expect(Buffer.from(bytes).toString('latin1')).not.toContain('SSSS');
      expect(bytes.length).toBeLessThanOrEqual(content.length);
    }
    expect(JSON.stringify(tnef?.body ?? {})).not.toContain('SSSS');
    return tnef;
  };

  test('cut anywhere gives what stands before the cut', () => {
    for (let length = 0; length <= WHOLE.length; length += 1)
      expect(read(WHOLE.subarray(0, length))?.attachments.length ?? 0).toBeLessThanOrEqual(2);
  });

  test('changed anywhere gives a value or nothing, and never a byte from outside', () => {
    const change = fc.tuple(fc.nat(WHOLE.length - 1), fc.constantFrom(0, 1, 2, 4, 0x10, 0x1e, 0x7f, 0x80, 0xff));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), fc.nat(WHOLE.length), (changes, length) => {
        const content = Buffer.from(WHOLE.subarray(0, WHOLE.length - (length % 40)));
        for (const [at, byte] of changes) if (at < content.length) content[at] = byte;
        read(content);
      }),
      { numRuns: 2_000 },
    );
  });

  test('of a hundred thousand empty attachments gives a thousand', () => {
    const many = Buffer.concat(Array.from({ length: 100_000 }, () => attribute(2, ID.begins, '')));
    expect(readTnef(stream(many))?.attachments).toHaveLength(1_000);
  });

  test('whose counts lie is read to its end and no further', () => {
    const lies = [
      Buffer.concat([u32(0xffffffff), unicode(0x1000, 'Hello')]),
      Buffer.concat([
        u32(2),
        unicode(0x1000, 'Hello'),
        Buffer.from('1f100000ffffffff', 'hex'),
        Buffer.alloc(1_000_000),
      ]),
      Buffer.concat([u32(2), unicode(0x1000, 'Hello'), Buffer.from('01100000ffffffff', 'hex')]),
      Buffer.concat([u32(2), unicode(0x1000, 'Hello'), Buffer.from('14100000ffffffff', 'hex')]),
    ];
    for (const lie of lies) expect(readTnef(stream(attribute(1, ID.messageProperties, lie)))?.body.text).toBe('Hello');
  });
});
