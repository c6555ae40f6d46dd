/** AWS::Lambda::Permission as the statement that Lambda's AddPermission writes into the function's resource policy. */
import type { DeployedResource } from '../kernel/resources.ts';

export const lambdaPermissionStatement = (
  permission: DeployedResource,
  functionArn: string,
): Record<string, unknown> => {
  const {
    Action: action,
    Principal: principal,
    SourceArn: sourceArn,
    SourceAccount: sourceAccount,
  } = permission.properties;
  const isService = typeof principal === 'string' && /\.amazonaws\.com$/.test(principal);
  // AddPermission: SourceArn is compared with ArnLike, SourceAccount with StringEquals.
  const condition = {
    ...(sourceAccount === undefined ? {} : { StringEquals: { 'AWS:SourceAccount': sourceAccount } }),
    ...(sourceArn === undefined ? {} : { ArnLike: { 'AWS:SourceArn': sourceArn } }),
  };
  return {
    Sid: permission.ref,
    Effect: 'Allow',
    Principal: isService ? { Service: principal } : principal === '*' ? '*' : { AWS: principal },
    Action: action,
    Resource: functionArn,
    ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
  };
};
