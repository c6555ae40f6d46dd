/** A parsed mail with overrides, for tests of pure code; headers by lower-case name. */
import type { Message } from '#shared/domain/message/message.ts';

export type MessageFields = Partial<Omit<Message, 'headers' | 'from'>> & {
  readonly from?: string | undefined;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
};

/** From Ada unless said; `from: ''` = the mail names no sender. */
export const aMessage = ({ from = 'ada@customer.example', headers = {}, ...rest }: MessageFields = {}): Message => ({
  from: from === '' ? undefined : { address: from, name: 'Ada Lovelace' },
  replyTo: [],
  to: [{ address: 'sales@shop.example', name: '' }],
  cc: [],
  subject: 'A question',
  messageId: 'mail-1@customer.example',
  references: [],
  date: '2026-11-21T09:00:00.000Z',
  text: 'How much is it?',
  html: undefined,
  attachments: [],
  ...rest,
  headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value].flat()])),
});
