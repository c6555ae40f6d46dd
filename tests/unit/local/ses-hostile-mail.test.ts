import { afterAll, describe, expect, it } from 'vitest';
import { readAddressList } from '#local/services/ses/addresses.ts';
import { readHeaderSection } from '#local/services/ses/header-fields.ts';
import { DOMAIN, makeRig, removeFolders } from './ses-rig.ts';

/** SES quotas: what may be published about one mail. */
const MOST_NOTIFICATION_BYTES = 150 * 1024;
const TO = { from: 'x@sender.example', to: [`acme@${DOMAIN}`] };

const HOSTILE: [string, Buffer][] = [
  ['100,000 header fields', Buffer.from(`${'X-Filler: some words of filler text here\r\n'.repeat(100_000)}\r\nbody`)],
  [
    'one header field of 5 MB',
    Buffer.concat([Buffer.from('Subject: '), Buffer.alloc(5 * 1024 * 1024, 'a'), Buffer.from('\r\n\r\nb')]),
  ],
  ['a folded field of 5 MB', Buffer.from(`Subject: a\r\n${' folded\r\n'.repeat(600_000)}\r\nbody`)],
  ['100,000 recipients in To', Buffer.from(`To: ${'someone@sender.example, '.repeat(100_000)}\r\n\r\nbody`)],
  ['a From of quotes and comments', Buffer.from(`From: ${'"((<'.repeat(50_000)}\r\n\r\nbody`)],
  ['NUL bytes in names and values', Buffer.from('Sub\0ject: a\0b\r\nFrom: \0\0@\0\r\n\0: \0\r\n\r\n\0\0\0')],
  ['no header at all', Buffer.from('\r\nonly a body')],
  ['no empty line', Buffer.from('Subject: x\r\nnothing follows')],
  ['not one byte', Buffer.alloc(0)],
  ['only line feeds', Buffer.alloc(100_000, '\n')],
  ['5 MB without a line end', Buffer.alloc(5 * 1024 * 1024, 'x')],
  [
    'bytes that are no UTF-8',
    Buffer.from([0x53, 0x75, 0x62, 0x6a, 0x65, 0x63, 0x74, 0x3a, 0xff, 0xfe, 0xc3, 0x0d, 0x0a, 0x0d, 0x0a]),
  ],
  ['a continuation line first', Buffer.from(' folded: nothing\r\nSubject: x\r\n\r\nbody')],
  ['an endless boundary', Buffer.from(`Content-Type: multipart/mixed; boundary="${'b'.repeat(100_000)}"\r\n\r\n--b`)],
];

afterAll(removeFolders);

describe('a hostile mail', () => {
  it.each(HOSTILE)('with %s is stored whole and announced within what SNS takes', async (_what, raw) => {
    const rig = makeRig();
    rig.inbound.activate('inbound');
    expect((await rig.inbound.receive(TO, raw)).kind).toBe('accepted');
    expect(rig.objects[0]?.body.subarray(rig.objects[0].body.length - raw.length).equals(raw)).toBe(true);
    const message = rig.published[0]?.message ?? '';
    expect(Buffer.byteLength(message)).toBeGreaterThan(500);
    expect(Buffer.byteLength(message)).toBeLessThan(MOST_NOTIFICATION_BYTES);
    rig.stop();
  });

  it('is announced with headersTruncated from 10 KB of header on, not before', async () => {
    const truncated = async (fillerBytes: number) => {
      const rig = makeRig();
      rig.inbound.activate('inbound');
      await rig.inbound.receive(TO, Buffer.from(`X-Filler: ${'f'.repeat(fillerBytes)}\r\nSubject: last\r\n\r\n`));
      rig.stop();
      return rig.events()[0];
    };
    expect(await truncated(8_000)).toMatchObject({
      mail: { headersTruncated: false, commonHeaders: { subject: 'last' } },
    });
    expect(await truncated(10_240)).toMatchObject({
      mail: { headersTruncated: true, commonHeaders: { subject: 'last' } },
    });
  });
});

describe('the header reader', () => {
  it('unfolds, keeps byte ranges, and skips lines that are no fields', () => {
    const raw = Buffer.from('From mbox\r\nA: one\r\n\ttwo\r\n  three\r\nno colon\r\nB : x\r\n\r\nC: body');
    const { fields, bodyOffset } = readHeaderSection(raw);
    expect(fields.map(({ name, value }) => [name, value])).toEqual([
      ['A', 'one two three'],
      ['B', 'x'],
    ]);
    expect(raw.subarray(bodyOffset).toString()).toBe('C: body');
    expect(fields.map(({ start, end }) => raw.toString('latin1', start, end))).toEqual([
      'A: one\r\n\ttwo\r\n  three\r\n',
      'B : x\r\n',
    ]);
  });

  it('reads lines that end in a bare line feed', () => {
    expect(readHeaderSection(Buffer.from('A: b\n\nbody'))).toMatchObject({ bodyOffset: 6, cut: false });
  });
});

describe('the address list reader', () => {
  it.each([
    ['"Doe, Jane" <jane@x.example>, bob@x.example', ['jane@x.example', 'bob@x.example']],
    ['Friends: a@x.example, B <b@x.example>; c@x.example', ['a@x.example', 'b@x.example', 'c@x.example']],
    ['a@x.example (Ann, (the first)), <b@[IPv6:::1]>', ['a@x.example', 'b@[IPv6:::1]']],
    ['"quoted \\" > , name" <q@x.example>', ['q@x.example']],
    ['undisclosed-recipients:;', []],
    [' , ,', []],
  ])('reads %s', (value, addresses) => {
    expect(readAddressList(value).map(({ address }) => address)).toEqual(addresses);
  });
});
