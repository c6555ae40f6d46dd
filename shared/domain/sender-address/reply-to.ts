/** Whom a mail that a person sends is answered to (FEATURES 93, 94). What the mail names itself comes first, then its record's settings, then everybody's. */
import { normaliseAddress } from '../address/address.ts';
import { forcedFrom, type OutgoingServer } from '../outgoing-server/server.ts';
import { type Group, livingMembers } from '../tenant/group.ts';
import { answeredBy, type OutgoingEmail, recordMailOf, type ShownNames } from './outgoing-email.ts';

export interface AnsweredMail {
  readonly from: string;
  /** Of the request. */
  readonly wanted: string | undefined;
  readonly module: string | undefined;
  /** The record's own address, where answers are to come to the Mailroom. */
  readonly toRecord: string | undefined;
  /** Who wrote it, where the own server puts somebody else's name on it. */
  readonly answersTo: string | undefined;
  readonly user: { readonly id: string; readonly address: string | undefined } | undefined;
}

interface Tenant {
  readonly users: readonly { readonly id: string }[];
  readonly groups: readonly Group[];
  readonly outgoingServer?: OutgoingServer;
  readonly outgoingEmail?: OutgoingEmail;
}

/** The oldest group with an address that the user is in: ids sort by time. */
export const primaryGroupAddress = ({ users, groups }: Tenant, user: string | undefined): string | undefined =>
  [...groups]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .find((group) => group.address !== undefined && user !== undefined && livingMembers(group, users).includes(user))
    ?.address;

const adHoc = (tenant: Tenant, mail: AnsweredMail): ShownNames => {
  const { replyTo } = tenant.outgoingEmail ?? {};
  const plain = (address: string | undefined): ShownNames => (address === undefined ? {} : { replyTo: address });
  switch (replyTo?.kind) {
    case 'user':
      return plain(mail.user?.address);
    case 'group':
      return plain(primaryGroupAddress(tenant, mail.user?.id));
    case 'server':
      return plain(tenant.outgoingServer === undefined ? undefined : forcedFrom(tenant.outgoingServer));
    case 'other':
      return replyTo.address === null ? {} : answeredBy({ address: replyTo.address, name: replyTo.name });
    default:
      return {};
  }
};

/** Empty: mail programs answer to the From. */
export const replyToOf = (tenant: Tenant, mail: AnsweredMail): Pick<ShownNames, 'replyTo' | 'replyToName'> => {
  if (mail.wanted !== undefined) return { replyTo: mail.wanted };
  const section = tenant.outgoingEmail === undefined ? undefined : recordMailOf(tenant.outgoingEmail, mail.module);
  if (section !== undefined && section.replyTo !== null) return answeredBy(section.replyTo);
  if (mail.toRecord !== undefined) return { replyTo: mail.toRecord };
  const found = adHoc(tenant, mail);
  const { replyTo = mail.answersTo, replyToName } = found;
  // The same address twice says nothing; with a name of its own it does.
  if (replyTo === undefined) return {};
  if (replyToName === undefined && normaliseAddress(replyTo) === normaliseAddress(mail.from)) return {};
  return { replyTo, ...(replyToName === undefined ? {} : { replyToName }) };
};
