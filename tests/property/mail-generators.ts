/**
 * Mails as mail programs write them, made from what they shall say: the same subject as raw text, in Q or B words, folded; addresses with names,
 * groups and folding; trees of parts in every transfer encoding. For the property tests of parser, bounds and fingerprint.
 */
import fc from 'fast-check';

export interface WrittenAddress {
  readonly address: string;
  readonly name: string;
}

export interface WrittenMail {
  readonly from: WrittenAddress;
  readonly to: readonly WrittenAddress[];
  readonly subject: string;
  readonly messageId: string;
  readonly text: string;
  readonly attachments: readonly { readonly name: string; readonly content: Buffer }[];
  readonly raw: string;
}

/** What was meant and how it stands in the mail. */
interface Written<Meant> {
  readonly meant: Meant;
  readonly wire: string;
}

const WORDS = ['Ada', 'offer', 'Größe', 'café', 'Привет', '日本', 'שלום', '😀', '3', "O'Hara", 'x-y'];
const Word = fc.constantFrom(...WORDS);
const ASCII_WORDS = ['Ada', 'offer', '3', 'x-y', 'sale', 'menu'];
const Phrase = fc.array(Word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '));
const AsciiPhrase = fc
  .array(fc.constantFrom(...ASCII_WORDS), { minLength: 1, maxLength: 5 })
  .map((words) => words.join(' '));

const hex = (byte: number) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
const isPlain = (byte: number) => /[A-Za-z0-9]/.test(String.fromCharCode(byte));
const qWord = (text: string) =>
  `=?utf-8?q?${[...Buffer.from(text)].map((byte) => (byte === 32 ? '_' : isPlain(byte) ? String.fromCharCode(byte) : hex(byte))).join('')}?=`;
const bWord = (text: string) => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;

/** Encoded words are at most 75 characters (RFC 2047 section 2): one per word of the text, the blank at its end. */
const inWords = (text: string, encode: (part: string) => string, fold: string) =>
  text
    .split(/(?<= )/)
    .map(encode)
    .join(fold);

const WrittenPhrase: fc.Arbitrary<Written<string>> = fc.oneof(
  AsciiPhrase.map((meant) => ({ meant, wire: meant })),
  fc
    .tuple(Phrase, fc.constantFrom(qWord, bWord), fc.constantFrom(' ', '\r\n ', '\r\n\t'))
    .map(([meant, encode, fold]) => ({ meant, wire: inWords(meant, encode, fold) })),
  AsciiPhrase.map((meant) => ({ meant, wire: meant.replaceAll(' ', '\r\n ') })),
  Phrase.map((meant) => ({ meant, wire: meant })),
);

const LocalPart = fc.constantFrom('ada', 'Grace.Hopper', 'a+tag', 'x_y', 'jörg', "o'hara", '1');
const Domain = fc.constantFrom('customer.example', 'Navy.Example', 'mail.shop.example', 'müller.example');
const Address = fc.tuple(LocalPart, Domain).map(([local, domain]) => `${local}@${domain}`);

const QUOTED_NAMES = ['Lovelace, Ada', 'a "nick" b', 'semi;colon', 'at @ home', 'back\\slash', 'x (y)', 'colon: z'];
const Name: fc.Arbitrary<Written<string>> = fc.oneof(
  fc.constant({ meant: '', wire: '' }),
  fc
    .tuple(Phrase, fc.constantFrom(qWord, bWord))
    .map(([meant, encode]) => ({ meant, wire: inWords(meant, encode, ' ') })),
  AsciiPhrase.map((meant) => ({ meant, wire: meant })),
  fc.constantFrom(...QUOTED_NAMES).map((meant) => ({ meant, wire: `"${meant.replace(/["\\]/g, '\\$&')}"` })),
);

const Mailbox: fc.Arbitrary<Written<WrittenAddress>> = fc.tuple(Name, Address).map(([name, address]) => ({
  meant: { address, name: name.meant },
  wire: name.wire === '' ? address : `${name.wire} <${address}>`,
}));

/** The address parser inside mailparser 3.9.31 ends a group at a `;` even within quotes; nobody's program writes such a group. */
const Grouped = Mailbox.filter(({ wire }) => !wire.includes(';'));

const AddressList: fc.Arbitrary<Written<readonly WrittenAddress[]>> = fc
  .tuple(
    fc.array(Mailbox, { maxLength: 4 }),
    fc.array(Grouped, { maxLength: 3 }),
    fc.constantFrom(', ', ',\r\n ', ','),
    fc.boolean(),
  )
  .map(([single, grouped, comma, hasGroup]) => ({
    meant: [...single, ...(hasGroup ? grouped : [])].map(({ meant }) => meant),
    wire: [
      ...single.map(({ wire }) => wire),
      ...(hasGroup ? [`Team: ${grouped.map(({ wire }) => wire).join(comma)};`] : []),
    ].join(comma),
  }));

/** Quoted-printable, every byte that is not a letter or digit encoded, soft line breaks in between. */
const quotedPrintable = (text: string) =>
  [...Buffer.from(text.replaceAll('\n', '\r\n'))]
    .map(
      (byte, n) =>
        (byte === 13 || byte === 10 || isPlain(byte) ? String.fromCharCode(byte) : hex(byte)) +
        (n % 20 === 19 && byte !== 13 ? '=\r\n' : ''),
    )
    .join('');

const base64 = (content: Buffer) => content.toString('base64').replace(/.{76}/g, '$&\r\n');

interface Encoding {
  readonly name: string;
  readonly encode: (text: string) => string;
}

const Encoding = fc.constantFrom<Encoding>(
  { name: '8bit', encode: (text) => text.replaceAll('\n', '\r\n') },
  { name: 'base64', encode: (text) => base64(Buffer.from(text.replaceAll('\n', '\r\n'))) },
  { name: 'quoted-printable', encode: quotedPrintable },
);

const Text = fc.array(Phrase, { minLength: 1, maxLength: 6 }).map((lines) => lines.join('\n'));

const leaf = (type: string, text: string, { name, encode }: Encoding) =>
  `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: ${name}\r\n\r\n${encode(text)}`;

const multipart = (type: string, boundary: string, parts: readonly string[]) =>
  `Content-Type: multipart/${type};\r\n boundary="${boundary}"\r\n\r\nFor readers without MIME.\r\n${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`;

const Body: fc.Arbitrary<Written<string>> = fc
  .tuple(Text, Encoding, Encoding, fc.constantFrom('plain', 'alternative', 'related'))
  .map(([text, encoding, other, shape]) => {
    const plain = leaf('text/plain', text, encoding);
    const alternative = () => multipart('alternative', 'alt', [plain, leaf('text/html', `<p>${text}</p>`, other)]);
    const wire =
      shape === 'plain'
        ? plain
        : shape === 'alternative'
          ? alternative()
          : multipart('related', 'rel', [alternative()]);
    return { meant: text, wire };
  });

const FileName: fc.Arbitrary<Written<string>> = fc.oneof(
  fc.constantFrom('a.pdf', 'two words.txt').map((meant) => ({ meant, wire: `filename="${meant}"` })),
  fc
    .constantFrom('café.pdf', '日本.txt', '😀.png')
    .map((meant) => ({ meant, wire: `filename*=utf-8''${encodeURIComponent(meant)}` })),
  fc.constantFrom('größe.doc', 'Привет.txt').map((meant) => ({ meant, wire: `filename="${bWord(meant)}"` })),
);

const Attachment = fc.tuple(FileName, fc.uint8Array({ maxLength: 200 })).map(([name, bytes]) => {
  const content = Buffer.from(bytes);
  return {
    meant: { name: name.meant, content },
    wire: `Content-Type: application/pdf\r\nContent-Disposition: attachment;\r\n ${name.wire}\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(content)}`,
  };
});

/** An ordinary mail: its bytes are `Buffer.from(raw)`. */
export const OrdinaryMail: fc.Arbitrary<WrittenMail> = fc
  .record({
    from: Mailbox,
    to: AddressList,
    subject: WrittenPhrase,
    id: fc.nat(),
    body: Body,
    attachments: fc.array(Attachment, { maxLength: 3 }),
    lineEnd: fc.constantFrom('\r\n', '\n'),
  })
  .map(({ from, to, subject, id, body, attachments, lineEnd }) => {
    const messageId = `${id}@customer.example`;
    const content =
      attachments.length === 0
        ? body.wire
        : multipart('mixed', 'mix', [body.wire, ...attachments.map(({ wire }) => wire)]);
    const raw = [
      `From: ${from.wire}`,
      `To: ${to.wire}`,
      `Subject: ${subject.wire}`,
      `Message-ID: <${messageId}>`,
      'Date: Sat, 21 Nov 2026 09:00:00 +0000',
      'MIME-Version: 1.0',
      content,
    ].join('\r\n');
    return {
      from: from.meant,
      to: to.meant,
      subject: subject.meant,
      messageId,
      text: body.meant,
      attachments: attachments.map(({ meant }) => meant),
      raw: raw.replaceAll('\r\n', lineEnd),
    };
  });

/** What transport, time and malice do to a mail. Each keeps it mail-shaped and makes it at most a few times longer. */
const DAMAGES: readonly ((raw: string, at: number) => string)[] = [
  (raw, at) => raw.slice(0, at),
  (raw, at) => `${raw.slice(0, at)}\u0000${raw.slice(at)}`,
  (raw, at) => `${raw.slice(0, at)}\xff\xfe\x80${raw.slice(at)}`,
  (raw, at) => `${raw.slice(0, at)}\r\n\r\n${raw.slice(at)}`,
  (raw, at) => `${raw.slice(0, at)}--mix--\r\n${raw.slice(at)}`,
  (raw, at) => `${raw.slice(0, at)}${raw.slice(Math.floor(at / 2), at)}${raw.slice(at)}`,
  (raw, at) => `${raw.slice(0, at)}=?utf-8?q?${raw.slice(at)}`,
  (raw, at) => `${raw.slice(0, at)}<"(${raw.slice(at)}`,
  (raw, at) => `${raw.slice(0, at)}\r\nContent-Type: multipart/mixed; boundary=alt\r\n${raw.slice(at)}`,
  (raw, at) => `${raw.slice(0, at)}\r\nContent-Type: message/rfc822\r\n\r\n${raw.slice(at)}`,
  (raw) => raw.replaceAll('--alt', '--mix'),
  (raw) => raw.replaceAll('utf-8', 'utf-16le'),
  (raw) => raw.replaceAll('utf-8', 'iso-2022-jp'),
  (raw) => raw.replaceAll('utf-8', 'x-unknown'),
  (raw) => raw.replaceAll('boundary="', 'boundary="" x="'),
  (raw) => raw.replaceAll('base64', 'x-uuencode'),
  (raw) => raw.replaceAll(': ', ':'),
  (raw) => raw.replaceAll('\r\n', '\r'),
];

/** A mail with one to four damages, as bytes. */
export const DamagedMail: fc.Arbitrary<Buffer> = fc
  .tuple(
    OrdinaryMail,
    fc.array(fc.tuple(fc.constantFrom(...DAMAGES), fc.double({ min: 0, max: 1, noNaN: true })), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([{ raw }, damages]) => {
    const wire = Buffer.from(raw).toString('latin1');
    return Buffer.from(
      damages.reduce((damaged, [damage, where]) => damage(damaged, Math.floor(where * damaged.length)), wire),
      'latin1',
    );
  });
