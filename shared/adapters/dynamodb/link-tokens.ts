/**
 * Signed links (ARCHITECTURE, Who): `<payload>.<HMAC-SHA-256>`, both base64url, under a random key of the tenant that is made on first use. A new version of
 * the key is a new item beside the old one, whose links go on working until it is taken away. No KMS call for each link.
 *
 * | item | pk | sk |
 * | --- | --- | --- |
 * | key | `<tenant>#link-keys` | `<version>` |
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import type { LinkTokens } from '../../ports/links.ts';
import { ABSENT, type Key, type Table } from './table.ts';

/** Raised where links are to be signed with another key from now on. */
const CURRENT = '1';

const Payload = z.tuple([z.string(), z.string().regex(/^\d{1,4}$/), z.array(z.string()).max(10)]);

/** Longer than any we make; nothing longer is looked at. */
const MAX_TOKEN_LENGTH = 1000;

const keyOf = (tenant: string, version: string): Key => ({ pk: `${tenant}#link-keys`, sk: version });

/** Of the purpose as well: a link to verify an address is no link to anything else. */
const macOf = (key: string, purpose: string, payload: string): Buffer =>
  createHmac('sha256', key).update(`${purpose}\n${payload}`).digest();

const parsed = (payload: string): z.output<typeof Payload> | undefined => {
  try {
    return Payload.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString())).data;
  } catch {
    return undefined;
  }
};

/** @param newKey 256 random bits as text */
export const makeLinkTokens = (table: Table, newKey: () => string): LinkTokens => {
  const stored = async (tenant: string, version: string): Promise<string | undefined> => {
    const key: unknown = (await table.get(keyOf(tenant, version)))?.['key'];
    return typeof key === 'string' ? key : undefined;
  };
  const current = async (tenant: string): Promise<string> => {
    const there = await stored(tenant, CURRENT);
    if (there !== undefined) return there;
    const key = newKey();
    if (await table.putIf({ ...keyOf(tenant, CURRENT), key }, ABSENT)) return key;
    // Somebody else made it in between: there is one, and it stays.
    return (await stored(tenant, CURRENT)) ?? key;
  };
  return {
    sign: async (purpose, { tenant, fields }) => {
      const payload = Buffer.from(JSON.stringify([tenant, CURRENT, fields])).toString('base64url');
      return `${payload}.${macOf(await current(tenant), purpose, payload).toString('base64url')}`;
    },
    read: async (purpose, token) => {
      if (token.length > MAX_TOKEN_LENGTH) return undefined;
      const [payload = '', signature = '', more] = token.split('.');
      const found = more === undefined ? parsed(payload) : undefined;
      if (found === undefined) return undefined;
      const [tenant, version, fields] = found;
      // Part of a key of the table: a made-up tenant must not reach into another's items.
      const key = /^[a-z0-9-]{1,63}$/.test(tenant) ? await stored(tenant, version) : undefined;
      if (key === undefined) return undefined;
      const given = Buffer.from(signature, 'base64url');
      const right = macOf(key, purpose, payload);
      return given.length === right.length && timingSafeEqual(given, right) ? { tenant, fields } : undefined;
    },
  };
};
