/** The mails of the bench, made by code and always the same but for sender, Message-ID and the date of the run. */

export type SizeClass = '<= 10 KB' | '<= 100 KB' | '<= 1 MB' | '>= 5 MB';

const WORDS =
  'the offer for your order was checked and we would like to know when a delivery of twelve pallets is possible because our warehouse closes early on friday'.split(
    ' ',
  );

/** Words of a fixed sequence (a linear congruential generator, Numerical Recipes): text that is neither one line nor noise. */
const prose = (bytes: number, seed: number): string => {
  let state = seed;
  let text = '';
  let column = 0;
  while (text.length < bytes) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const word = WORDS[state % WORDS.length] ?? '';
    column += word.length + 1;
    text += word + (column > 68 ? '\r\n' : ' ');
    if (column > 68) column = 0;
  }
  return text;
};

const paragraphs = (bytes: number, seed: number): string =>
  prose(bytes, seed)
    .split('\r\n')
    .map(
      (line, n) =>
        `<p style=3D"margin:0 0 8px 0">${line} gr=C3=BC=C3=9Fe <b>${n}</b> <a href=3D"https://shop.example/o/${n}">=\r\nsee it</a></p>`,
    )
    .join('\r\n');

/** Bytes that look like a compressed file, in lines of base 64. */
const file = (bytes: number): string => {
  const content = Buffer.alloc(bytes);
  let state = 1;
  for (let at = 0; at + 4 <= bytes; at += 4) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    content.writeUInt32LE((state ^ (state >>> 13)) >>> 0, at);
  }
  return content.toString('base64').replace(/.{76}/g, '$&\r\n');
};

const PLAIN = ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 7bit'];
const HTML = ['Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: quoted-printable'];

const part = (headers: readonly string[], body: string): string => ['--part', ...headers, '', body].join('\r\n');

const alternatives = (textBytes: number, htmlBytes: number): readonly string[] => [
  part(PLAIN, prose(textBytes, 2)),
  part(HTML, `<html><body>\r\n${paragraphs(htmlBytes, 3)}\r\n</body></html>`),
];

const withFile = (bytes: number): readonly string[] => [
  ...alternatives(2_000, 6_000),
  part(
    [
      'Content-Type: application/pdf; name="plan.pdf"',
      'Content-Disposition: attachment; filename="plan.pdf"',
      'Content-Transfer-Encoding: base64',
    ],
    file(bytes),
  ),
];

const multipart = (kind: 'alternative' | 'mixed', parts: readonly string[]) => ({
  headers: [`Content-Type: multipart/${kind}; boundary="part"`],
  body: [...parts, '--part--', ''].join('\r\n'),
});

const plain = () => ({ headers: PLAIN, body: prose(2_000, 1) });
const written = (textBytes: number, htmlBytes: number) => () =>
  multipart('alternative', alternatives(textBytes, htmlBytes));
const filed = (bytes: number) => () => multipart('mixed', withFile(bytes));

/** Made when they are needed: the largest takes a moment. */
const SHAPES = {
  'plain, 3 KB': plain,
  'text and HTML, 8 KB': written(1_200, 2_600),
  'text and HTML, 32 KB': written(6_000, 12_000),
  'text and HTML, 90 KB': written(18_000, 34_000),
  'file, 400 KB': filed(290_000),
  'file, 7 MB': filed(5_000_000),
  'file, 40 MB': filed(29_000_000),
} as const;

export type Shape = keyof typeof SHAPES;

export const CLASSES: Readonly<Record<SizeClass, readonly Shape[]>> = {
  '<= 10 KB': ['plain, 3 KB', 'text and HTML, 8 KB'],
  '<= 100 KB': ['text and HTML, 32 KB', 'text and HTML, 90 KB'],
  '<= 1 MB': ['file, 400 KB'],
  '>= 5 MB': ['file, 7 MB'],
};

/** What the way through three mail servers adds. */
const TRACE = Array.from({ length: 3 }, (_, hop) => [
  `Received: from mx${hop}.customer.example (mx${hop}.customer.example [192.0.2.${hop + 1}])`,
  `\tby mx${hop + 1}.customer.example (Postfix) with ESMTPS id 4A${hop}0C1F2B3`,
  '\tfor <sales@shop.example>; Sat, 21 Nov 2026 09:00:00 +0000 (UTC)',
]).flat();

/** From a sender of its own, who becomes a lead, unless one is named. */
export const benchMail = (shape: Shape, n: number, sender = n): { readonly from: string; readonly raw: Buffer } => {
  const { headers, body } = SHAPES[shape]();
  const from = `customer${sender}@customer.example`;
  const head = [
    ...TRACE,
    'DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=customer.example; s=mail;',
    '\th=from:to:subject:date:message-id; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;',
    `\tb=${'q'.repeat(68)}`,
    `From: =?utf-8?Q?Gr=C3=BCne_Werke_${sender}?= <${from}>`,
    'To: "Sales" <sales@shop.example>',
    'Subject: =?utf-8?Q?Angebot_f=C3=BCr_zw=C3=B6lf_Paletten?=',
    `Message-ID: <bench-${n}@customer.example>`,
    'Date: Sat, 21 Nov 2026 09:00:00 +0000',
    'X-Mailer: bench',
    'MIME-Version: 1.0',
    ...headers,
  ];
  return { from, raw: Buffer.from([...head, '', body].join('\r\n')) };
};

/** The size of a mail a person writes: 20 KB of HTML with 4 KB of text beside it. */
export const outgoingMail = (n: number) => ({
  to: [`customer${n}@customer.example`],
  subject: `Your order ${n}`,
  html: `<html><body>${prose(20_000, 5).replaceAll('\r\n', '<br>\r\n')}</body></html>`,
  text: prose(4_000, 6),
});
