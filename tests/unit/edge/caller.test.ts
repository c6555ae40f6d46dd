import { describe, expect, test } from 'vitest';
import type { Access } from '#shared/contracts/route.ts';
import { callerOf } from '#shared/edge/caller.ts';

const NAMES = { TENANT_CLAIM: 'custom:org', USER_CLAIM: 'sub', ROLE_CLAIM: 'custom:role' };
const aCaller = (over: Readonly<Record<string, unknown>> = {}, access: Access = 'user') =>
  callerOf({ 'custom:org': 'acme', sub: 'ada', 'custom:role': 'user', ...over }, NAMES, access);

describe('the caller', () => {
  test('is read from the claims that the configuration names, and from no others', () => {
    expect(aCaller({ tenant: 'other', role: 'owner' })).toEqual({ tenant: 'acme', user: 'ada', role: 'user' });
  });

  test.each<[Access, string, boolean]>([
    ['user', 'user', true],
    ['user', 'admin', true],
    ['user', 'owner', true],
    ['admin', 'user', false],
    ['admin', 'admin', true],
    ['admin', 'owner', true],
    ['platform', 'user', false],
    ['platform', 'admin', false],
    ['platform', 'owner', false],
  ])('of a route for %s with the role %s: %s', (access, role, allowed) => {
    const call = () => aCaller({ 'custom:role': role }, access);
    if (allowed) expect(call().role).toBe(role);
    else expect(call).toThrow(/This needs the role/);
  });

  test('of the platform is whoever has both its tenant and its role', () => {
    const platform = { 'custom:org': 'platform', 'custom:role': 'platform' };
    for (const access of ['user', 'admin', 'platform'] as const)
      expect(aCaller(platform, access).tenant).toBe('platform');
    expect(() => aCaller({ ...platform, 'custom:role': 'owner' })).toThrow(/does not fit/);
    expect(() => aCaller({ ...platform, 'custom:org': 'acme' })).toThrow(/does not fit/);
  });

  test('of a public route is nobody, whatever the token says', () => {
    expect(callerOf(undefined, NAMES, 'public')).toEqual({ tenant: '', user: '', role: '' });
  });

  test.each([
    { 'custom:org': undefined },
    { 'custom:org': 'acme#mail' },
    { 'custom:org': '[acme]' },
    { 'custom:org': 'Acme' },
    { 'custom:org': `a${'b'.repeat(63)}` },
    { sub: '' },
    { sub: '[ada ben]' },
    { sub: 'map[id:ada]' },
  ])('is refused with the claims %j', (claims) => {
    expect(() => aCaller(claims)).toThrow(/names no tenant or no user/);
  });

  test('may be of a tenant with a name of 63 characters', () => {
    expect(aCaller({ 'custom:org': `a${'b'.repeat(62)}` }).tenant).toHaveLength(63);
  });
});
