/** MIME by nodemailer's MailComposer. Values were checked by the contract (no line ends); this is the second fence against header injection. */
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import type { ComposeMail } from '../../app/sending/send-mail.ts';
import type { OutgoingMail } from '../../domain/sending/outgoing-mail.ts';

const addressed = (mail: OutgoingMail, role: 'to' | 'cc'): string[] =>
  mail.recipients
    .filter((recipient) => recipient.role === role && recipient.failed === undefined)
    .map(({ address }) => address);

export const composeMail: ComposeMail = (mail, { html, text, attachments }) =>
  new MailComposer({
    from: mail.from,
    ...(mail.replyTo === undefined ? {} : { replyTo: mail.replyTo }),
    to: addressed(mail, 'to'),
    cc: addressed(mail, 'cc'),
    subject: mail.subject,
    // SES writes its own over both; the date keeps composing the same mail twice the same.
    messageId: `<${mail.id}@postroom>`,
    date: new Date(mail.createdAt),
    ...(html === undefined ? {} : { html }),
    ...(text === undefined && html !== undefined ? {} : { text: text ?? '' }),
    attachments: attachments.map(({ name, contentType, content }) => ({
      filename: name,
      contentType,
      content: Buffer.from(content),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
