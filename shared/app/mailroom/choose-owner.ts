/**
 * Who owns what a rule makes (FEATURES 18, 66): the user it names, or whom its group's distribution chooses, else the tenant's owner. Asked when something is made
 * and not before: a mail that goes to a record that is there takes nobody's turn. Tried again, a mail gets the same member as long as it is not dealt with.
 */
import { Failure } from '../../domain/failure.ts';
import { type Group, livingMembers } from '../../domain/tenant/group.ts';
import {
  afterTurn,
  busyness,
  claimantOf,
  type GroupTurns,
  leastBusy,
  longestWaiting,
  withoutClaims,
} from '../../domain/tenant/group-turns.ts';
import type { Ids } from '../../ports/clock.ts';
import type { FindOpenCases, GroupTurnStore } from '../../ports/groups.ts';
import type { MailLog } from '../../ports/mail-log.ts';
import type { TenantProfile } from '../../ports/tenants.ts';

export interface OwnerWanted {
  readonly profile: TenantProfile;
  /** Of the rule: id of a user or a group, or of somebody who is gone. */
  readonly named: string | undefined;
  readonly mailId: string;
}

/** Answers a question that may be asked several times by one action and chooses once. */
export type ChooseOwner = (wanted: OwnerWanted) => () => Promise<string>;

/** Mails of one group that arrive at once contend for one item. */
const MAX_TRIES = 30;

/** More than that many claims are looked through for those whose mail is dealt with. */
const TIDY_AT = 25;

/** Somebody must see it: the first owner, else the first user. */
export const ownerOfTenant = ({ users }: TenantProfile): string =>
  (users.find(({ role }) => role === 'owner') ?? users[0])?.id ?? '';

export interface ChooseOwnerDeps {
  readonly ids: Pick<Ids, 'digest'>;
  readonly turns: GroupTurnStore;
  readonly findOpenCases: FindOpenCases;
  readonly log: Pick<MailLog, 'get'>;
}

export const makeChooseOwner = (deps: ChooseOwnerDeps): ChooseOwner => {
  /** The log is written last: what it knows is made, and is among the open cases if it is one. */
  const tidied = async (tenant: string, turns: GroupTurns): Promise<GroupTurns> => {
    const logged = await Promise.all(turns.claims.map(({ mailId }) => deps.log.get(tenant, mailId)));
    return withoutClaims(turns, new Set(logged.flatMap((mail) => mail?.id ?? [])));
  };

  /** After the claims are looked through, never before: a case that is logged in between would be counted nowhere. */
  const busiest = async (tenant: string, turns: GroupTurns, members: readonly string[]) => {
    const counted = members.map(async (member): Promise<[string, number]> => {
      return [member, busyness(turns, member, await deps.findOpenCases(tenant, member))];
    });
    return new Map(await Promise.all(counted));
  };

  const takeTurn = async (tenant: string, group: Group, members: readonly string[], mailId: string) => {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const { turns: read, revision } = await deps.turns.read(tenant, group.id);
      const claimed = claimantOf(read, mailId);
      if (claimed !== undefined && members.includes(claimed)) return claimed;
      const counts = group.distribution === 'least-busy';
      const turns = counts || read.claims.length > TIDY_AT ? await tidied(tenant, read) : read;
      const busy = counts ? await busiest(tenant, turns, members) : new Map<string, number>();
      const member = counts ? leastBusy(turns, members, (id) => busy.get(id) ?? 0) : longestWaiting(turns, members);
      if (member === undefined) return undefined;
      const next = afterTurn(turns, { mailId, member }, members);
      if (await deps.turns.write(tenant, group.id, next, revision)) return member;
    }
    throw new Failure('unavailable', 'turns-contended', 'Too many mails of this group arrive at once.');
  };

  const choose = async ({ profile, named, mailId }: OwnerWanted): Promise<string> => {
    if (named === undefined) return ownerOfTenant(profile);
    if (profile.users.some(({ id }) => id === named)) return named;
    const group = profile.groups.find(({ id }) => id === named);
    const members = group === undefined ? [] : livingMembers(group, profile.users);
    if (group === undefined || members.length === 0) return ownerOfTenant(profile);
    if (group.distribution === 'direct') return group.id;
    if (group.distribution === 'random') {
      // Not by chance: tried again, the mail must find the same member. 32 bits over at most a hundred members are even enough.
      const place = Number.parseInt(deps.ids.digest(group.id, mailId).slice(0, 8), 16) % members.length;
      return members[place] ?? ownerOfTenant(profile);
    }
    return (await takeTurn(profile.tenant, group, members, mailId)) ?? ownerOfTenant(profile);
  };

  return (wanted) => {
    let chosen: Promise<string> | undefined;
    return () => {
      chosen ??= choose(wanted);
      return chosen;
    };
  };
};
