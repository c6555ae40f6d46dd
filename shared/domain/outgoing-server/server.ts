/** A tenant's own outgoing server (FEATURES 80-88): its name, what its provider prescribes, and who the mail comes from. */

import type { SendingLimits } from '../quota/sending-limits.ts';

/** What the provider prescribes is filled in; `others` says it all. */
export const SERVER_TYPES = ['gmail', 'yahoo', 'outlook', 'office365', 'others'] as const;
export type ServerType = (typeof SERVER_TYPES)[number];

/** Ports of submission, of the time before it, and the one hosters open where 25 is closed (RFC 8314; RFC 6409 section 3.1). */
export const PORTS: readonly number[] = [25, 465, 587, 2525];

/** Help pages of Google, Yahoo and Microsoft, "SMTP settings". */
const SERVERS: Readonly<Record<Exclude<ServerType, 'others'>, string>> = {
  gmail: 'tls://smtp.gmail.com:587',
  yahoo: 'ssl://smtp.mail.yahoo.com:465',
  outlook: 'tls://smtp-mail.outlook.com:587',
  office365: 'tls://smtp.office365.com:587',
};

export const serverOf = (type: ServerType): string | undefined => (type === 'others' ? undefined : SERVERS[type]);

/** The provider whose server this is. */
export const typeOfHost = (host: string): ServerType =>
  (['gmail', 'yahoo', 'outlook', 'office365'] as const).find(
    (type) => readServerName(SERVERS[type])?.host === host.toLowerCase(),
  ) ?? 'others';

export interface ServerName {
  /** `tls`: STARTTLS, and without it nothing is sent; `ssl`: TLS from the first byte; `smtp`: none. */
  readonly encryption: 'tls' | 'ssl' | 'smtp';
  /** Without brackets where it is an IPv6 address. */
  readonly host: string;
  readonly port: number;
}

const NAME = /^(tls|ssl|smtp):\/\/([a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::(\d{1,5}))?$/i;
const USUAL_PORTS = { tls: 587, ssl: 465, smtp: 25 } as const;

/** `encryption://host:port` (FEATURES 83). Undefined: it is not of that form. */
export const readServerName = (text: string): ServerName | undefined => {
  const [, written = '', host = '', port] = NAME.exec(text) ?? [];
  const encryption = (['tls', 'ssl', 'smtp'] as const).find((one) => one === written.toLowerCase());
  if (encryption === undefined) return undefined;
  return {
    encryption,
    host: host.replace(/^\[|\]$/g, '').toLowerCase(),
    port: port === undefined ? USUAL_PORTS[encryption] : Number(port),
  };
};

export interface OutgoingServer {
  readonly type: ServerType;
  readonly server: string;
  readonly requiresAuthentication: boolean;
  readonly user?: string;
  /** Id of the sign-in (domain/oauth/) it is used with, in place of a secret of its own. */
  readonly connection?: string;
  readonly from?: string;
  /** The server lets a sender choose another From (FEATURES 84). */
  readonly allowsFromOverride: boolean;
  /** Lower than the provider's, or of a server whose provider says nothing (FEATURES 122). */
  readonly limits?: SendingLimits;
  /** Until then the talk of each mail is kept (FEATURES 98). */
  readonly debugUntil?: string;
  /** When its test mail was taken. */
  readonly testedAt: string;
}

/** They send as the account and as nobody else, whatever the header says (FEATURES 85): better to know it before. */
export const sendsOnlyAsUser = (type: ServerType): boolean =>
  type === 'gmail' || type === 'outlook' || type === 'office365';

/** The From all mail gets that may not choose another; undefined: it is from who sends it (FEATURES 84, 85, 88). */
export const forcedFrom = (server: Pick<OutgoingServer, 'type' | 'user' | 'from'>): string | undefined =>
  sendsOnlyAsUser(server.type) ? server.user : server.from;

/**
 * From and Reply-To of a mail that a person writes: the wanted From where the server lets them choose, else the forced one, else their own address. Who is
 * not named in From gets the answers (FEATURES 87, 88).
 */
export const senderThrough = (
  server: OutgoingServer,
  mail: { readonly wantedFrom?: string | undefined; readonly own: string | undefined },
): { readonly from: string | undefined; readonly answersTo: string | undefined } => {
  const { wantedFrom, own } = mail;
  const asked = wantedFrom ?? own;
  const forced = forcedFrom(server);
  const from = wantedFrom !== undefined && server.allowsFromOverride ? wantedFrom : (forced ?? asked);
  return { from, answersTo: from === asked ? undefined : asked };
};
