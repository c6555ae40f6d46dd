import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDeliveryReport } from '#shared/domain/bounce/read-delivery-report.ts';
import type { DeliveryReport } from '#shared/domain/bounce/report.ts';
import { aMessage } from '#tests/support/message.ts';

const OURS = [{ address: 'sales@acme.example', name: '' }];

const DAEMON = 'mailer-daemon@mx.example.net';

const reportSaying = (text: string, subject = 'Undelivered Mail Returned to Sender') =>
  readDeliveryReport(aMessage({ from: DAEMON, to: OURS, subject, text }));

const recipientsOf = (report: DeliveryReport | undefined) =>
  report?.recipients.map(({ address, action, status, permanent, reason }) => [
    address,
    action,
    status,
    permanent,
    reason,
  ]);

const FIELDS = `Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; <Ada@Example.com>
Action: failed
Status: 5.0.0
Diagnostic-Code: smtp; 550 5.1.1 <ada@example.com>: Recipient address rejected:
    User unknown

Final-Recipient: rfc822; bob@example.com
Action: delayed
Status: 4.2.2 (mailbox full)

Final-Recipient: rfc822; eve@example.com
Action: relayed
Status: 2.1.5
`;

describe('a delivery report with the fields of RFC 3464', () => {
  test('[F209] says of each recipient what became of the mail, with the most telling code', () => {
    expect(recipientsOf(reportSaying(FIELDS))).toEqual([
      ['ada@example.com', 'failed', '5.1.1', true, 'userunknown'],
      ['bob@example.com', 'delayed', '4.2.2', false, 'mailboxfull'],
      ['eve@example.com', 'relayed', '2.1.5', undefined, undefined],
    ]);
  });

  test('[F209] is read from a part of its own too, and only warns when nobody failed', () => {
    const message = aMessage({ from: DAEMON, to: OURS, subject: 'Delayed Mail', text: 'Still being retried.' });
    const text = 'Original-Recipient: rfc822;bob@example.com\r\nAction: delayed\r\nStatus: 4.4.1\r\n';
    const report = readDeliveryReport(message, {
      parts: [
        { contentType: 'message/delivery-status', text },
        { contentType: 'message/rfc822', text: 'From: sales@acme.example\r\nMessage-ID: <1@acme.example>\r\n' },
      ],
      body: '',
    });
    expect(recipientsOf(report)).toEqual([['bob@example.com', 'delayed', '4.4.1', false, 'networkerror']]);
    expect([report?.onlyTransient, report?.originalMessageId]).toEqual([true, '1@acme.example']);
  });

  test('[F213] is not what a mail returned within it reports', () => {
    const inner =
      'Received: from a by b\n\nFinal-Recipient: rfc822; other@example.org\nAction: failed\nStatus: 5.1.1\n';
    const first = 'Final-Recipient: rfc822; ada@example.com\nAction: failed\nStatus: 5.1.1\n\n';
    expect(recipientsOf(reportSaying(`${first}${inner}`))?.map(([address]) => address)).toEqual(['ada@example.com']);
  });
});

describe('a delivery report in words', () => {
  test.each([
    [
      'qmail',
      '<ada@example.com>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n',
      '5.1.1',
    ],
    [
      'Exim',
      'The following address(es) failed:\n\n  ada@example.com\n    SMTP error from remote mail server after MAIL FROM:<x@acme.example>:\n    550 5.7.1 refused\n',
      '5.7.1',
    ],
    [
      'sendmail',
      '----- Transcript of session follows -----\n>>> RCPT To:<ada@example.com>\n<<< 550 5.1.1 No such user\n',
      '5.1.1',
    ],
    [
      'Domino',
      'Your message\n\n  Subject: Offer\n\nwas not delivered to:\n\n  ada@example.com\n\nbecause:\n\n  550 5.1.1 unknown\n',
      '5.1.1',
    ],
    [
      'GroupWise',
      'The message that you sent was undeliverable to the following:\n\tada@example.com (user not found, 5.1.1)\n',
      '5.1.1',
    ],
    [
      'IMail',
      'Unknown user: ada@example.com\n\nRCPT TO generated following response:\n550 5.1.1 no\n\nOriginal message follows.\n',
      '5.1.1',
    ],
    [
      'Exchange 2003',
      'Your message\n\n  To:      list@acme.example\n  Subject: Offer\n\ndid not reach the following recipient(s):\n\nada@example.com on Thu, 29 Apr 2010\n    5.1.1 unknown\n',
      '5.1.1',
    ],
    [
      'a sentence',
      'Your message to ada@example.com could not be delivered (5.1.1). Contact help@example.com for help.\n',
      '5.1.1',
    ],
  ])('[F213] of %s names the recipient and her code', (_, text, status) => {
    expect(recipientsOf(reportSaying(text))?.map(([address, , code]) => [address, code])).toEqual([
      ['ada@example.com', status],
    ]);
  });

  test('[F213] names neither us, nor the postmaster, nor whom to ask, nor anybody in the returned mail', () => {
    const text = [
      'Your mail from sales@acme.example to <ada@example.com> could not be delivered.',
      'If you need help, please contact:',
      '',
      'helpdesk@example.com',
      '',
      'postmaster@example.com',
      '----- Original message -----',
      'bob@example.com',
    ].join('\n');
    expect(recipientsOf(reportSaying(text))?.map(([address]) => address)).toEqual(['ada@example.com']);
  });

  test('[F213] names us when we wrote to ourselves and nobody else is named', () => {
    expect(recipientsOf(reportSaying('<sales@acme.example>: mailbox is full'))?.[0]?.[0]).toBe('sales@acme.example');
  });

  test('[F213] is read from HTML when there is no text', () => {
    const html =
      '<p>Your message<br>did not reach the following recipient(s):<br><br>ada@example.com<br>550 unknown user';
    const report = readDeliveryReport(
      aMessage({ from: DAEMON, to: OURS, subject: 'Undeliverable: x', text: '', html }),
    );
    expect(recipientsOf(report)).toEqual([['ada@example.com', 'failed', undefined, true, 'userunknown']]);
  });

  test('[F209] that goes on trying is no failure, one that gave up is, whatever the class of its code', () => {
    const waiting = reportSaying('<ada@example.com>: timed out\nDelivery attempts will continue for 5 days.');
    expect([waiting?.onlyTransient, waiting?.recipients[0]?.action]).toEqual([true, 'delayed']);
    const over = reportSaying('<ada@example.com>: 421 4.4.1 no answer. I will not try again; it was queued too long.');
    expect([over?.onlyTransient, over?.recipients[0]?.action, over?.recipients[0]?.permanent]).toEqual([
      false,
      'failed',
      false,
    ]);
  });

  test('[F209] without a code says no class: a telephone number, an IP address or a version is none', () => {
    const text = '<ada@example.com>: rejected by 5.4.1.2 (server 2.5.5.1). Call (415) 555-0100 or 1-450-555-0100.';
    expect(recipientsOf(reportSaying(text))).toEqual([['ada@example.com', 'failed', undefined, undefined, undefined]]);
  });

  test('[F213] without any name is about the address in X-Failed-Recipients', () => {
    const headers = { 'x-failed-recipients': 'ada@example.com, bob@example.com' };
    const report = readDeliveryReport(aMessage({ to: OURS, subject: 'Mail', text: 'Sorry.', headers }));
    expect(recipientsOf(report)?.map(([address]) => address)).toEqual(['ada@example.com', 'bob@example.com']);
  });
});

describe('what is no delivery report', () => {
  test.each([
    ['Undeliverable: my order', 'Your courier could not be delivered to:\n\nbob@example.com\n'],
    ['Fwd: Undelivered Mail Returned to Sender', 'See below\n\n<bob@example.com>: 550 5.1.1 unknown user\n'],
    ['Question', 'Final-Recipient: rfc822; bob@example.com\nAction: failed\nStatus: 5.1.1\n'],
  ])('[F213] a person who writes of one: %s', (subject, text) => {
    const from = 'ada@example.com';
    expect(readDeliveryReport(aMessage({ from, to: OURS, subject, text }))).toBeUndefined();
  });

  test('[F33] an absence note from nobody that names a colleague', () => {
    const headers = { 'return-path': '<>' };
    const text = 'Your message could not be delivered to me. Please write to:\n\nbob@example.com\n';
    const from = 'ada@example.com';
    expect(readDeliveryReport(aMessage({ from, to: OURS, subject: 'Holiday', text, headers }))).toBeUndefined();
  });
});

describe('any text of a server', () => {
  const word = fc.constantFrom(
    '<ada@example.com>',
    'bob@example.com',
    ':',
    '550',
    '5.1.1',
    '...',
    '\n',
    '  ',
    '"',
    'RCPT TO:',
    'From:',
    'to',
    '@',
    '<',
    '=',
  );
  const field = fc.constantFrom(
    'Final-Recipient: rfc822; ada@example.com',
    'Action: failed',
    'Action: delivered',
    'Status: 5',
    'Diagnostic-Code:',
    ' 550',
    '',
    'Received: x',
  );

  test('[F213] is read to addresses that stand in it, each once, with codes of the form of RFC 3463', () => {
    const text = fc.oneof(
      fc.array(word, { maxLength: 40 }).map((words) => words.join(' ')),
      fc.array(field, { maxLength: 30 }).map((lines) => lines.join('\n')),
      fc.string({ maxLength: 300 }),
    );
    fc.assert(
      fc.property(text, (said) => {
        const report = reportSaying(said);
        const addresses = report?.recipients.map(({ address }) => address) ?? [];
        expect(new Set(addresses).size).toBe(addresses.length);
        for (const { address, status, action, permanent } of report?.recipients ?? []) {
          expect(said.toLowerCase()).toContain(address);
          expect(status ?? '5.1.1').toMatch(/^[245]\.\d{1,3}\.\d{1,3}$/);
          expect(['failed', 'delayed'].includes(action) || permanent === undefined).toBe(true);
        }
      }),
    );
  });

  test.each([
    ['one letter', 'a'],
    ['spaces', ' '],
    ['signs of quotation', '>'],
    ['at signs', 'a@'],
    ['opened brackets', '<a@b.example'],
    ['quotation marks', '"'],
    ['recipients', '<a@b.example>: 550 5.1.1 no\n'],
    ['sentences', 'please deliver user mailbox account to a@b.example unknown \n'],
    ['fields', 'Final-Recipient: rfc822; a@b.example\n'],
    ['lines that go on', ' x\n'],
    ['digits', '5.1.'],
    ['tags', '<br>&lt;'],
  ])('[F32] a megabyte of %s is read like a short report', (_, piece) => {
    const text = piece.repeat(Math.ceil((1024 * 1024) / piece.length));
    expect(reportSaying(text)?.recipients.length).toBeLessThanOrEqual(1);
    const html = readDeliveryReport(aMessage({ from: DAEMON, to: OURS, subject: 'Mail', text: '', html: text }));
    expect(html?.recipients.length).toBeLessThanOrEqual(1);
  });
});
