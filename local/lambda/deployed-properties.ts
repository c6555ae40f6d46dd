/**
 * Reads a resource's properties by a strict schema. A property nobody emulates stops the start with its name: ignoring it would make the
 * embedded cloud behave unlike the account it stands for.
 */

import type * as z from 'zod';
import { AwsError } from '#local/kernel/aws.ts';
import type { DeployedResource } from '#local/kernel/resources.ts';

export const readProperties = <T>(schema: z.ZodType<T>, resource: DeployedResource): T => {
  const read = schema.safeParse(resource.properties);
  if (read.success) return read.data;
  const faults = read.error.issues.map((issue) => `${issue.path.join('.') || 'properties'}: ${issue.message}`);
  throw new AwsError(
    'NotEmulated',
    501,
    `${resource.logicalId} (${resource.type}) has a property the embedded cloud does not run: ${faults.join('; ')}. ` +
      'Change the construct, or teach local/ this property.',
  );
};

/** What CloudFormation refuses to create, in the sentence of the service. */
export const refuseResource = (resource: DeployedResource, sentence: string): never => {
  throw new AwsError('InvalidParameterValueException', 400, `${resource.logicalId} (${resource.type}): ${sentence}`);
};
