/** Groups of users, the turns within them, and how busy a member is. */
import type { Group } from '../domain/tenant/group.ts';
import type { GroupTurns } from '../domain/tenant/group-turns.ts';
import type { Page } from './record-store.ts';

export interface GroupStore {
  get(tenant: string, id: string): Promise<Group | undefined>;
  /** Written if absent; answers what is stored afterwards. */
  create(tenant: string, group: Group): Promise<Group>;
  /** False: there is none to replace. */
  replace(tenant: string, group: Group): Promise<boolean>;
  remove(tenant: string, id: string): Promise<'removed' | 'absent'>;
  list(tenant: string, page: { limit: number; cursor?: string }): Promise<Page<Group>>;
}

export interface GroupTurnStore {
  /** Revision 0: nobody had a turn yet. */
  read(tenant: string, groupId: string): Promise<{ readonly turns: GroupTurns; readonly revision: number }>;
  /** Writes over the revision `seen`. False: somebody took a turn in between, read again. */
  write(tenant: string, groupId: string, turns: GroupTurns, seen: number): Promise<boolean>;
}

/** Per open case of this owner the id of the mail or request that made it; of a very busy one not all. Read-your-writes. */
export type FindOpenCases = (tenant: string, owner: string) => Promise<readonly string[]>;
