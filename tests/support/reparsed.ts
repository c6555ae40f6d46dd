/**
 * What a mail that left says, by two parsers with no code in common: mailparser (which also reads our inbound mail) and postal-mime. An escape that
 * only one of them understands is a recipient's mail program showing something else than what was asked.
 */
import { createHash } from 'node:crypto';
import { type AddressObject, simpleParser } from 'mailparser';
import PostalMime, { type Address } from 'postal-mime';

export interface Reparsed {
  readonly from: readonly string[];
  readonly replyTo: readonly string[];
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly subject: string;
  /** With LF only, and without the line ends at the end. */
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly {
    readonly name: string;
    readonly contentType: string;
    readonly sizeBytes: number;
    readonly sha256: string;
  }[];
}

export const plain = (text: string | false | undefined): string =>
  (text || '').replace(/\r\n?/g, '\n').replace(/\n+$/, '');

export const aPart = (name: string, contentType: string, content: Uint8Array): Reparsed['attachments'][number] => ({
  name,
  contentType,
  sizeBytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
});

const addresses = (objects: AddressObject | readonly AddressObject[] | undefined): readonly string[] =>
  (objects === undefined ? [] : [objects].flat()).flatMap(({ value }) => value.map(({ address }) => address ?? ''));

const byMailparser = async (raw: Buffer): Promise<Reparsed> => {
  const mail = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
  return {
    from: addresses(mail.from),
    replyTo: addresses(mail.replyTo),
    to: addresses(mail.to),
    cc: addresses(mail.cc),
    bcc: addresses(mail.bcc),
    subject: mail.subject ?? '',
    text: plain(mail.text),
    html: plain(mail.html),
    attachments: mail.attachments.map(({ filename, contentType, content }) =>
      aPart(filename ?? '', contentType, content),
    ),
  };
};

const mailboxes = (list: readonly Address[] | undefined): readonly string[] =>
  (list ?? []).flatMap((entry) => (entry.group ?? [entry]).map(({ address }) => address));

const bytesOf = (content: string | ArrayBuffer | Uint8Array): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);

const byPostalMime = async (raw: Buffer): Promise<Reparsed> => {
  const mail = await PostalMime.parse(raw, { forceRfc822Attachments: true });
  // Without a text part it renders the HTML; ours is the one without a file name.
  const hasText = /^content-type: text\/plain(?:; charset=[\w-]+)?\r$/im.test(raw.toString('latin1'));
  return {
    from: mailboxes(mail.from === undefined ? [] : [mail.from]),
    replyTo: mailboxes(mail.replyTo),
    to: mailboxes(mail.to),
    cc: mailboxes(mail.cc),
    bcc: mailboxes(mail.bcc),
    subject: mail.subject ?? '',
    text: hasText ? plain(mail.text) : '',
    html: plain(mail.html),
    attachments: mail.attachments.map(({ filename, mimeType, content }) =>
      aPart(filename ?? '', mimeType, bytesOf(content)),
    ),
  };
};

export const reparsed = async (raw: Buffer): Promise<Readonly<Record<'mailparser' | 'postal-mime', Reparsed>>> => ({
  mailparser: await byMailparser(raw),
  'postal-mime': await byPostalMime(raw),
});
