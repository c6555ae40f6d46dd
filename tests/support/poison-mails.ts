/** Mails that only exist to hurt whoever parses them. Each has a name for test titles; built, not stored, because some are 40 MB. */

const HEAD =
  'From: Mallory <mallory@evil.example>\r\nTo: x@in.postroom.test\r\nDate: Sat, 21 Nov 2026 09:00:00 +0000\r\n';

const nested = (levels: number): string => {
  let open = '';
  for (let level = 0; level < levels; level += 1)
    open += `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}\r\n`;
  return `${HEAD}Subject: nested ${levels}\r\n${open}Content-Type: text/plain\r\n\r\nbottom\r\n`;
};

const nestedRfc822 = (levels: number): string =>
  `${HEAD}Subject: matryoshka\r\n${'Content-Type: message/rfc822\r\n\r\nFrom: a@b.example\r\n'.repeat(levels)}Content-Type: text/plain\r\n\r\nbottom\r\n`;

const parts = (count: number): string =>
  `${HEAD}Subject: ${count} parts\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\nContent-Type: text/plain\r\n\r\nx\r\n'.repeat(count)}--b--\r\n`;

export interface PoisonMail {
  readonly name: string;
  readonly raw: () => Buffer;
}

const mail = (name: string, raw: () => string | Buffer): PoisonMail => ({
  name,
  raw: () => {
    const made = raw();
    return Buffer.isBuffer(made) ? made : Buffer.from(made, 'latin1');
  },
});

export const POISON_MAILS: readonly PoisonMail[] = [
  mail('no headers at all', () => '\r\njust a body\r\n'),
  mail('nothing at all', () => '\r\n'),
  mail('only line ends', () => '\r\n'.repeat(100_000)),
  mail(
    '100,000 headers',
    () => `${HEAD}${Array.from({ length: 100_000 }, (_, n) => `X-H${n}: v\r\n`).join('')}\r\nbody\r\n`,
  ),
  mail('one header of 5 MB', () => `${HEAD}Subject: ${'a'.repeat(5_000_000)}\r\n\r\nbody\r\n`),
  mail('one header folded 200,000 times', () => `${HEAD}Subject: a\r\n${' b\r\n'.repeat(200_000)}\r\nbody\r\n`),
  mail('1,000 levels of multipart', () => nested(1_000)),
  mail('150 levels of multipart', () => nested(150)),
  mail('1,000 levels of message/rfc822', () => nestedRfc822(1_000)),
  mail('150 levels of message/rfc822', () => nestedRfc822(150)),
  mail('100,000 parts', () => parts(100_000)),
  mail('5,000 parts', () => parts(5_000)),
  mail(
    'NUL bytes everywhere',
    () => `${HEAD}Subject: a\u0000b\r\nMessage-ID: <n\u0000ul@evil.example>\r\n\r\n${'\u0000x'.repeat(10_000)}\r\n`,
  ),
  mail(
    'a boundary that never ends',
    () => `${HEAD}Subject: endless\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nnever closed`,
  ),
  mail(
    'a boundary of 1 MB',
    () => `${HEAD}Content-Type: multipart/mixed; boundary="${'b'.repeat(900_000)}"\r\n\r\n--b\r\n\r\nx\r\n`,
  ),
  mail('an empty boundary', () => `${HEAD}Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\n\r\nx\r\n----\r\n`),
  mail(
    'broken base 64',
    () => `${HEAD}Subject: b64\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!not base64!!!\r\n====\r\n`,
  ),
  mail(
    'an unknown charset',
    () => `${HEAD}Subject: =?x-klingon?B?////?=\r\nContent-Type: text/plain; charset=x-klingon\r\n\r\n\xff\xfe\r\n`,
  ),
  mail(
    '10,000 recipients',
    () =>
      `From: a@b.example\r\nTo: ${Array.from({ length: 10_000 }, (_, n) => `u${n}@b.example`).join(',\r\n ')}\r\nSubject: many\r\n\r\nx\r\n`,
  ),
  mail(
    'an address of 100,000 nested comments',
    () => `From: ${'('.repeat(100_000)}a@b.example\r\nSubject: comments\r\n\r\nx\r\n`,
  ),
  mail('100,000 nested group and quote marks', () => `From: ${'a:"<'.repeat(25_000)}\r\nSubject: groups\r\n\r\nx\r\n`),
  mail('an address of 100 KB', () => `From: ${'a'.repeat(100_000)}@b.example\r\nSubject: long\r\n\r\nx\r\n`),
  mail(
    'HTML 50,000 levels deep',
    () => `${HEAD}Subject: deep\r\nContent-Type: text/html\r\n\r\n${'<div>'.repeat(50_000)}x`,
  ),
  mail(
    'HTML of 8 MB',
    () => `${HEAD}Subject: big html\r\nContent-Type: text/html\r\n\r\n${'<p>hello <b>world</b>\r\n'.repeat(360_000)}`,
  ),
  mail('encoded words without end', () => `${HEAD}Subject: ${'=?utf-8?q?=C3?= '.repeat(20_000)}\r\n\r\nx\r\n`),
  mail(
    'a References header of 900 KB',
    () => `${HEAD}Subject: refs\r\nReferences: ${'<a@b.example> '.repeat(60_000)}\r\n\r\nx\r\n`,
  ),
  mail(
    'prototype names as headers and parameters',
    () => `${HEAD}__proto__: x\r\nconstructor: y\r\nContent-Type: text/plain; __proto__=z; constructor=w\r\n\r\nx\r\n`,
  ),
  mail('mail of 39 MB in one attachment', () =>
    Buffer.concat([
      Buffer.from(
        `${HEAD}Subject: big\r\nContent-Type: application/octet-stream; name=big.bin\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n`,
      ),
      Buffer.from(`${'QUJD'.repeat(19)}\r\n`.repeat(500_000)),
    ]),
  ),
];
