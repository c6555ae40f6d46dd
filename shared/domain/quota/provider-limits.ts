/**
 * How much an account of a provider may send (FEATURES 122). What goes through it counts in no plan; but past the provider's limit the account is locked, often for a
 * day and for people's own mail too. Providers change these numbers without notice: the tenant may set lower ones, or its own where none is known.
 */
import type { Account } from '../account/account.ts';
import { type ServerType, typeOfHost } from '../outgoing-server/server.ts';
import { limitsOf, type SendingLimits, type WantedLimits } from './sending-limits.ts';

/** Gmail help, "You have reached a limit for sending mail": 500 recipients a day. */
const GMAIL_FREE: SendingLimits = { perDay: 500 };
/** Google Workspace Admin Help, "Gmail sending limits in Google Workspace" (answer 166852): 2,000 messages a day, "over a rolling 24-hour period". */
const GOOGLE_WORKSPACE: SendingLimits = { perDay: 2_000 };

const LIMITS: Readonly<Record<Exclude<ServerType, 'gmail'>, SendingLimits>> = {
  /** Yahoo Help, "Sending limits in Yahoo Mail": 500 a day. */
  yahoo: { perDay: 500 },
  /** Microsoft publishes none ("Sending limits in Outlook.com": it depends on the account's history); 300 is what its help answers name for a free account. */
  outlook: { perDay: 300 },
  /** Microsoft Learn, "Exchange Online limits": recipient rate limit 10,000 a day; message rate limit 30 a minute by SMTP client submission. */
  office365: { perDay: 10_000, perMinute: 30 },
  others: {},
};

/** Addresses of Google's free accounts; an account with a domain of its own is one of Workspace. */
const FREE_GMAIL = /@(?:gmail|googlemail)\.com$/i;

interface Known {
  readonly type: ServerType;
  readonly user?: string | undefined;
}

/** What the provider allows, as far as it is known. */
export const providerLimits = ({ type, user }: Known): SendingLimits => {
  if (type !== 'gmail') return LIMITS[type];
  return user === undefined || FREE_GMAIL.test(user) ? GMAIL_FREE : GOOGLE_WORKSPACE;
};

/** The provider's, or lower where the tenant says so. */
export const limitsOfServer = (server: Known & { readonly limits?: SendingLimits }): SendingLimits => ({
  ...providerLimits(server),
  ...server.limits,
});

/** What its provider allows, where its server is a known one; others say by themselves what is too much. */
const knownOfAccount = ({ way }: Pick<Account, 'way'>): Known =>
  way.provider === 'smtp' ? { type: typeOfHost(way.host), user: way.user } : { type: 'others' };

export const limitsOfAccount = (account: Pick<Account, 'way' | 'limits'>): SendingLimits =>
  limitsOfServer({ ...knownOfAccount(account), ...(account.limits === undefined ? {} : { limits: account.limits }) });

interface LimitTooHigh {
  readonly name: keyof SendingLimits;
  readonly most: number;
}

/** Which of the wanted limits are above the provider's: it would lock the account all the same. */
export const limitsTooHigh = (server: Known, wanted: WantedLimits): readonly LimitTooHigh[] => {
  const [known, asked] = [providerLimits(server), limitsOf(wanted)];
  return (['perDay', 'perMinute'] as const).flatMap((name) => {
    const most = known[name];
    return most !== undefined && (asked[name] ?? 0) > most ? [{ name, most }] : [];
  });
};
