/** A tenant's own outgoing server: where it is kept and how mail gets there. */
import type { OutgoingServer, ServerName } from '../domain/outgoing-server/server.ts';
import type { RecordLine } from '../domain/outgoing-server/talk.ts';
import type { HandOver } from './sending.ts';

export interface StoredServer extends OutgoingServer {
  /** Sealed (ports/secrets.ts); absent: it asks for no sign-in. */
  readonly secret?: { readonly kind: 'password' | 'access-token'; readonly sealed: string };
}

export interface OutgoingServers {
  /** Undefined: mail goes through the platform. */
  get(tenant: string): Promise<StoredServer | undefined>;
  put(tenant: string, server: StoredServer): Promise<void>;
  remove(tenant: string): Promise<void>;
}

/** Whom its secret is sealed for. */
export const OUTGOING_SERVER_ACCOUNT = 'outgoing-server';

export interface SmtpAccount {
  readonly server: ServerName;
  readonly login?: { readonly user: string } & ({ readonly password: string } | { readonly accessToken: string });
}

/** What the record of a talk must not hold. */
export const secretsOf = ({ login }: SmtpAccount): readonly string[] =>
  login === undefined ? [] : ['password' in login ? login.password : login.accessToken];

/**
 * Hands one message to a mail server. Never throws; never hands it over twice. `accepted` leaves `messageId` empty: the server gives none. With `record` the connection is
 * a new one, so that its whole talk is heard.
 */
export type DeliverBySmtp = (
  account: SmtpAccount,
  mail: { readonly from: string; readonly to: readonly string[]; readonly raw: Buffer },
  record?: RecordLine,
) => Promise<HandOver>;
