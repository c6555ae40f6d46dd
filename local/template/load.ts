/**
 * Turns a synthesized template into the stack the embedded cloud runs: parameters and conditions decided, intrinsic functions resolved,
 * every type and property known. Whatever is not known stops the start with one sentence (TemplateError): a value nobody acts on would look
 * like a working one. Used by local/main.ts and by tests with templates of their own.
 */
import type { DeployedResource, DeployedStack } from '../kernel/resources.ts';
import { refuseCircles } from './dependencies.ts';
import { isRecord, isScalar, type Json, memberAt } from './json.ts';
import { makeTemplateNames, placeOf, type TemplateNames } from './names-in-template.ts';
import { pseudoParameters, readParameters } from './parameters.ts';
import { type ParsedResource, parseTemplate } from './parsed-template.ts';
import { makeNamer } from './physical-names.ts';
import type { ResourceType } from './resource-type.ts';
import { RESOURCE_TYPES } from './resource-types.ts';
import { checkObject } from './shapes.ts';
import { refuse } from './template-error.ts';
import { readSdkCall, SDK_CALL_PROVIDER_PREFIX, SDK_CALL_TYPE } from './types/sdk-call.ts';

export interface LoadOptions {
  readonly stackName: string;
  /** Values of the template's parameters; those with a default may be left out. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Where the emulated AWS services listen, without a slash at the end. */
  readonly endpointUrl: string;
  /** Where the HTTP API listens on this machine: what `ApiEndpoint` answers. Without it, AWS's own address. */
  readonly apiUrl?: string;
  /** Asset folder by `Code.S3Key` (assembly.ts). */
  readonly assets: ReadonlyMap<string, string>;
}

interface IgnoredResource extends DeployedResource {
  /** Completes "ignored, because ...". */
  readonly because: string;
}

/** `resources` and `ofType` hold what runs. What does not is listed apart, for the start-up output and for checks. */
export interface LoadedStack extends DeployedStack {
  readonly ignored: readonly IgnoredResource[];
}

const typeOf = ({ logicalId, type }: ParsedResource): ResourceType => {
  const known = Object.hasOwn(RESOURCE_TYPES, type) ? RESOURCE_TYPES[type] : undefined;
  return (
    known ??
    refuse(
      `${logicalId} (${type})`,
      'the embedded cloud does not know this resource type; run it or list it as ignored in local/template/types/, or take it out of the construct.',
    )
  );
};

const whyIgnored = (resource: ParsedResource): string | undefined => {
  const type = typeOf(resource);
  if ('ignored' in type) return type.ignored;
  const isProvider =
    resource.type === 'AWS::Lambda::Function' && resource.logicalId.startsWith(SDK_CALL_PROVIDER_PREFIX);
  return isProvider ? 'the embedded cloud makes the SDK call of the custom resource itself' : undefined;
};

const resolveProperties = (resource: ParsedResource, names: TemplateNames): Readonly<Record<string, Json>> => {
  const place = placeOf(resource, 'Properties');
  const resolved = names.resolver.resolve(resource.properties, place) ?? {};
  if (!isRecord(resolved)) return refuse(place.label, 'Properties must be an object.');
  const type = typeOf(resource);
  return 'ignored' in type ? resolved : checkObject(resolved, type.properties, place.label, '');
};

const readOutputs = (
  section: Readonly<Record<string, unknown>>,
  names: TemplateNames,
  isTrue: (condition: string) => boolean,
) => {
  const outputs: Record<string, string> = {};
  for (const [name, output] of Object.entries(section)) {
    const condition = memberAt(output, 'Condition');
    if (typeof condition === 'string' && !isTrue(condition)) continue;
    const value = names.resolver.resolve(memberAt(output, 'Value'), {
      owner: undefined,
      label: `Output ${name}`,
      path: 'Value',
    });
    outputs[name] = isScalar(value) ? String(value) : refuse(`Output ${name}`, 'its value must be a text.');
  }
  return outputs;
};

/** Ids that AWS assigns are unique by themselves; names somebody chose may collide, and CloudFormation then answers "already exists". */
const refuseTwins = (resources: readonly DeployedResource[]): void => {
  const seen = new Map<string, string>();
  for (const { logicalId, type, ref } of resources) {
    // One bucket's policy has the bucket's name for its Ref; stages are named within their API.
    if (type === 'AWS::S3::BucketPolicy' || type === 'AWS::ApiGatewayV2::Stage') continue;
    const first = seen.get(`${type} ${ref}`);
    if (first !== undefined)
      refuse(`${logicalId} (${type})`, `${ref} already exists as ${first}; give one of them another name.`);
    seen.set(`${type} ${ref}`, logicalId);
  }
};

export const loadStack = (template: unknown, options: LoadOptions): LoadedStack => {
  const { stackName, endpointUrl } = options;
  const parsed = parseTemplate(template);
  const values = new Map([
    ...pseudoParameters(stackName, makeNamer(stackName, '').uuid()),
    ...readParameters(parsed.parameters, options.parameters),
  ]);
  const names = makeTemplateNames({ parsed, values, stackName, endpointUrl, apiUrl: options.apiUrl, typeOf });

  const resources: DeployedResource[] = [];
  const ignored: IgnoredResource[] = [];
  const made = [...parsed.resources.values()].filter(names.isMade);
  for (const resource of made) {
    const { logicalId, type } = resource;
    const because = whyIgnored(resource);
    const properties = resolveProperties(resource, names);
    if (type === SDK_CALL_TYPE) readSdkCall(logicalId, properties);
    const deployed = { logicalId, type, properties, ...names.identity(logicalId) };
    if (because === undefined) resources.push(deployed);
    else ignored.push({ ...deployed, because });
  }
  refuseCircles(
    new Map(made.map((r) => [r.logicalId, new Set([...r.dependsOn, ...(names.references.get(r.logicalId) ?? [])])])),
  );
  refuseTwins([...resources, ...ignored]);

  const byType = Map.groupBy(resources, (resource) => resource.type);
  return {
    stackName,
    resources,
    ignored,
    outputs: readOutputs(parsed.outputs, names, names.isTrue),
    ofType: (type) => byType.get(type) ?? [],
    assetFolder: (s3Key) =>
      options.assets.get(s3Key) ??
      refuse(`Asset ${s3Key}`, 'the synthesized stack has no such asset; synthesize it again.'),
  };
};
