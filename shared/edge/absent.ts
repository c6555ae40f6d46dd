/**
 * Says of what is not there what kind of thing it would be. By the route alone and never by what was looked up, so that another tenant's thing and one that nobody
 * has are told apart by no word (tests/integration/api-walk.test.ts).
 */
import type { Route } from '../contracts/route.ts';
import { Problem } from './problem.ts';

/** By the part of the path before the parameter, or by the parameter. */
const KINDS: Readonly<Record<string, string>> = {
  'rules/{id}': 'rule',
  'groups/{id}': 'group',
  'users/{id}': 'user',
  'drafts/{id}': 'draft',
  'emails/{id}': 'mail',
  'templates/{id}': 'template',
  'ready/{name}': 'ready template',
  'documents/{id}': 'document',
  '{module}/{id}': 'record',
  'attachments/{n}': 'attachment',
  'domains/{domain}': 'domain',
  'smtp-accounts/{id}': 'account',
  'oauth-connections/{id}': 'connection',
  'suppressions/{address}': 'suppression',
  'sender-addresses/{address}': 'sender address',
};

export const thingOf = (path: string): string | undefined => {
  const parts = path.split('/');
  const kinds = parts.flatMap((part, n) => KINDS[`${parts[n - 1] ?? ''}/${part}`] ?? []);
  return kinds.length === 0 ? undefined : kinds.join(' or ');
};

export const byName = (failure: unknown, route: Route | undefined): unknown => {
  const thing = route === undefined ? undefined : thingOf(route.path);
  if (thing === undefined || !(failure instanceof Problem) || failure.code !== 'not-found') return failure;
  return new Problem(404, 'not-found', `There is no such ${thing} here.`);
};
