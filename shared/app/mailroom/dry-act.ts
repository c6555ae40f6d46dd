/** What the Mailroom would do with a mail, without doing it (FEATURES 41). For try-rule.ts: nothing is written, and nobody's turn in a group is taken. */
import type { Outcome } from '../../domain/mailroom/outcome.ts';
import { livingMembers } from '../../domain/tenant/group.ts';
import type { Ids } from '../../ports/clock.ts';
import type { MailLog } from '../../ports/mail-log.ts';
import type { NewRecord } from '../../ports/record-store.ts';
import { type Act, makeAct } from './act.ts';
import { type ChooseOwner, ownerOfTenant } from './choose-owner.ts';
import { dryRecords, type ReadableRecords } from './dry-records.ts';

export interface DryOutcome {
  readonly outcome: Outcome;
  readonly made: readonly NewRecord[];
}

export type DryAct = (input: Parameters<Act>[0]) => Promise<DryOutcome>;

/** Of a group the group: whose turn it is when the mail comes, nobody knows yet. */
const ownerShown: ChooseOwner =
  ({ profile, named }) =>
  async () => {
    if (named !== undefined && profile.users.some(({ id }) => id === named)) return named;
    const group = profile.groups.find(({ id }) => id === named);
    return group === undefined || livingMembers(group, profile.users).length === 0 ? ownerOfTenant(profile) : group.id;
  };

export const makeDryAct =
  (deps: {
    readonly records: ReadableRecords;
    readonly threads: Pick<MailLog, 'findThread' | 'findSent'>;
    readonly ids: Ids;
    readonly inboundDomains: readonly string[];
  }): DryAct =>
  async (input) => {
    const { findThread, findSent } = deps.threads;
    const made: NewRecord[] = [];
    const act = makeAct({
      ids: deps.ids,
      inboundDomains: deps.inboundDomains,
      records: dryRecords(deps.records, (record) => made.push(record)),
      threads: { findThread, findSent, rememberThread: async () => undefined, offerThread: async () => undefined },
      mayMake: async () => true,
      chooseOwner: ownerShown,
    });
    return { outcome: await act(input), made };
  };
