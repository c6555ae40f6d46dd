/**
 * Hands mail to customers' servers and keeps the last connection of each account open for the next mail of the same batch: providers count sign-ins.
 * Used by the sending functions and by the test mail of the settings.
 */
import { createHash } from 'node:crypto';
import type { RecordLine } from '../../domain/outgoing-server/talk.ts';
import type { DeliverBySmtp, SmtpAccount } from '../../ports/outgoing-server.ts';
import type { FindHost } from './public-host.ts';
import { type Opened, openSmtpSession, SMTP_PATIENCE, type SmtpPatience, type SmtpSession } from './smtp-session.ts';

/** A frozen worker cannot answer; the next event of a busy one comes within it. */
const IDLE_MS = 5_000;

interface Idle {
  readonly session: SmtpSession;
  readonly timer: NodeJS.Timeout;
  readonly until: number;
}

const keyOf = (account: SmtpAccount): string => createHash('sha256').update(JSON.stringify(account)).digest('hex');

export const makeDeliverBySmtp = (
  findHost: FindHost,
  patience: SmtpPatience = SMTP_PATIENCE,
): { readonly deliver: DeliverBySmtp; readonly close: () => void } => {
  const idle = new Map<string, Idle>();

  const takeIdle = (key: string): SmtpSession | undefined => {
    const one = idle.get(key);
    idle.delete(key);
    if (one === undefined) return undefined;
    clearTimeout(one.timer);
    // A timer does not run in a frozen worker, so the time itself is asked.
    if (one.session.isUsable() && performance.now() < one.until) return one.session;
    one.session.close();
    return undefined;
  };

  const keep = (key: string, session: SmtpSession) => {
    takeIdle(key)?.close();
    const timer = setTimeout(() => takeIdle(key)?.close(), IDLE_MS);
    timer.unref();
    idle.set(key, { session, timer, until: performance.now() + IDLE_MS });
  };

  const open = async ({ server, login }: SmtpAccount, record?: RecordLine): Promise<Opened> => {
    const found = await findHost(server);
    if (found.kind === 'forbidden')
      return { kind: 'closed', handOver: { kind: 'refused', code: 'server-not-public', answer: found.why } };
    if (found.kind === 'unknown')
      return { kind: 'closed', handOver: { kind: 'busy', code: 'server-unreachable', answer: found.why } };
    const { address, isLoopback } = found;
    return openSmtpSession(
      { ...server, address, trustsAnyCertificate: isLoopback, ...(login === undefined ? {} : { login }) },
      patience,
      undefined,
      record,
    );
  };

  return {
    close: () => {
      for (const key of [...idle.keys()]) takeIdle(key)?.close();
    },
    deliver: async (account, mail, record) => {
      if (record !== undefined) {
        const heard = await open(account, record);
        if (heard.kind === 'closed') return heard.handOver;
        return heard.session.send(mail).finally(heard.session.close);
      }
      const key = keyOf(account);
      const reused = takeIdle(key);
      if (reused !== undefined) {
        const handOver = await reused.send(mail);
        if (handOver.kind === 'accepted') keep(key, reused);
        else reused.close();
        // Servers end what stood idle with 421 or without a word: a new connection tells. Any other answer is about this mail, and asking twice at once
        // makes the next one worse.
        const isOfTheConnection = handOver.kind === 'busy' && !/^4(?!21)/.test(handOver.answer ?? '');
        if (!isOfTheConnection) return handOver;
      }
      const opened = await open(account);
      if (opened.kind === 'closed') return opened.handOver;
      const handOver = await opened.session.send(mail);
      if (handOver.kind === 'accepted') keep(key, opened.session);
      else opened.session.close();
      return handOver;
    },
  };
};
