/**
 * Mail through the tenant's own outgoing server. Like every transport it never throws and never tries twice; what cannot be known is `unconfirmed`, because
 * no event will come that tells.
 */
import { readServerName } from '../../domain/outgoing-server/server.ts';
import {
  type DeliverBySmtp,
  OUTGOING_SERVER_ACCOUNT,
  type OutgoingServers,
  type SmtpAccount,
  type StoredServer,
} from '../../ports/outgoing-server.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { MailTransport } from '../../ports/sending.ts';

/** Opened secrets a worker keeps for its next mails: a call of the key service for each would cost as much as the mail. */
const MAX_KEPT = 100;

export const makeSmtpTransport = (deps: {
  readonly outgoingServers: Pick<OutgoingServers, 'get'>;
  readonly secrets: Pick<Secrets, 'open'>;
  readonly deliver: DeliverBySmtp;
}): MailTransport => {
  const kept = new Map<string, string>();
  const openSecret = async (tenant: string, sealed: string): Promise<string | undefined> => {
    const key = `${tenant} ${sealed}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const plain = await deps.secrets.open(sealed, { tenant, account: OUTGOING_SERVER_ACCOUNT });
    if (plain === undefined) return undefined;
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(key, plain);
    return plain;
  };

  /** Undefined: there is none, or nobody can sign in there any more. */
  const accountOf = async (tenant: string, stored: StoredServer | undefined): Promise<SmtpAccount | undefined> => {
    const server = stored === undefined ? undefined : readServerName(stored.server);
    if (stored === undefined || server === undefined) return undefined;
    const { secret, user } = stored;
    if (secret === undefined || user === undefined) return { server };
    const plain = await openSecret(tenant, secret.sealed);
    if (plain === undefined) return undefined;
    return { server, login: { user, ...(secret.kind === 'password' ? { password: plain } : { accessToken: plain }) } };
  };

  return {
    send: async ({ mail, recipients, raw }) => {
      let account: SmtpAccount | undefined;
      try {
        account = await accountOf(mail.tenant, await deps.outgoingServers.get(mail.tenant));
      } catch {
        // The table or the key service does not answer: nothing was handed over.
        return { kind: 'busy', code: 'server-unreachable' };
      }
      if (account === undefined) return { kind: 'refused', code: 'outgoing-server-missing' };
      const handOver = await deps.deliver(account, { from: mail.from, to: recipients, raw });
      return handOver.kind === 'accepted' ? { ...handOver, messageId: mail.id } : handOver;
    },
  };
};

/** Each mail through the server that was chosen when it was accepted. */
export const makeChosenTransport = (transports: {
  readonly platform: MailTransport;
  readonly ownServer: MailTransport;
}): MailTransport => ({
  send: (message) => (message.mail.via === 'own-server' ? transports.ownServer : transports.platform).send(message),
});
