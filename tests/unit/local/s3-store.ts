/** A bucket store on a state of its own, and the S3 server over it, for the tests of S3. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuthorizationRequest, HttpRequest } from '#local/kernel/aws.ts';
import { makeClock } from '#local/kernel/clock.ts';
import { makeRandom } from '#local/kernel/random.ts';
import type { DeployedResource } from '#local/kernel/resources.ts';
import { openState } from '#local/kernel/state.ts';
import { makeObjects } from '#local/services/s3/object-store.ts';
import { makeS3 } from '#local/services/s3/s3.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'postroom-s3-'));

export const CREDENTIALS = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };

export const aBucket = (name: string, properties: Record<string, unknown> = {}): DeployedResource => ({
  logicalId: name,
  type: 'AWS::S3::Bucket',
  properties: { BucketName: name, ...properties },
  ref: name,
  attributes: { Arn: `arn:aws:s3:::${name}` },
});

const open = (folder: string, offsetMs: number, resources: readonly DeployedResource[]) => {
  const state = openState(folder);
  const clock = makeClock({ offsetMs, onOffset: () => undefined });
  const objects = makeObjects({ state, clock });
  for (const resource of resources) objects.declare(resource);
  return {
    objects,
    clock,
    pass: (ms: number) => clock.advance(ms, async () => undefined),
    /** Ends this one as a kill would, without telling it, and opens its file again. */
    restart: () => {
      const offset = clock.now() - Date.now();
      clock.stop();
      state.close();
      return open(folder, offset, resources);
    },
  };
};

export const openObjects = (...resources: readonly DeployedResource[]) =>
  open(mkdtempSync(join(FOLDER, 'state-')), 0, resources);

/** `deny` names the actions that the authorizer denies. */
export const openS3 = (
  { objects, clock }: ReturnType<typeof openObjects>,
  deny: (request: AuthorizationRequest) => boolean = () => false,
) => {
  const denied: string[] = [];
  const service = makeS3({
    objects,
    clock,
    random: makeRandom(3),
    authorizer: {
      denial: (request) =>
        deny(request) ? `not authorized to perform: ${request.action} on ${request.resource}` : undefined,
    },
    secretOf: (accessKeyId) => (accessKeyId === CREDENTIALS.accessKeyId ? CREDENTIALS.secretAccessKey : undefined),
    onDenied: (sentence) => denied.push(sentence),
  });
  return { service, denied };
};

export const aRequest = (method: string, target: string, more: Partial<HttpRequest> = {}): HttpRequest => {
  const [path = '', query = ''] = target.split('?');
  return { method, path, query: new URLSearchParams(query), headers: {}, body: Buffer.alloc(0), ...more };
};
