/** Our own hand-written mails, one or two per class: they say where the corpus is not at hand what it says with hundreds. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Recognised, recognise } from '#shared/domain/mailroom/recognise.ts';
import { makeBoundsCheck } from '#shared/domain/message/bounds.ts';
import type { Message } from '#shared/domain/message/message.ts';
import { parseMail } from '#tests/support/parse.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'fixtures', 'mails');

interface Expected {
  readonly kind: Recognised['kind'];
  readonly mayAnswer?: true;
  readonly message: Partial<Message>;
  /** Name, type and decoded content of each. */
  readonly attachments?: readonly (readonly [string, string, string])[];
}

const EXPECTED: Readonly<Record<string, Expected>> = {
  ordinary: {
    kind: 'ordinary',
    mayAnswer: true,
    message: {
      from: { address: 'Grace@Navy.example', name: 'Hopper, Grace' },
      to: [
        { address: 'sales@shop.example', name: 'Sales' },
        { address: 'support@shop.example', name: 'Support: second line' },
      ],
      cc: [
        { address: 'ben@shop.example', name: '' },
        { address: 'joerg@shop.example', name: 'Jörg' },
      ],
      subject: 'Café menu',
      messageId: 'menu-1@navy.example',
      references: ['answer-2@shop.example', 'answer-1@shop.example', 'first-1@navy.example'],
      date: '2026-11-21T09:00:00.000Z',
      text: 'The café menu is attached. € 3 each.\n',
      html: '<p>The café <b>menu</b> is attached. &euro; 3 each.</p>\n',
    },
    attachments: [['.._café menu.pdf', 'application/pdf', '%PDF-1.4\n']],
  },
  bounce: {
    kind: 'bounce',
    message: { text: expect.stringContaining('Final-Recipient: rfc822; gone@navy.example') },
    attachments: [['attachment-0', 'text/rfc822-headers', expect.stringContaining('Subject: Our offer')]],
  },
  'bounce-of-qmail': {
    kind: 'bounce',
    message: { messageId: undefined, text: expect.stringContaining('No such mailbox') },
  },
  complaint: {
    kind: 'complaint',
    message: { text: 'Somebody marked this as spam.\n' },
    attachments: [
      ['attachment-0', 'message/feedback-report', expect.stringContaining('Feedback-Type: abuse')],
      ['attachment-1', 'text/rfc822-headers', expect.stringContaining('Subject: Our offer')],
    ],
  },
  'auto-reply': {
    kind: 'auto-reply',
    message: { text: 'Ich bin bis Montag nicht im Büro.\n', references: ['offer-1@shop.example'] },
  },
  receipt: {
    kind: 'auto-reply',
    message: { text: 'Your mail was displayed.\n' },
    attachments: [['attachment-0', 'message/disposition-notification', expect.stringContaining('displayed')]],
  },
  list: { kind: 'list', message: { subject: '[compilers] Meeting on Monday' } },
  'forwarding-confirmation': {
    kind: 'forwarding-confirmation',
    message: { text: expect.stringContaining('123456789') },
  },
  'eight-bit': {
    kind: 'ordinary',
    mayAnswer: true,
    message: {
      from: { address: 'joerg@bahn.example', name: 'Jörg Müller' },
      to: [{ address: 'sales@shop.example', name: 'Verkäufer' }],
      subject: 'Größe der Räder',
      text: 'Wie groß sind die Räder? 3 €?\n',
    },
  },
  uuencoded: {
    kind: 'ordinary',
    mayAnswer: true,
    message: { text: 'One page.\n\nBye\n' },
    attachments: [['page.txt', 'application/octet-stream', 'Hello fax!\n']],
  },
  'forwarded-whole': {
    kind: 'ordinary',
    mayAnswer: true,
    message: {
      from: { address: 'ben@shop.example', name: 'Ben' },
      subject: 'Fwd: Broken',
      text: 'Please look at this.',
    },
    attachments: [['attachment-0', 'message/rfc822', expect.stringContaining('Smoke comes out.')]],
  },
};

test('every mail of the folder has its expectation', () => {
  expect(readdirSync(FOLDER).sort()).toEqual(
    Object.keys(EXPECTED)
      .map((name) => `${name}.eml`)
      .sort(),
  );
});

test.each(Object.entries(EXPECTED))(
  '[F30][F33] %s.eml',
  async (name, { kind, mayAnswer = false, message, attachments = [] }) => {
    const raw = readFileSync(join(FOLDER, `${name}.eml`));
    const parsed = await parseMail(raw);
    expect(makeBoundsCheck()(raw)).toEqual({ kind: 'fit' });
    expect(recognise(parsed)).toEqual({ kind, mayAnswer });
    expect(parsed).toMatchObject(message);
    expect(
      parsed.attachments.map((part) => [part.name, part.contentType, Buffer.from(part.content).toString()]),
    ).toEqual(attachments);
  },
);
