/**
 * Whether somebody may use the key that a topic or queue is encrypted with. Validation of a template misses it, and on AWS such a message
 * disappears without an error: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
import { ACCOUNT_ID, type Authorizer, type Principal, REGION } from '#local/kernel/aws.ts';

/** Writing needs both; SNS and SQS make a data key and read it back. */
const ACTIONS = ['kms:GenerateDataKey', 'kms:Decrypt'];

/** The sentence why not; undefined when there is no key or it may be used. */
export const keyDenial = (
  authorizer: Authorizer,
  principal: Principal,
  viaService: 'sns' | 'sqs',
  key: string | undefined,
  given: Readonly<Record<string, string>>,
): string | undefined => {
  if (key === undefined) return undefined;
  if (!key.startsWith('arn:')) {
    if (principal.kind !== 'service') return undefined;
    return `Service: ${principal.service} cannot use ${key}: the policy of a key that AWS manages cannot be changed. Use a key of your own that allows the service.`;
  }
  const context = {
    ...given,
    'kms:ViaService': `${viaService}.${REGION}.amazonaws.com`,
    'kms:CallerAccount': ACCOUNT_ID,
  };
  for (const action of ACTIONS) {
    const denied = authorizer.denial({ principal, action, resource: key, context });
    if (denied !== undefined) return denied;
  }
  return undefined;
};
