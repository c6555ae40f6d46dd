/** Which of a tenant's accounts a mail leaves by (FEATURES 90, 102): the named one, else the one whose type is for such mail. */
import type { Lane } from '../sending/outgoing-mail.ts';
import { type Account, type AccountType, isUsable, OWN_SERVER } from './account.ts';

export interface MailForAccount {
  readonly lane: Lane;
  /** Of the record it is sent from. */
  readonly module?: string | undefined;
  /** Id of the account that was asked for; `platform`: none, `own-server`: the one outgoing server. */
  readonly wanted?: string | undefined;
  /** Groups that the writer is in. */
  readonly groups: readonly string[];
}

export type ChosenAccount =
  | { readonly kind: 'account'; readonly account: Account }
  /** The tenant's outgoing server, or the platform. */
  | { readonly kind: 'default' }
  | { readonly kind: 'platform' }
  | { readonly kind: 'wrong'; readonly message: string };

/** Answers to customers leave by the account of customer service; what the CRM writes by itself by the one of the system. */
const typeFor = ({ lane, module }: MailForAccount): AccountType | undefined => {
  if (lane === 'campaign') return 'campaigns';
  if (module === 'cases') return 'customer-service';
  return lane === 'workflow' ? 'system' : undefined;
};

const whyNot = (account: Account | undefined, mail: MailForAccount): string | undefined => {
  if (account === undefined) return 'is no account here; GET /v1/smtp-accounts lists them';
  if (!account.active) return 'is switched off; set active on the account, or name another';
  if (account.confirmedAt === undefined) return 'was never confirmed; POST /v1/smtp-accounts/{id}/test sends its code';
  // Mass mail spoils the name of the address it comes from, so it has addresses of its own.
  if ((account.type === 'campaigns') !== (mail.lane === 'campaign'))
    return account.type === 'campaigns' ? 'is for campaigns alone' : 'is not for campaigns';
  const { groups } = account;
  if (groups !== undefined && !groups.some((group) => mail.groups.includes(group)))
    return 'is shared with groups that you are not in';
  return undefined;
};

export const chooseAccount = (accounts: readonly Account[], mail: MailForAccount): ChosenAccount => {
  const { wanted } = mail;
  if (wanted === 'platform') return { kind: 'platform' };
  if (wanted === OWN_SERVER) return { kind: 'default' };
  if (wanted !== undefined) {
    const named = accounts.find(({ id }) => id === wanted);
    const message = whyNot(named, mail);
    return named === undefined || message !== undefined
      ? { kind: 'wrong', message: message ?? 'is no account here' }
      : { kind: 'account', account: named };
  }
  const type = typeFor(mail);
  const [oldest] = accounts
    .filter((account) => account.type === type && isUsable(account))
    .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  return oldest === undefined ? { kind: 'default' } : { kind: 'account', account: oldest };
};

/** Those that a mail of this kind may name. */
export const usableAccounts = (accounts: readonly Account[], mail: MailForAccount): readonly Account[] =>
  accounts.filter((account) => whyNot(account, mail) === undefined);
