/**
 * One conversation with a mail server: connect, encrypt, sign in, hand over mails one after the other. Says of each how far it came: a connection that is
 * lost before the content was asked for has sent nothing; one that is lost after it may have (RFC 5321 section 6.1), and nobody will ever say.
 */
import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { meaningOf, type SmtpStep, shownAnswer } from '../../domain/outgoing-server/smtp-answer.ts';
import type { RecordLine } from '../../domain/outgoing-server/talk.ts';
import type { FailureCode } from '../../domain/sending/failure-reason.ts';
import type { HandOver } from '../../ports/sending.ts';

export interface SessionTarget {
  /** The address that was checked; nothing is resolved again. */
  readonly address: string;
  /** What the certificate must be for. */
  readonly host: string;
  readonly port: number;
  readonly encryption: 'tls' | 'ssl' | 'smtp';
  /** A certificate nobody signed will do: only where both ends are this machine. */
  readonly trustsAnyCertificate: boolean;
  readonly login?: { readonly user: string } & ({ readonly password: string } | { readonly accessToken: string });
}

/** A server that says a little now and then must not hold the function until it is cut off: opening and handing over have an end of their own. */
export interface SmtpPatience {
  readonly connectMs: number;
  readonly answerMs: number;
  readonly openMs: number;
  readonly sendMs: number;
}

/** Together less than the 29 s a function behind the API has; of the senders' 60 s it leaves the second half to the rest of the batch. */
export const SMTP_PATIENCE: SmtpPatience = { connectMs: 8_000, answerMs: 10_000, openMs: 12_000, sendMs: 14_000 };

export type Opened =
  | { readonly kind: 'open'; readonly session: SmtpSession }
  | { readonly kind: 'closed'; readonly handOver: Extract<HandOver, { kind: 'refused' | 'busy' }> };

export interface SmtpSession {
  send(mail: { from: string; to: readonly string[]; raw: Buffer }): Promise<HandOver>;
  readonly isUsable: () => boolean;
  close(): void;
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT/;

const textAt = (error: unknown, name: string): string => {
  const value: unknown = error instanceof Object ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' ? value : '';
};

const notTaken = (
  code: FailureCode,
  isTemporary: boolean,
  answer: string,
): Extract<HandOver, { kind: 'refused' | 'busy' }> => ({
  kind: isTemporary ? 'busy' : 'refused',
  code,
  ...(answer === '' ? {} : { answer: shownAnswer(answer) }),
});

/** Nothing was handed over: what the server said, or what the connection died of. */
const closedBy = (error: unknown, step: SmtpStep): Extract<HandOver, { kind: 'refused' | 'busy' }> => {
  const response = textAt(error, 'response');
  const command = textAt(error, 'command');
  const message = error instanceof Error ? error.message : '';
  // RFC 3207 section 4: 454 is for now.
  if (command === 'STARTTLS' && response !== '') return notTaken('no-encryption', response.startsWith('4'), response);
  if (/^\d{3}/.test(response)) {
    const { code, isTemporary } = meaningOf(response, step);
    return notTaken(code, isTemporary, response);
  }
  const why = textAt(error, 'originalCode') || textAt(error, 'code');
  if (CERTIFICATE.test(why) || /certificate|altname/i.test(message))
    // Behind the semicolon Node has advice for whoever runs it.
    return notTaken('certificate-invalid', false, message.replace(/;.*/s, ''));
  if (/wrong version number|packet length too long/i.test(message))
    return notTaken('no-encryption', false, 'TLS was not understood.');
  if (/size larger than allowed/i.test(message)) return notTaken('too-large-for-server', false, '');
  return notTaken('server-unreachable', true, /^E[A-Z]+$/.test(why) && why !== 'ECONNECTION' ? why : '');
};

const stepOf = (error: unknown): SmtpStep => {
  const command = textAt(error, 'command');
  if (command === 'RCPT TO') return 'recipient';
  if (command === 'CONN' || command === 'EHLO' || command === 'HELO') return 'greeting';
  return command === 'MAIL FROM' ? 'sender' : 'content';
};

const refusedAmong = (info: { rejectedErrors?: readonly unknown[] | undefined }) =>
  (info.rejectedErrors ?? []).map((error) => {
    const answer = textAt(error, 'response');
    const { code, isTemporary } = meaningOf(answer, 'recipient');
    return {
      ...{ address: textAt(error, 'recipient'), code, answer: shownAnswer(answer) },
      ...(isTemporary ? { isTemporary } : {}),
    };
  });

const sessionOf = (connection: SMTPConnection, isAlive: () => boolean, sendMs: number): SmtpSession => ({
  isUsable: isAlive,
  close: () => connection.close(),
  send: ({ from, to, raw }) =>
    new Promise((resolve) => {
      let hasBegun = false;
      // Asked for its first bytes when the server has answered 354, not before.
      const content = Readable.from(
        (function* () {
          hasBegun = true;
          yield raw;
        })(),
      );
      const isOver = setTimeout(() => {
        connection.close();
        resolve(hasBegun ? { kind: 'unconfirmed' } : notTaken('server-unreachable', true, 'ETIMEDOUT'));
      }, sendMs);
      connection.send({ from, to: [...to], size: raw.length }, content, (error, info) => {
        clearTimeout(isOver);
        if (error === null || error === undefined) {
          const refused = refusedAmong(info);
          resolve({ kind: 'accepted', messageId: '', ...(refused.length === 0 ? {} : { refused }) });
          return;
        }
        const hasAnswer = /^[45]\d\d/.test(textAt(error, 'response'));
        resolve(hasBegun && !hasAnswer ? { kind: 'unconfirmed' } : closedBy(error, stepOf(error)));
      });
    }),
});

/** Nodemailer tells of commands and answers by `tnx`; of the mail it tells the size. */
const listenerOf = (record: RecordLine) => {
  const hear = (entry: unknown, text: unknown, ...sizes: unknown[]) => {
    const side = textAt(entry, 'tnx');
    if (side === 'client' || side === 'server') record(side, String(text));
    else if (side === 'message' && typeof sizes[0] === 'number') record('client', `(${sizes[0]} bytes of mail)`);
  };
  const ignore = () => undefined;
  return { level: ignore, trace: ignore, debug: hear, info: hear, warn: ignore, error: ignore, fatal: ignore };
};

type Auth = Parameters<SMTPConnection['login']>[0];

/** Under its true name nodemailer would take it for a wish and hand the token over by PLAIN where the server offers that first, as Google's does. */
const BEARER = 'POSTROOM-XOAUTH2';

/** RFC 7628's predecessor, as Google and Microsoft document it: "SASL XOAUTH2". */
const tokenOf = (user: string, token: string): string =>
  Buffer.from(`user=${user}\u0001auth=Bearer ${token}\u0001\u0001`).toString('base64');

export const openSmtpSession = async (
  target: SessionTarget,
  patience: SmtpPatience = SMTP_PATIENCE,
  /** What this side calls itself in EHLO. */
  name = '[127.0.0.1]',
  record?: RecordLine,
): Promise<Opened> => {
  // Only mail through own servers needs it: a cold start reads it, and does not run it.
  const { default: Connection } = await import('nodemailer/lib/smtp-connection');
  return new Promise((resolve) => {
    const { login } = target;
    let isAlive = true;
    const connection = new Connection({
      host: target.address,
      port: target.port,
      name,
      secure: target.encryption === 'ssl',
      requireTLS: target.encryption === 'tls',
      ignoreTLS: target.encryption === 'smtp',
      connectionTimeout: patience.connectMs,
      greetingTimeout: patience.answerMs,
      socketTimeout: patience.answerMs,
      ...(record === undefined ? {} : { transactionLog: true, logger: listenerOf(record) }),
      tls: {
        ...(isIP(target.host) === 0 ? { servername: target.host } : {}),
        minVersion: 'TLSv1.2',
        rejectUnauthorized: !target.trustsAnyCertificate,
      },
      ...(login !== undefined && 'accessToken' in login
        ? {
            customAuth: {
              [BEARER]: async ({ sendCommand }) => {
                const answer = await sendCommand(`AUTH XOAUTH2 ${tokenOf(login.user, login.accessToken)}`);
                // 334 carries the reason in base 64; an empty line then makes the server say it is over.
                const last = answer.status === 334 ? await sendCommand('') : answer;
                if (last.status !== 235) throw new Error('refused');
              },
            },
          }
        : {}),
    });
    const isOver = setTimeout(() => give(new Error('Too slow'), 'content'), patience.openMs);
    const give = (error: unknown, step: SmtpStep) => {
      clearTimeout(isOver);
      isAlive = false;
      connection.close();
      resolve({ kind: 'closed', handOver: closedBy(error, step) });
    };
    connection.once('end', () => {
      isAlive = false;
    });
    connection.on('error', (error) => {
      isAlive = false;
      clearTimeout(isOver);
      resolve({ kind: 'closed', handOver: closedBy(error, stepOf(error)) });
    });
    connection.connect((failure) => {
      if (failure !== undefined && failure !== null) return give(failure, stepOf(failure));
      const open = () => {
        clearTimeout(isOver);
        resolve({ kind: 'open', session: sessionOf(connection, () => isAlive, patience.sendMs) });
      };
      if (login === undefined) return open();
      const auth: Auth =
        'password' in login
          ? { credentials: { user: login.user, pass: login.password } }
          : { type: 'custom', method: BEARER, user: login.user, pass: login.accessToken };
      connection.login(auth, (error) =>
        error === null || error === undefined ? open() : give(error, 'authentication'),
      );
    });
  });
};
