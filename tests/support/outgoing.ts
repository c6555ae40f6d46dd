/** Sending through the API and looking at what left, for tests of outgoing mail. */
import type { TestCloud } from './cloud.ts';
import { type Reparsed, reparsed } from './reparsed.ts';

export interface Left {
  readonly messageId: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
}

export const makeOutgoing = (cloud: TestCloud) => {
  const send = (token: string, more: Readonly<Record<string, unknown>> = {}, headers: Record<string, string> = {}) =>
    cloud.call('POST', '/v1/emails', {
      token,
      headers,
      body: { to: ['grace@navy.example'], subject: 'Hello', ...more },
    });
  const shown = async (token: string, id: string) => (await cloud.call('GET', `/v1/emails/${id}`, { token })).body;
  /** Straight from the outbox: as text of the control route, mails of 39 MB would be read for every look. */
  const left = (tenant: string): readonly Left[] =>
    cloud.state
      .prepare('SELECT message_id, recipients, raw FROM ses_outbox WHERE tags LIKE ? ORDER BY sequence')
      .all(`%"tenant":"${tenant}"%`)
      .map((row) => ({
        messageId: String(row['message_id']),
        to: JSON.parse(String(row['recipients'])),
        raw: Buffer.from(row['raw'] instanceof Uint8Array ? row['raw'] : []),
      }));
  return {
    send,
    shown,
    left,
    /** Sends one, waits until it has left, and reads it by both parsers. */
    sendAndRead: async (
      tenant: string,
      token: string,
      more: Readonly<Record<string, unknown>>,
    ): Promise<{ readonly id: string; readonly left: Left; readonly two: Readonly<Record<string, Reparsed>> }> => {
      const answer = await send(token, more);
      if (answer.status !== 202) throw new Error(`Not taken: ${JSON.stringify(answer.body)}`);
      await cloud.idle();
      const mail = left(tenant).at(-1);
      if (mail === undefined) throw new Error(`Nothing left: ${JSON.stringify(await shown(token, answer.body.id))}`);
      return { id: answer.body.id, left: mail, two: await reparsed(mail.raw) };
    },
  };
};
