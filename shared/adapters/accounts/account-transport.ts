/**
 * Each mail by the way that was chosen when it was accepted: the platform, or one of the tenant's own accounts. Like every transport it never throws and
 * never tries twice; of own accounts what cannot be known is `unconfirmed`, because no event will come that tells.
 */
import type { HandOverBy, OpenAccount, OpenedAccount } from '../../ports/accounts.ts';
import type { DeliverBySmtp } from '../../ports/outgoing-server.ts';
import type { HandOver, MailTransport, OutgoingMessage } from '../../ports/sending.ts';

export type Providers = {
  readonly [Name in OpenedAccount['provider']]: HandOverBy<Extract<OpenedAccount, { provider: Name }>>;
};

export const bySmtp =
  (deliver: DeliverBySmtp): Providers['smtp'] =>
  async ({ server, login }, { mail, recipients, raw }) => {
    const account = { server, ...(login === undefined ? {} : { login }) };
    const handOver = await deliver(account, { from: mail.from, to: recipients, raw });
    // The server gives none; it leaves ours.
    return handOver.kind === 'accepted' ? { ...handOver, messageId: mail.id } : handOver;
  };

export const makeMailTransport = (deps: {
  readonly platform: MailTransport;
  readonly openAccount: OpenAccount;
  readonly providers: Providers;
}): MailTransport => {
  const sendBy = async (via: string, message: OutgoingMessage): Promise<HandOver> => {
    let account: OpenedAccount | undefined;
    try {
      account = await deps.openAccount(message.mail.tenant, via);
    } catch {
      // The table or the key service does not answer: nothing was handed over.
      return { kind: 'busy', code: 'server-unreachable' };
    }
    if (account === undefined) return { kind: 'refused', code: 'outgoing-server-missing' };
    return deps.providers[account.provider](account, message);
  };
  return {
    send: (message) => {
      const { via } = message.mail;
      return via === undefined ? deps.platform.send(message) : sendBy(via, message);
    },
  };
};
