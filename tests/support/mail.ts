/** Mails for tests: a factory with overrides, written out by hand so that nothing tidies what a test wants untidy. */
export interface MailFields {
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly messageId?: string;
  readonly date?: string;
  readonly text?: string;
  readonly headers?: readonly string[];
}

let count = 0;

export const aMail = (fields: MailFields = {}): string => {
  count += 1;
  return [
    `From: ${fields.from ?? 'Ada Lovelace <ada@customer.example>'}`,
    `To: ${fields.to ?? 'sales@shop.example'}`,
    `Subject: ${fields.subject ?? 'A question'}`,
    `Message-ID: ${fields.messageId ?? `<mail-${count}@customer.example>`}`,
    `Date: ${fields.date ?? 'Sat, 21 Nov 2026 09:00:00 +0000'}`,
    'MIME-Version: 1.0',
    ...(fields.headers ?? ['Content-Type: text/plain; charset=utf-8']),
    '',
    fields.text ?? 'How much is it?',
    '',
  ].join('\r\n');
};
