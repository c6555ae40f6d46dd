import { describe, expect, test } from 'vitest';
import type { ReportSource } from '#shared/domain/bounce/report.ts';
import { eventOf, MAIL_HEADER, type Report, readReport } from '#shared/domain/feedback/read-report.ts';
import { suppressionsAfter } from '#shared/domain/feedback/suppressions.ts';
import { anOutgoingMail } from '#tests/support/feedback-world.ts';
import { aMessage } from '#tests/support/message.ts';

const ID = '01jd3x8q4v7m0000000000000a';
const AT = '2026-11-21T10:00:00.000Z';
const RETURNED = [
  `${MAIL_HEADER}: ${ID}`,
  'Message-ID: <ses-1@eu-central-1.amazonses.com>',
  'To: jane@example.com',
].join('\n');

const to = (...addresses: string[]) =>
  anOutgoingMail({
    id: ID,
    phase: 'sent',
    sesMessageId: 'ses-1',
    sentAt: '2026-11-21T09:00:00.000Z',
    recipients: addresses.map((address) => ({ role: 'to', address, facts: [] })),
  });

const aReport = (said: Report['said'], more: Partial<Report> = {}): Report => ({
  type: 'Bounce',
  mailId: ID,
  messageId: 'ses-1@eu-central-1.amazonses.com',
  said,
  ...more,
});
const dead = (address: string) => aReport([{ address, what: 'bounced-permanent' }]);
const follows = (report: Report, mail: ReturnType<typeof to>) => {
  const event = eventOf(report, mail, AT);
  return event === undefined ? undefined : suppressionsAfter(event).map(({ address, scope }) => [address, scope]);
};

const source = (status: string, words: string): ReportSource => ({
  parts: [
    {
      contentType: 'message/delivery-status',
      text: `Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; jane@example.com\nAction: failed\nStatus: ${status}\nDiagnostic-Code: smtp; ${words}\n`,
    },
    { contentType: 'text/rfc822-headers', text: RETURNED },
  ],
  body: '',
});
const bounce = aMessage({
  from: 'MAILER-DAEMON@mx.example.com',
  subject: 'Undelivered Mail Returned to Sender',
  headers: { 'content-type': 'multipart/report; report-type=delivery-status; boundary=b' },
});

describe('[F213] [F209] a delivery report that came as a mail', () => {
  test.each([
    ['5.1.1', '550 5.1.1 User unknown', 'bounced-permanent'],
    ['5.2.2', '552 5.2.2 Mailbox full', 'bounced-undetermined'],
    ['4.4.1', '451 4.4.1 timeout', 'bounced-transient'],
  ])('with %s says %s: %s', (status, words, what) => {
    expect(readReport(bounce, source(status, words))).toMatchObject({ said: [{ address: 'jane@example.com', what }] });
  });

  test('without the name of a mail of ours, or its Message-ID, is about none', () => {
    const without = (gone: RegExp) => {
      const { parts } = source('5.1.1', 'User unknown');
      return { parts: parts.map((part) => ({ ...part, text: part.text.replace(gone, '') })), body: '' };
    };
    expect(readReport(bounce, without(/X-Postroom-Mail.*\n/))).toBeUndefined();
    expect(readReport(bounce, without(/Message-ID.*\n/))).toBeUndefined();
  });

  test('[F196] a mail program’s unsubscription is no complaint', () => {
    const leaving = aMessage({
      subject: 'unsubscribe',
      headers: { 'x-apple-unsubscribe': 'true' },
      references: ['ses-1@x'],
    });
    expect(readReport(leaving, { parts: [], body: RETURNED })).toBeUndefined();
  });
});

describe('[F213] a report gives up an address', () => {
  test('of the only recipient, also where it names whom he forwards to', () => {
    expect(follows(dead('jane@example.com'), to('Jane@example.com'))).toEqual([['jane@example.com', 'all']]);
    expect(follows(dead('victim@example.com'), to('jane@example.com'))).toEqual([['jane@example.com', 'all']]);
  });

  test('[F206] of several never: any of them could have written it about another; a complaint holds marketing', () => {
    const both = to('jane@example.com', 'joe@example.com');
    expect(follows(dead('joe@example.com'), both)).toEqual([]);
    expect(follows(dead('victim@example.com'), both)).toBeUndefined();
    const complaint = aReport([{ address: 'joe@example.com', what: 'complained' }], { type: 'Complaint' });
    expect(follows(complaint, both)).toEqual([['joe@example.com', 'marketing']]);
  });

  test('[F206] of the only recipient whose provider does not say who complained', () => {
    expect(follows(aReport([], { type: 'Complaint' }), to('jane@example.com'))).toEqual([['jane@example.com', 'all']]);
  });

  test('only with the Message-ID it was sent with, and only once it was', () => {
    const mail = to('jane@example.com');
    expect(eventOf({ ...dead('jane@example.com'), messageId: 'ses-2@amazonses.com' }, mail, AT)).toBeUndefined();
    const { sesMessageId: _, ...unsent } = mail;
    expect(eventOf(dead('jane@example.com'), unsent, AT)).toBeUndefined();
  });
});
