import { describe, expect, test } from 'vitest';
import { ids } from '#shared/adapters/ids.ts';
import { fingerprintOf } from '#shared/domain/mailroom/fingerprint.ts';
import type { AttachmentPart } from '#shared/domain/message/message.ts';
import { aMessage, type MessageFields } from '#tests/support/message.ts';

const print = (fields: MessageFields = {}, mailbox = 'acme+lead') =>
  ids.digest(...fingerprintOf(aMessage(fields), mailbox));
const scan = (content: string): AttachmentPart => ({
  name: 'scan.pdf',
  contentType: 'application/pdf',
  sizeBytes: content.length,
  digest: `digest of ${content}`,
});

describe('[F15] two copies of one mail have one fingerprint', () => {
  test.each<[string, MessageFields, MessageFields]>([
    ['the same values', {}, {}],
    ['a list or relay changed the text', { text: 'Hello' }, { text: 'Hello\n-- footer' }],
    ['another path and other recipients', { headers: { received: 'a' }, to: [] }, { headers: { received: 'b' } }],
    ['the sender in other letters', { from: 'ADA@customer.example' }, { from: 'ada@customer.example' }],
    [
      'an unreadable date, as it stands',
      { date: undefined, headers: { date: 'soon' } },
      { date: undefined, headers: { date: 'soon' } },
    ],
    [
      'no Message-ID, the same content',
      { messageId: undefined, attachments: [scan('a')] },
      { messageId: undefined, attachments: [scan('a')] },
    ],
  ])('%s', (_what, one, other) => {
    expect(print(one)).toBe(print(other));
  });
});

describe('[F15][F27] two mails have two', () => {
  test.each<[string, MessageFields, MessageFields]>([
    ['another Message-ID', {}, { messageId: 'mail-2@customer.example' }],
    ['the same Message-ID of somebody else: guessed', {}, { from: 'eve@evil.example' }],
    ['the same Message-ID with another date', {}, { date: '2026-11-21T09:00:01.000Z' }],
    ['the same Message-ID with another subject', {}, { subject: 'Something else' }],
    ['the same Message-ID without a sender', {}, { from: '' }],
    [
      'two unreadable dates',
      { date: undefined, headers: { date: 'soon' } },
      { date: undefined, headers: { date: 'later' } },
    ],
    ['no Message-ID, another text', { messageId: undefined, text: 'a' }, { messageId: undefined, text: 'b' }],
    ['no Message-ID, another HTML', { messageId: undefined, html: 'a' }, { messageId: undefined, html: 'b' }],
    [
      'no Message-ID, the text as HTML',
      { messageId: undefined, text: 'a', html: 'b' },
      { messageId: undefined, text: 'ab', html: '' },
    ],
    [
      'no Message-ID, another page scanned',
      { messageId: undefined, attachments: [scan('a')] },
      { messageId: undefined, attachments: [scan('b')] },
    ],
    [
      'no Message-ID, one page more',
      { messageId: undefined, attachments: [scan('a')] },
      { messageId: undefined, attachments: [scan('a'), scan('a')] },
    ],
  ])('%s', (_what, one, other) => {
    expect(print(one)).not.toBe(print(other));
  });

  test('the same mail in another mailbox: handle or suffix', () => {
    expect(new Set([print(), print({}, 'acme'), print({}, 'acme+case'), print({}, 'other+lead')]).size).toBe(4);
  });
});
