/** Today's quota as people see it. The counter knows what is counted; which of it has gone is asked of the mails themselves. */
import { OWN_SERVER } from '../../domain/account/account.ts';
import { usedOf } from '../../domain/quota/account-use.ts';
import { dayOf, resetsAt } from '../../domain/quota/day.ts';
import { allowanceOf } from '../../domain/quota/plans.ts';
import { limitsOfAccount, limitsOfServer } from '../../domain/quota/provider-limits.ts';
import { isLimited, type SendingLimits } from '../../domain/quota/sending-limits.ts';
import { type Colour, colourOf, tooltipOf } from '../../domain/quota/warning.ts';
import type { OutgoingMail } from '../../domain/sending/outgoing-mail.ts';
import { isWaiting } from '../../domain/sending/transitions.ts';
import type { Clock, Ids } from '../../ports/clock.ts';
import type { AccountPlaces } from '../../ports/holding-back.ts';
import type { OutgoingStore, QuotaCounters, QuotaWarning } from '../../ports/sending.ts';
import type { TenantProfile } from '../../ports/tenants.ts';
import { partIdsOf } from './split-mail.ts';
import { counterOf } from './submit-mail.ts';

export interface QuotaUsage {
  readonly limit: number;
  readonly used: number;
  readonly reserved: number;
  readonly resetsAt: string;
  readonly scope: 'user' | 'instance';
  readonly colour: Colour;
  readonly tooltip: string;
  readonly warnings: readonly QuotaWarning[];
  /** Of all users together; null: a plain user asked. */
  readonly instance: { readonly limit: number; readonly counted: number; readonly colour: Colour } | null;
  readonly ownAccounts: readonly AccountUsage[];
}

/** Own accounts count in no plan, but have limits of their own (FEATURES 122). null: no limit, and then nothing is counted. */
export interface AccountUsage {
  readonly id: string;
  readonly perDay: number | null;
  readonly perMinute: number | null;
  readonly used: number | null;
}

const hasGone = (mail: OutgoingMail): boolean => !isWaiting(mail) && mail.phase !== 'sending';

export const makeReadUsage = (deps: {
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'derived'>;
  readonly quota: Pick<QuotaCounters, 'read' | 'usedOf'>;
  readonly outgoing: Pick<OutgoingStore, 'getMany'>;
  readonly accountPlaces: Pick<AccountPlaces, 'read'>;
}) => {
  const usageOf = async (tenant: string, id: string, limits: SendingLimits): Promise<AccountUsage> => ({
    id,
    perDay: limits.perDay ?? null,
    perMinute: limits.perMinute ?? null,
    used: isLimited(limits) ? usedOf(await deps.accountPlaces.read(tenant, id), deps.clock.nowMs()) : null,
  });
  const ownAccountsOf = ({ tenant, outgoingServer, accounts = [] }: TenantProfile): Promise<AccountUsage[]> =>
    Promise.all([
      ...(outgoingServer === undefined ? [] : [usageOf(tenant, OWN_SERVER, limitsOfServer(outgoingServer))]),
      ...accounts.map((account) => usageOf(tenant, account.id, limitsOfAccount(account))),
    ]);

  const instanceOf = async (
    { tenant, plan, users }: TenantProfile,
    counted: number,
  ): Promise<QuotaUsage['instance']> => {
    const { perDay, scope } = allowanceOf(plan);
    if (scope === 'instance') return { limit: perDay, counted, colour: colourOf(counted, perDay) };
    const day = dayOf(deps.clock.nowMs());
    const used = await deps.quota.usedOf(
      tenant,
      users.map(({ id }) => ({ scope: `user#${id}`, day })),
    );
    const [limit, all] = [perDay * users.length, used.reduce((sum, one) => sum + one, 0)];
    return { limit, counted: all, colour: colourOf(all, limit) };
  };

  return async (profile: TenantProfile, user: string, role: string): Promise<QuotaUsage> => {
    const { tenant, plan } = profile;
    const { perDay, scope } = allowanceOf(plan);
    const counter = counterOf(plan, user, deps.clock.nowMs());
    const { used: counted, mailIds, warnings } = await deps.quota.read(tenant, counter);
    const mails = await deps.outgoing.getMany(tenant, mailIds);
    const partIds = mails.filter(({ phase }) => phase === 'split').flatMap((mail) => partIdsOf(deps.ids, mail));
    const parts = partIds.length === 0 ? [] : await deps.outgoing.getMany(tenant, partIds);
    const gone = [...mails.filter(({ phase }) => phase !== 'split'), ...parts]
      .filter(hasGone)
      .reduce((sum, mail) => sum + (mail.counted?.count ?? 0), 0);
    const opens = resetsAt(counter.day);
    return {
      limit: perDay,
      used: gone,
      reserved: counted - gone,
      resetsAt: opens,
      scope,
      colour: colourOf(counted, perDay),
      tooltip: tooltipOf(counted, perDay, opens),
      warnings,
      instance: role === 'user' ? null : await instanceOf(profile, counted),
      ownAccounts: await ownAccountsOf(profile),
    };
  };
};
