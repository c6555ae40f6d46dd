/** Who calls, from the verified token and from nothing else (CONTRACT). The gateway has checked signature, issuer, audience and expiry. */
import type { Access } from '../contracts/route.ts';
import { Problem } from './problem.ts';

export interface ClaimNames {
  readonly TENANT_CLAIM: string;
  readonly USER_CLAIM: string;
  readonly ROLE_CLAIM: string;
}

export interface Caller {
  readonly tenant: string;
  readonly user: string;
  readonly role: string;
}

/** Mail of nobody, and the right to make tenants, belong to whoever runs this Postroom. */
const PLATFORM = 'platform';

const ALLOWED: Readonly<Record<Exclude<Access, 'public'>, readonly string[]>> = {
  user: ['user', 'admin', 'owner', PLATFORM],
  admin: ['admin', 'owner', PLATFORM],
  platform: [PLATFORM],
};

/** How API Gateway writes a claim that is a list or an object into the event: no name of anybody. */
const PRINTED_LIST = /^(map)?\[/;

const forbidden = (detail: string) => new Problem(403, 'forbidden', detail);

export const callerOf = (
  claims: Readonly<Record<string, unknown>> | undefined,
  names: ClaimNames,
  access: Access,
): Caller => {
  if (access === 'public') return { tenant: '', user: '', role: '' };
  const read = (name: string) => String(claims?.[name] ?? '');
  const caller = { tenant: read(names.TENANT_CLAIM), user: read(names.USER_CLAIM), role: read(names.ROLE_CLAIM) };
  // The token is the CRM's own, but a tenant with `#` in its name would reach into another's keys.
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(caller.tenant) || caller.user === '' || PRINTED_LIST.test(caller.user))
    throw forbidden('The token names no tenant or no user. Check the claim names in the configuration.');
  // Neither a tenant's own identity provider nor its users become the platform by one claim alone.
  if ((caller.tenant === PLATFORM) !== (caller.role === PLATFORM))
    throw forbidden('The role of the token does not fit its tenant.');
  if (!ALLOWED[access].includes(caller.role))
    throw forbidden(`This needs the role ${ALLOWED[access].slice(0, 2).join(' or ')}.`);
  return caller;
};
