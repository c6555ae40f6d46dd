/** HTTP bodies of groups of users. */
import * as z from 'zod';
import { DISTRIBUTIONS, isGroupId } from '../domain/tenant/group.ts';
import { sendableAddress } from './emails.ts';
import { userId } from './settings.ts';
import { line } from './values.ts';

/** Every mail that comes in reads them all with its tenant: 50 groups of 20 people are some 30 KB, eight read units. */
export const MAX_GROUPS = 50;
export const MAX_GROUP_MEMBERS = 50;

export const groupId = z
  .string()
  .refine(isGroupId, { error: 'must be the id of a group as this API gives them (group- and 26 characters)' })
  .meta({ id: 'GroupId', example: 'group-01jd3x8q4v7m0000000000000a' });

const group = {
  name: line(255),
  address: sendableAddress
    .exactOptional()
    .meta({ description: 'Answers to mail of its members may go there, once it is verified' }),
  members: z
    .array(userId)
    .max(MAX_GROUP_MEMBERS)
    .default([])
    .meta({ description: 'Ids of users; the order in which they take their first turn' }),
  distribution: z.enum(DISTRIBUTIONS).meta({
    description:
      'Who owns what a rule makes for this group: the group itself (direct), who waited longest (round-robin), who has the fewest open cases (least-busy), any member (random)',
  }),
};

export const GroupBody = z.strictObject(group).meta({ id: 'GroupBody' });

export const Group = z.object({ id: groupId, ...group, address: z.string().exactOptional() }).meta({ id: 'Group' });
