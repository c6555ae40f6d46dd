/** An `AWS::Lambda::Function` of the template as the runtime needs it, with the limits Lambda checks when it is created. */

import * as z from 'zod';
import type { DeployedResource, DeployedStack } from '#local/kernel/resources.ts';
import { readProperties, refuseResource } from './deployed-properties.ts';

export interface DeployedFunction {
  /** Folder name (`receive-mail`): what control routes, faults and usage call it. */
  readonly name: string;
  readonly physicalName: string;
  readonly arn: string;
  readonly region: string;
  readonly roleArn: string;
  readonly assetFolder: string;
  readonly handler: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** Undefined: only the embedded cloud's own limit applies. */
  readonly reservedConcurrency: number | undefined;
  readonly variables: Readonly<Record<string, string>>;
  readonly logGroup: string;
  readonly logFormat: 'Text' | 'JSON';
  readonly applicationLogLevel: string | undefined;
  /** Where an asynchronous event goes after its last retry. */
  readonly deadLetterArn: string | undefined;
}

/** Lambda quotas page: all environment variables of a function together, 4 KB. */
const ENVIRONMENT_BYTES = 4096;

const Properties = z.strictObject({
  FunctionName: z.string().optional(),
  Description: z.string().optional(),
  Tags: z.array(z.unknown()).optional(),
  PackageType: z.literal('Zip').optional(),
  Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
  Runtime: z.literal('nodejs24.x'),
  Handler: z.literal('index.handler'),
  Role: z.string(),
  Architectures: z.array(z.enum(['x86_64', 'arm64'])).optional(),
  MemorySize: z.coerce.number().int().min(128).max(10240).default(128),
  Timeout: z.coerce.number().int().min(1).max(900).default(3),
  ReservedConcurrentExecutions: z.coerce.number().int().min(0).optional(),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.string()).default({}) }).optional(),
  LoggingConfig: z
    .strictObject({
      LogFormat: z.enum(['Text', 'JSON']).default('Text'),
      LogGroup: z.string().optional(),
      ApplicationLogLevel: z.string().optional(),
      SystemLogLevel: z.string().optional(),
    })
    .optional(),
  DeadLetterConfig: z.strictObject({ TargetArn: z.string() }).optional(),
});

/** Lambda developer guide, "Defined runtime environment variables": the names a function may not set itself. */
const RESERVED =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_(DEFAULT_)?REGION|AWS_EXECUTION_ENV|AWS_LAMBDA_(FUNCTION_NAME|FUNCTION_MEMORY_SIZE|FUNCTION_VERSION|INITIALIZATION_TYPE|LOG_GROUP_NAME|LOG_STREAM_NAME|RUNTIME_API)|AWS_(ACCESS_KEY|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)|LAMBDA_(TASK_ROOT|RUNTIME_DIR))$/;

export const readFunction = (stack: DeployedStack, resource: DeployedResource, name: string): DeployedFunction => {
  const properties = readProperties(Properties, resource);
  const variables = properties.Environment?.Variables ?? {};
  const reserved = Object.keys(variables).filter((key) => RESERVED.test(key));
  if (reserved.length > 0)
    refuseResource(
      resource,
      'Lambda was unable to configure your environment variables because the environment variables you have provided ' +
        `contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  if (Buffer.byteLength(JSON.stringify(variables)) > ENVIRONMENT_BYTES)
    refuseResource(
      resource,
      'Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit.',
    );
  const arn = resource.attributes['Arn'] ?? '';
  return {
    name,
    physicalName: resource.ref,
    arn,
    region: arn.split(':')[3] ?? '',
    roleArn: properties.Role,
    assetFolder: stack.assetFolder(properties.Code.S3Key),
    handler: properties.Handler,
    memoryMb: properties.MemorySize,
    timeoutSeconds: properties.Timeout,
    reservedConcurrency: properties.ReservedConcurrentExecutions,
    variables,
    logGroup: properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${resource.ref}`,
    logFormat: properties.LoggingConfig?.LogFormat ?? 'Text',
    applicationLogLevel: properties.LoggingConfig?.ApplicationLogLevel,
    deadLetterArn: properties.DeadLetterConfig?.TargetArn,
  };
};
