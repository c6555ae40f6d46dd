/** Access keys of the embedded cloud. Every worker has its own temporary key, as every Lambda environment has; revoked when it ends. */
import { randomBytes } from 'node:crypto';
import type { Caller } from './aws.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export interface Identities {
  issue(caller: Caller): Credentials;
  revoke(accessKeyId: string): void;
  find(accessKeyId: string): { readonly caller: Caller; readonly credentials: Credentials } | undefined;
  /** May do everything: tests, control routes, the conformance suite. */
  readonly root: Credentials;
}

export const makeIdentities = (): Identities => {
  const issued = new Map<string, { caller: Caller; credentials: Credentials }>();
  const issue = (caller: Caller): Credentials => {
    const credentials = {
      accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(30).toString('base64url'),
      sessionToken: randomBytes(32).toString('base64url'),
    };
    issued.set(credentials.accessKeyId, { caller, credentials });
    return credentials;
  };
  const root = issue({ principal: { kind: 'root' }, functionName: 'root', kill: () => undefined });
  return { issue, revoke: (id) => issued.delete(id), find: (id) => issued.get(id), root };
};
