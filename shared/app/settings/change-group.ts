/** Makes and changes groups of users. Everybody in a group is a user of the tenant when they are put there; who leaves later is skipped (choose-owner.ts). */
import { type Group, groupIdOf } from '../../domain/tenant/group.ts';
import type { GroupStore } from '../../ports/groups.ts';
import type { TenantDirectory } from '../../ports/tenants.ts';
import type { BeginRequest, PostRequest } from '../begin-request.ts';

export type GroupFields = Omit<Group, 'id'>;

export interface WrongMember {
  readonly field: string;
  readonly message: string;
}

export type ChangeGroupOutcome =
  | { readonly kind: 'done'; readonly group: Group }
  | { readonly kind: 'wrong'; readonly errors: readonly WrongMember[] }
  | { readonly kind: 'absent' }
  | { readonly kind: 'too-many' }
  | { readonly kind: 'other-body' };

const wrongMembers = (members: readonly string[], users: readonly { readonly id: string }[]): readonly WrongMember[] =>
  members.flatMap((member, place): WrongMember[] => {
    const field = `members.${place}`;
    if (!users.some(({ id }) => id === member)) return [{ field, message: 'is not the id of a user of this tenant' }];
    // Twice in the list would not be twice the turns: turns are counted by person.
    return members.indexOf(member) === place ? [] : [{ field, message: 'stands there twice' }];
  });

export const makeChangeGroup = (deps: {
  readonly begin: BeginRequest;
  readonly groups: GroupStore;
  readonly tenants: Pick<TenantDirectory, 'profile'>;
  readonly maxGroups: number;
}) => ({
  create: async (request: PostRequest, fields: GroupFields): Promise<ChangeGroupOutcome> => {
    const profile = await deps.tenants.profile(request.tenant);
    if (profile === undefined) return { kind: 'absent' };
    const begun = await deps.begin(request);
    if (begun.kind === 'other-body') return begun;
    const id = groupIdOf(begun.id);
    // A repeat must not undo what was changed in the meantime.
    const there = profile.groups.find((group) => group.id === id);
    if (there !== undefined) return { kind: 'done', group: there };
    const errors = wrongMembers(fields.members, profile.users);
    if (errors.length > 0) return { kind: 'wrong', errors };
    if (profile.groups.length >= deps.maxGroups) return { kind: 'too-many' };
    return { kind: 'done', group: await deps.groups.create(request.tenant, { ...fields, id }) };
  },

  replace: async (tenant: string, id: string, fields: GroupFields): Promise<ChangeGroupOutcome> => {
    const profile = await deps.tenants.profile(tenant);
    if (profile === undefined || !profile.groups.some((group) => group.id === id)) return { kind: 'absent' };
    const errors = wrongMembers(fields.members, profile.users);
    if (errors.length > 0) return { kind: 'wrong', errors };
    const group = { ...fields, id };
    return (await deps.groups.replace(tenant, group)) ? { kind: 'done', group } : { kind: 'absent' };
  },
});
