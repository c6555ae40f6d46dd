/**
 * What AWS services put into `aws:SourceArn` when they act for a resource. The emulated services and the wiring checks use the same
 * functions, so that a policy that passes one passes the other.
 */
import { ACCOUNT_ID, REGION } from '../kernel/aws.ts';

/** SES Developer Guide, "Giving permissions to Amazon SES for email receiving". */
export const receiptRuleArn = (ruleSetName: string, ruleName: string): string =>
  `arn:aws:ses:${REGION}:${ACCOUNT_ID}:receipt-rule-set/${ruleSetName}:receipt-rule/${ruleName}`;

/** SES Developer Guide, "Set up an Amazon SNS event destination". */
export const configurationSetArn = (name: string): string =>
  `arn:aws:ses:${REGION}:${ACCOUNT_ID}:configuration-set/${name}`;

/**
 * API Gateway, "Control access to an API with IAM: ARN format": stage, method and resource path. `routeKey` is `GET /v1/x/{id}`, or
 * `$default`, which has no method.
 */
export const httpRouteArn = (apiId: string, stageName: string, routeKey: string): string => {
  const [method, path] = routeKey.split(' ');
  const route = path === undefined ? routeKey : `${method === 'ANY' ? 'GET' : method}${path}`;
  return `arn:aws:execute-api:${REGION}:${ACCOUNT_ID}:${apiId}/${stageName}/${route}`;
};
