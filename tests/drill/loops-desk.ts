/** A help desk in the loops of the drill: a tenant whose CRM answers every mail that is news to one of its cases, with a mail from that case. */

import type { TestCloud } from '#tests/support/cloud.ts';
import { connectSmtp, type SmtpClient } from '#tests/support/smtp-client.ts';
import { allOf } from './lists.ts';
import { advance } from './settle.ts';

export interface LoopMail {
  /** Header From; also the envelope's unless `envelopeFrom` says otherwise. */
  readonly from: string;
  readonly envelopeFrom?: string;
  readonly subject: string;
  /** With its angle brackets. */
  readonly messageId: string;
  /** What the mail answers; undefined: it quotes nothing. */
  readonly answers?: string | undefined;
  readonly headers?: readonly string[];
  readonly contentType?: string;
  readonly text: string;
}

export interface Received {
  readonly id: string;
  readonly kind: string;
  readonly outcome: string;
  readonly reason: { readonly code: string } | null;
  readonly records: readonly { readonly module: string; readonly id: string; readonly did: string }[];
}

export interface Desk {
  readonly name: string;
  /** Whom its mail comes from. */
  readonly address: string;
  /** Over SMTP to its `+case`; answers what became of it. */
  receive(mail: LoopMail): Promise<Received>;
  newest(): Promise<Received>;
  /** Sends from the case; answers the Message-ID with which it left, or undefined: the quota of the plan is used up. */
  send(caseId: string, to: string, subject: string): Promise<string | undefined>;
  /** What a CRM that answers everything does with a mail: the case it is news for, if any. */
  newsIn(received: Received): string | undefined;
  cases(): Promise<readonly { readonly id: string; readonly status: string }[]>;
  /** Closes the cases there are, as a person would. */
  closeAll(): Promise<void>;
  /** Of the cases that were closed, those that are not any more. */
  reopened(): Promise<number>;
  mailsOut(): number;
}

export const rawOf = (mail: LoopMail): string =>
  [
    `From: ${mail.from}`,
    'To: help@desk.example',
    `Subject: ${mail.subject}`,
    `Message-ID: ${mail.messageId}`,
    'Date: Sat, 21 Nov 2026 09:00:00 +0000',
    ...(mail.answers === undefined ? [] : [`In-Reply-To: ${mail.answers}`, `References: ${mail.answers}`]),
    ...(mail.headers ?? []),
    'MIME-Version: 1.0',
    `Content-Type: ${mail.contentType ?? 'text/plain; charset=utf-8'}`,
    '',
    mail.text,
    '',
  ].join('\r\n');

const sendOver = async (smtp: SmtpClient, from: string, to: string, raw: string): Promise<void> => {
  const { code, response } = await smtp.send({ from, to }, raw);
  if (code !== 250) throw new Error(`The mail to ${to} was answered ${code} ${response}.`);
};

export const openDesk = async (cloud: TestCloud, name: string, more: object = {}): Promise<Desk> => {
  const { owner: token, address } = await cloud.tenant(name, { plan: 'free', ...more });
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await cloud.call(method, path, { token, ...(body === undefined ? {} : { body }) });
    if (answer.status >= 400 && answer.status !== 429)
      throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer;
  };
  const left = () => cloud.platform.outbound.outbox.list().filter(({ tags }) => tags['tenant'] === name);
  const closed = new Set<string>();
  const cases = async () =>
    (await allOf(cloud, token, '/v1/records/cases')).map(({ id, fields }) => ({ id, status: String(fields.status) }));
  const newest = async (): Promise<Received> => (await call('GET', '/v1/mailroom/emails?limit=1')).body.items[0];
  return {
    name,
    address: `owner@${name}.example`,
    receive: async (mail) => {
      const smtp = await connectSmtp(cloud.ready.smtp.port);
      try {
        await sendOver(smtp, mail.envelopeFrom ?? mail.from, address('+case'), rawOf(mail));
      } finally {
        smtp.close();
      }
      await cloud.idle();
      return newest();
    },
    newest,
    send: async (caseId, to, subject) => {
      const { status, body } = await call('POST', '/v1/emails', {
        to: [to],
        subject,
        text: 'We look into it.',
        record: { module: 'cases', id: caseId },
      });
      if (status === 429) return undefined;
      await cloud.idle();
      return (await call('GET', `/v1/emails/${body.id}`)).body.messageId;
    },
    newsIn: ({ records }) => records.find(({ module, did }) => module === 'cases' && did !== 'attached')?.id,
    cases,
    closeAll: async () => {
      for (const { id } of await cases()) {
        await call('PATCH', `/v1/records/cases/${id}`, { fields: { status: 'Closed' } });
        closed.add(id);
      }
      // What comes in the same millisecond would be no later than the change.
      await advance(cloud, 'PT1M');
    },
    reopened: async () => (await cases()).filter(({ id, status }) => closed.has(id) && status !== 'Closed').length,
    mailsOut: () => left().length,
  };
};
