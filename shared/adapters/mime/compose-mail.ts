/** MIME by nodemailer's MailComposer. Values were checked by the contract (no line ends); this is the second fence against header injection. */
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { encodeWord } from 'nodemailer/lib/mime-funcs/index.js';
import { MAIL_HEADER } from '../../domain/feedback/read-report.ts';
import { markedHtml, markedText } from '../../domain/reply/marker.ts';
import { dressedHtml, dressedText } from '../../domain/sending/look.ts';
import { ownMessageId } from '../../domain/sending/message-id.ts';
import { liveRecipients, type OutgoingMail } from '../../domain/sending/outgoing-mail.ts';
import { redirectOf } from '../../domain/sending/test-mode.ts';
import type { ComposeMail } from '../../ports/sending.ts';

const addressed = (mail: OutgoingMail, role: 'to' | 'cc'): string[] =>
  mail.recipients
    .filter((recipient) => recipient.role === role && recipient.failed === undefined)
    .map(({ address }) => address);

/**
 * Encoded as a whole (RFC 2047) where the composer would leave plain ASCII: `=?...?=` in it would be shown decoded, line ends and all; a word that
 * does not fit on a line cannot be folded and SES refuses lines over 998 characters.
 */
const headerText = (text: string): string => (/=\?|\S{70}/.test(text) ? encodeWord(text, 'Q', 52) : text);

/** RFC 5322 section 2.3: CR and LF occur only together. The composer leaves a lone LF in short lines; strict servers take it for an attack. */
const bodyText = (text: string): string => text.replace(/\r\n?|\n/g, '\r\n');

/** A message in a message must not be encoded (RFC 2046 section 5.2.1), so a long line or a NUL in it would be refused: it travels as a file. */
const travellingType = (contentType: string): string =>
  /^(?!message\/|multipart\/)[\w.+-]+\/[\w.+-]+$/i.test(contentType) ? contentType : 'application/octet-stream';

/** A line is folded where the spaces are, and readers make one space of a fold and those around it: better always one than now and then. */
const travellingName = (name: string): string => name.replace(/ {2,}/g, ' ');

/**
 * The contract refuses what could end the line; whatever else comes here comes as blanks. Always an object: nodemailer reads a text as a list of addresses
 * and may find another one in it.
 */
const named = (address: string, name?: string) => ({
  name: (name ?? '').replace(/[\p{Cc}\u2028\u2029]+|=\?/gu, ' '),
  address: address.replace(/[\s\p{Cc}<>]+/gu, ''),
});

/** RFC 5322 section 3.6.4: what is between the angle brackets; of strangers' mail it comes as they wrote it. */
const bareId = (id: string): string => id.replace(/[^\x21-\x7e]|[<>]/g, '');

/** RFC 3834 section 5; Exchange looks at the second alone (MS-OXCMAIL, X-Auto-Response-Suppress). What such a mail answers stands last in its references. */
const automatic = ({ references }: OutgoingMail) => ({
  'Auto-Submitted': references === undefined ? 'auto-generated' : 'auto-replied',
  'X-Auto-Response-Suppress': 'All',
});

/** Who would have got it (FEATURES 99); of blind copies only how many: the person who tests is one of those who must not see them. */
const redirected = (mail: OutgoingMail) => {
  const blind = liveRecipients(mail).filter(({ role }) => role === 'bcc').length;
  return {
    'X-Postroom-Original-To': [...addressed(mail, 'to'), ...addressed(mail, 'cc')].join(', '),
    ...(blind === 0 ? {} : { 'X-Postroom-Original-Bcc': String(blind) }),
  };
};

export const composeMail: ComposeMail = (mail, { look, attachments, ...written }) => {
  const html = written.html === undefined || look === undefined ? written.html : dressedHtml(written.html, look);
  const redirect = redirectOf(mail.testMode);
  const isTextless = written.text === undefined && html !== undefined;
  const text = look === undefined || isTextless ? written.text : dressedText(written.text ?? '', look);
  return new MailComposer({
    from: named(mail.from, mail.fromName),
    ...(mail.replyTo === undefined ? {} : { replyTo: named(mail.replyTo, mail.replyToName) }),
    ...(mail.references === undefined ? {} : { references: mail.references.map((id) => `<${bareId(id)}>`) }),
    ...(mail.source === 'system' && mail.references?.at(-1) !== undefined
      ? { inReplyTo: `<${bareId(mail.references.at(-1) ?? '')}>` }
      : {}),
    to: (redirect === undefined ? addressed(mail, 'to') : [redirect]).map((address) => named(address)),
    cc: (redirect === undefined ? addressed(mail, 'cc') : []).map((address) => named(address)),
    subject: headerText(mail.subject),
    // SES writes its own over both, an own server leaves them; the date keeps composing the same mail twice the same.
    messageId: `<${ownMessageId(mail)}>`,
    headers: {
      [MAIL_HEADER]: mail.id,
      ...(mail.source === 'system' ? automatic(mail) : {}),
      ...(redirect === undefined ? {} : redirected(mail)),
    },
    date: new Date(mail.createdAt),
    ...(html === undefined ? {} : { html: bodyText(mail.record === undefined ? html : markedHtml(html)) }),
    ...(text === undefined && html !== undefined
      ? {}
      : { text: bodyText(mail.record === undefined ? (text ?? '') : markedText(text ?? '')) }),
    attachments: attachments.map(({ name, contentType, content, cid }) => ({
      filename: travellingName(name),
      contentType: travellingType(contentType),
      ...(cid === undefined ? {} : { cid: bareId(cid), contentDisposition: 'inline' as const }),
      // Not a copy: of 30 MB there are enough already.
      content: Buffer.from(content.buffer, content.byteOffset, content.byteLength),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
};
