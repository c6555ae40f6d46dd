/** HTTP bodies of tenants and users. */
import * as z from 'zod';
import { isGroupId } from '../domain/tenant/group.ts';
import { address, instant, line } from './values.ts';

/**
 * Plan names of both generations of editions (FEATURES 115 and its decision): the seed's, and today's. What a plan allows is data of the
 * sending context; here a tenant only names one.
 */
export const PLANS = [
  'trial',
  'free',
  'starter',
  'exclusive',
  'professional',
  'one',
  'one-professional',
  'one-pilot',
  'one-growth',
  'one-enterprise',
  'one-ai',
] as const;

export const ROLES = ['owner', 'admin', 'user'] as const;

/** Part of every key and of log lines; `platform` is kept for mail that belongs to nobody. */
export const tenantId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, { error: 'must be lower-case letters, digits and -, at most 63' })
  .refine((value) => value !== 'platform', { error: 'is reserved' })
  .meta({ id: 'TenantId', example: 'demo' });

/** Whatever the identity provider puts into the user claim: an opaque id or an address. */
export const userId = line(128)
  .regex(/^[^#/\s]+$/, { error: 'must not contain spaces, # or /' })
  .refine((value) => !isGroupId(value), { error: 'has the form that ids of groups have' });

/** RFC 5321 local part without `+`, which separates the suffix. */
export const handle = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,39}$/, { error: 'must be lower-case letters, digits, dot, - or _, at most 40' });

const UserBody = z.strictObject({ email: address, role: z.enum(ROLES) });

export const User = UserBody.extend({ id: userId }).meta({ id: 'User' });

export const PutUserBody = UserBody;

/** A company has a handful: every mail that comes in is compared with all of them. */
export const MAX_HELP_DESK_ADDRESSES = 20;

const helpDeskAddresses = z
  .array(address)
  .max(MAX_HELP_DESK_ADDRESSES)
  .meta({ description: "The help desk's own addresses, such as support@: never taken for a customer" });

const tenantName = line(255);

export const CreateTenantBody = z.strictObject({
  tenant: tenantId,
  name: tenantName.optional(),
  plan: z.enum(PLANS),
  inboundHandle: handle.optional(),
  users: z.array(User.strict()).max(100).default([]),
  helpDeskAddresses: helpDeskAddresses.default([]),
});

export const UpdateTenantBody = z.strictObject({
  name: tenantName.optional(),
  helpDeskAddresses: helpDeskAddresses.optional(),
});

export const Tenant = z
  .object({
    tenant: z.string(),
    name: z.string(),
    plan: z.enum(PLANS),
    inboundHandle: z.string(),
    address: z.string(),
    helpDeskAddresses: z.array(z.string()),
    createdAt: instant,
  })
  .meta({ id: 'Tenant' });
