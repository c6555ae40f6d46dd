/** The endpoint on a real port before services that only remember: what is asked of them, and what they answer, is the test's. */
import { onTestFinished } from 'vitest';
import { makeDenials } from '#local/endpoint/denials.ts';
import { makeEndpoint } from '#local/endpoint/endpoint.ts';
import { FaultPlan, makeFaults } from '#local/endpoint/faults.ts';
import { makeUsage } from '#local/endpoint/usage.ts';
import { AwsError, type AwsService, type HttpAnswer } from '#local/kernel/aws.ts';
import { type Credentials, makeIdentities } from '#local/kernel/identities.ts';
import { close, listen } from '#local/listen.ts';

export const OK: HttpAnswer = { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' };

export interface Rig {
  /** Operations that were carried out, in order. */
  readonly done: string[];
  readonly killed: string[];
}

/** JSON over the wire; the operation is the path. `answers` by operation: what it answers or throws, else 200. */
const aService = (service: string, rig: Rig, answers: Readonly<Record<string, HttpAnswer | Error>>): AwsService => ({
  service,
  throttlingCode: 'SlowDown',
  read: ({ path }) => {
    const operation = path.slice(1);
    if (operation === 'Unknown') throw new AwsError('NotEmulated', 501, 'Unknown is not emulated.');
    return { service, operation, permissions: [{ action: `${service}:${operation}`, resource: '*' }], input: {} };
  },
  execute: async ({ operation }) => {
    rig.done.push(operation);
    const answer = answers[operation] ?? OK;
    if (answer instanceof Error) throw answer;
    return { answer, units: [] };
  },
  refuse: ({ code, status, message }) => ({ status, headers: { 'x-code': code }, body: message }),
});

/** Far from the machine's time. */
export const NOW = '2031-05-06T07:08:09.000Z';
const now = () => Date.parse(NOW);

export const startEndpoint = async (answers: Readonly<Record<string, HttpAnswer | Error>> = {}) => {
  const rig: Rig = { done: [], killed: [] };
  const identities = makeIdentities();
  const faults = makeFaults();
  const usage = makeUsage('2026-11-21T09:00:00.000Z');
  const denials = makeDenials(Date.now, () => undefined);
  const forbidden = new Set<string>();
  const services = new Map(['s3', 'dynamodb', 'sqs', 'sns', 'ses'].map((name) => [name, aService(name, rig, answers)]));
  const denial = ({ action }: { readonly action: string }) =>
    forbidden.has(action) ? `User may not ${action}` : undefined;
  const endpoint = makeEndpoint(identities, { services, authorizer: () => ({ denial }), faults, usage, denials, now });
  await listen(endpoint.server, 0, '');
  onTestFinished(() => close(endpoint.server));

  const worker = identities.issue({
    principal: { kind: 'role', roleArn: 'arn:aws:iam::000000000000:role/work', functionName: 'stack-work' },
    functionName: 'work',
    kill: () => rig.killed.push('work'),
  });
  const signed = (service: string, { accessKeyId, sessionToken }: Credentials = worker) => ({
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20261121/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
    'x-amz-security-token': sessionToken,
  });
  const call = async (
    operation: string,
    { service = 'dynamodb', as = worker, ...init }: RequestInit & { service?: string; as?: Credentials } = {},
  ) => {
    const answer = await fetch(`${endpoint.url()}/${operation}`, {
      method: 'POST',
      ...init,
      headers: { ...signed(service, as), ...init.headers },
    });
    return {
      status: answer.status,
      code: answer.headers.get('x-code'),
      headers: answer.headers,
      text: await answer.text(),
    };
  };
  const presigned = (operation: string, { accessKeyId } = worker) =>
    fetch(
      `${endpoint.url()}/${operation}?X-Amz-Credential=${encodeURIComponent(`${accessKeyId}/20261121/us-east-1/s3/aws4_request`)}`,
    );
  return {
    ...rig,
    identities,
    worker,
    faults,
    usage,
    denials,
    forbidden,
    call,
    presigned,
    url: endpoint.url(),
    plant: (plan: unknown) => faults.plant(FaultPlan.parse(plan)),
    sentences: () => denials.list().map(({ sentence }) => sentence),
  };
};
