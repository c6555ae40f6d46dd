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
  /** The worker has ended. Calls with its key are refused, but what it presigned stays good, as it does on AWS while the role's session lasts. */
  revoke(accessKeyId: string): void;
  find(
    accessKeyId: string,
  ): { readonly caller: Caller; readonly credentials: Credentials; readonly ended: boolean } | undefined;
  /** May do everything: tests, control routes, the conformance suite. */
  readonly root: Credentials;
}

export const makeIdentities = (): Identities => {
  const issued = new Map<string, { caller: Caller; credentials: Credentials; ended: boolean }>();
  const issue = (caller: Caller): Credentials => {
    const credentials = {
      accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(30).toString('base64url'),
      sessionToken: randomBytes(32).toString('base64url'),
    };
    issued.set(credentials.accessKeyId, { caller, credentials, ended: false });
    return credentials;
  };
  const root = issue({ principal: { kind: 'root' }, functionName: 'root' });
  const revoke = (accessKeyId: string) => {
    const known = issued.get(accessKeyId);
    if (known !== undefined) known.ended = true;
  };
  return { issue, revoke, find: (id) => issued.get(id), root };
};
