/** ARNs of this account and region. */
import { ACCOUNT_ID, REGION } from '../../kernel/aws.ts';

export const regionalArn = (service: string, resource: string): string =>
  `arn:aws:${service}:${REGION}:${ACCOUNT_ID}:${resource}`;

/** IAM is not regional. */
export const iamArn = (resource: string): string => `arn:aws:iam::${ACCOUNT_ID}:${resource}`;
