/** What the wiring checks look at: the stack, who may do what in it, and lookups by ARN. */
import { makeAuthorizer } from '../../iam/authorizer.ts';
import { readStackPolicies, type StackPolicies } from '../../iam/stack-policies.ts';
import type { DeployedResource } from '../../kernel/resources.ts';
import { textAt } from '../json.ts';
import type { LoadedStack } from '../load.ts';

export interface WiringOptions {
  /** Route keys (`GET /v1/openapi.json`) that anybody may call. */
  readonly publicRoutes: readonly string[];
  /** Who issues the tokens of this deployment, and for whom. Undefined: not looked at. */
  readonly tokens?: { readonly issuer: string; readonly audience: string };
}

export interface WiringView extends WiringOptions {
  readonly stack: LoadedStack;
  readonly policies: StackPolicies;
  /** The resource whose ARN (or, for a topic, Ref) this is. */
  byArn(arn: string): DeployedResource | undefined;
  /** A function by name, ARN or logical id's Ref: how mappings and integrations name it. */
  functionNamed(nameOrArn: string): DeployedResource | undefined;
  /** Why a service that acts for `sourceArn` may not; undefined = it may. */
  serviceDenial(service: string, action: string, resource: string, sourceArn: string): string | undefined;
  /** Why this function may not; undefined = it may. */
  functionDenial(fn: DeployedResource, action: string, resource: string): string | undefined;
}

/** One kind of mistake; every sentence begins with the logical id to look at. */
export type WiringCheck = (view: WiringView) => string[];

export const makeView = (stack: LoadedStack, options: WiringOptions): WiringView => {
  const { denial } = makeAuthorizer(stack);
  const all = [...stack.resources, ...stack.ignored];
  const byArn = new Map<string, DeployedResource>();
  for (const resource of all) {
    const arn = resource.attributes['Arn'] ?? resource.attributes['TopicArn'];
    if (arn !== undefined) byArn.set(arn, resource);
  }
  const functions = all.filter(({ type }) => type === 'AWS::Lambda::Function');
  return {
    ...options,
    stack,
    policies: readStackPolicies(stack),
    byArn: (arn) => byArn.get(arn),
    functionNamed: (name) => functions.find((fn) => fn.ref === name || fn.attributes['Arn'] === name),
    serviceDenial: (service, action, resource, sourceArn) =>
      denial({ principal: { kind: 'service', service }, action, resource, context: { 'aws:SourceArn': sourceArn } }),
    functionDenial: (fn, action, resource) => {
      const principal = { kind: 'role', roleArn: textAt(fn.properties, 'Role'), functionName: fn.ref } as const;
      return denial({ principal, action, resource });
    },
  };
};
