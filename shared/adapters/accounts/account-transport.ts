/**
 * Each mail by the way that was chosen when it was accepted: the platform, or one of the tenant's own accounts. Like every transport it never throws and
 * never tries twice; of own accounts what cannot be known is `unconfirmed`, because no event will come that tells.
 */
import { makeTalk } from '../../domain/outgoing-server/talk.ts';
import { failureReason } from '../../domain/sending/failure-reason.ts';
import type { ClosedAccount, HandOverBy, OpenAccount, OpenedAccount } from '../../ports/accounts.ts';
import { type DeliverBySmtp, secretsOf } from '../../ports/outgoing-server.ts';
import type { HandOver, MailTransport, OutgoingMessage } from '../../ports/sending.ts';
import type { Talks } from '../../ports/talks.ts';

export type Providers = {
  readonly [Name in OpenedAccount['provider']]: HandOverBy<Extract<OpenedAccount, { provider: Name }>>;
};

export const bySmtp =
  (deliver: DeliverBySmtp, talks: Pick<Talks, 'put'>, nowMs: () => number): Providers['smtp'] =>
  async ({ server, login, debugUntil }, { mail, recipients, raw }) => {
    const account = { server, ...(login === undefined ? {} : { login }) };
    const isHeard = debugUntil !== undefined && nowMs() < Date.parse(debugUntil);
    const talk = isHeard ? makeTalk(secretsOf(account)) : undefined;
    const handOver = await deliver(account, { from: mail.from, to: recipients, raw }, talk?.record);
    // What became of the mail matters more than what was said.
    if (talk !== undefined)
      await talks
        .put(mail.tenant, mail.id, { at: new Date(nowMs()).toISOString(), lines: talk.lines() })
        .catch(() => undefined);
    // The server gives none; it leaves ours.
    return handOver.kind === 'accepted' ? { ...handOver, messageId: mail.id } : handOver;
  };

/** Said at the sign-in or before the content: nothing was handed over. */
const isOfTheSignIn = (handOver: HandOver): boolean =>
  handOver.kind === 'refused' && ['authentication-failed', 'password-not-enough'].includes(handOver.code);

export const makeMailTransport = (deps: {
  readonly platform: MailTransport;
  readonly openAccount: OpenAccount;
  readonly providers: Providers;
}): MailTransport => {
  const sendBy = async (via: string, message: OutgoingMessage, refused?: string): Promise<HandOver> => {
    let account: OpenedAccount | ClosedAccount | undefined;
    try {
      account = await deps.openAccount(message.mail.tenant, via, refused);
    } catch {
      // The table or the key service does not answer: nothing was handed over.
      return { kind: 'busy', code: 'server-unreachable' };
    }
    if (account === undefined) return { kind: 'refused', code: 'outgoing-server-missing' };
    const { providers } = deps;
    switch (account.provider) {
      case 'none':
        return { kind: 'busy', code: account.code, answer: failureReason(account.code).message };
      case 'smtp': {
        const handOver = await providers.smtp(account, message);
        // A token that was kept may have been withdrawn; one that was just made has not, and is `stored` no more.
        return account.stored !== undefined && isOfTheSignIn(handOver)
          ? sendBy(via, message, account.stored)
          : handOver;
      }
      case 'mailgun':
        return providers.mailgun(account, message);
      case 'ses':
        return providers.ses(account, message);
    }
  };
  return {
    send: (message) => {
      const { via } = message.mail;
      return via === undefined ? deps.platform.send(message) : sendBy(via, message);
    },
  };
};
