/** Fixture bundles and resources for the tests of the function runtime and the gateway: what a synthesized template would hold. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeActivity } from '#local/kernel/activity.ts';
import type { AuthorizationRequest, Authorizer } from '#local/kernel/aws.ts';
import { makeClock } from '#local/kernel/clock.ts';
import { makeIdentities } from '#local/kernel/identities.ts';
import { makeRandom } from '#local/kernel/random.ts';
import type { DeployedResource, DeployedStack } from '#local/kernel/resources.ts';
import { type FunctionFailure, makeFunctions } from '#local/lambda/functions.ts';

export const aResource = (given: Partial<DeployedResource> & Pick<DeployedResource, 'type'>): DeployedResource => ({
  logicalId: given.logicalId ?? given.ref ?? 'Resource',
  ref: given.ref ?? given.logicalId ?? 'resource',
  properties: {},
  attributes: {},
  ...given,
});

export const aFunction = (name: string, properties: Readonly<Record<string, unknown>> = {}): DeployedResource =>
  aResource({
    type: 'AWS::Lambda::Function',
    logicalId: name,
    ref: `Postroom-${name}`,
    attributes: { Arn: `arn:aws:lambda:us-east-1:000000000000:function:Postroom-${name}` },
    properties: {
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: `arn:aws:iam::000000000000:role/${name}`,
      Code: { S3Bucket: 'assets', S3Key: `${name}.zip` },
      MemorySize: 256,
      Timeout: 10,
      Environment: { Variables: { POSTROOM_FUNCTION: name } },
      ...properties,
    },
  });

/** Code by asset name; `resources` may name it as `<name>.zip`. */
export const aStack = (resources: readonly DeployedResource[], code: Readonly<Record<string, string>> = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'postroom-'));
  for (const [name, text] of Object.entries(code)) {
    const [asset = '', file = 'index.js'] = name.split('/');
    mkdirSync(join(folder, asset), { recursive: true });
    writeFileSync(join(folder, asset, file), text);
  }
  const stack: DeployedStack = {
    stackName: 'Postroom',
    resources,
    outputs: {},
    ofType: (type) => resources.filter((resource) => resource.type === type),
    assetFolder: (key) => join(folder, key.replace(/\.zip$/, '')),
  };
  return { stack, folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
};

/** Allows everything but what `refuses` says; remembers what it was asked. */
export const anAuthorizer = (refuses: (request: AuthorizationRequest) => string | undefined = () => undefined) => {
  const asked: AuthorizationRequest[] = [];
  const authorizer: Authorizer = {
    denial: (request) => {
      asked.push(request);
      return refuses(request);
    },
  };
  return { authorizer, asked };
};

/** The runtime with everything it needs, running `code` by function name. */
export const aRuntime = (
  code: Readonly<Record<string, string>>,
  options: {
    readonly properties?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly resources?: readonly DeployedResource[];
    readonly endpointUrl?: string;
  } = {},
) => {
  const names = [...new Set(Object.keys(code).map((name) => name.split('/', 1)[0] ?? ''))];
  const functionResources = names.map((name) => aFunction(name, options.properties?.[name]));
  const { stack, remove, folder } = aStack([...functionResources, ...(options.resources ?? [])], code);
  // Half a minute from every tick of a schedule, so that none comes by the machine's own time during a test.
  const clock = makeClock({ offsetMs: 30_000 - (Date.now() % 60_000), onOffset: () => undefined });
  const activity = makeActivity();
  const identities = makeIdentities();
  const random = makeRandom(1);
  const lines: string[] = [];
  const failures: FunctionFailure[] = [];
  const functions = makeFunctions({
    clock,
    activity,
    identities,
    random,
    endpointUrl: () => options.endpointUrl ?? 'http://127.0.0.1:1',
    log: ({ functionName, line }) => lines.push(`${functionName}: ${line}`),
    onFailure: (failure) => failures.push(failure),
  });
  try {
    functions.deploy(stack, ({ logicalId }) => logicalId);
  } catch (error) {
    clock.stop();
    remove();
    throw error;
  }
  const stop = async () => {
    await functions.stop();
    clock.stop();
    remove();
  };
  return { stack, folder, clock, activity, identities, random, lines, failures, functions, stop };
};
