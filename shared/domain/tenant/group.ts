/** A group of users among whom a rule distributes what it makes (FEATURES 18, 66). Kept by an administrator; choose-owner.ts asks it. */

/**
 * `direct`: the group owns the record itself, and its people take it from there, as in Vtiger. The others choose one of the members: who waited longest, who
 * has the fewest open cases, or any.
 */
export const DISTRIBUTIONS = ['direct', 'round-robin', 'least-busy', 'random'] as const;

export type Distribution = (typeof DISTRIBUTIONS)[number];

export interface Group {
  readonly id: string;
  readonly name: string;
  /** Ids of users. One who has left may still stand here. */
  readonly members: readonly string[];
  readonly distribution: Distribution;
  /** Answers to mail of its members may go there (FEATURES 93). */
  readonly address?: string;
}

/** A rule's `owner` names a user or a group, so no user may be called this. */
const GROUP_ID = /^group-[0-9a-hjkmnp-tv-z]{26}$/;

export const groupIdOf = (id: string): string => `group-${id}`;

export const isGroupId = (id: string): boolean => GROUP_ID.test(id);

/** In the order of the group. */
export const livingMembers = ({ members }: Group, users: readonly { readonly id: string }[]): readonly string[] => {
  const here = new Set(users.map(({ id }) => id));
  return members.filter((member) => here.has(member));
};

/** Ids of the groups that a user is in. */
export const groupsOf = (groups: readonly Group[], user: string): readonly string[] =>
  groups.filter(({ members }) => members.includes(user)).map(({ id }) => id);
