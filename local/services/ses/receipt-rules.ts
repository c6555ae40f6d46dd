/**
 * Receipt rules of the stack, in the order SES evaluates them. Read at start: what SES has and this does not run stops the start with a
 * sentence, for a rule that does less than it says would lose mail silently.
 */
import * as z from 'zod';
import { AwsError } from '#local/kernel/aws.ts';
import type { DeployedResource, DeployedStack } from '#local/kernel/resources.ts';
import { coveringIdentity, domainOf } from './addresses.ts';

const S3Action = z.strictObject({
  BucketName: z.string().min(1),
  ObjectKeyPrefix: z.string().default(''),
  TopicArn: z.string().optional(),
});

/** Defaults as in API_ReceiptRule: a rule is off, unscanned and takes plain connections unless it says otherwise. */
const Rule = z.strictObject({
  Name: z.string().optional(),
  Enabled: z.boolean().default(false),
  /** SES quotas: 100 recipients and 10 actions a rule. */
  Recipients: z.array(z.string().min(1)).max(100).default([]),
  ScanEnabled: z.boolean().default(false),
  TlsPolicy: z.enum(['Optional', 'Require']).default('Optional'),
  Actions: z.array(z.strictObject({ S3Action })).max(10).default([]),
});
const RuleProperties = z.strictObject({ RuleSetName: z.string(), After: z.string().optional(), Rule });
const RuleSetProperties = z.strictObject({ RuleSetName: z.string().optional(), Tags: z.unknown().optional() });

export interface S3ActionSettings {
  readonly bucket: string;
  readonly prefix: string;
  readonly topicArn: string | undefined;
}

export interface ReceiptRule {
  readonly name: string;
  readonly ruleSet: string;
  readonly enabled: boolean;
  /** Lower case; empty = every recipient of every verified domain. */
  readonly recipients: readonly string[];
  readonly scan: boolean;
  readonly requiresTls: boolean;
  readonly actions: readonly S3ActionSettings[];
}

export const readProperties = <T>(schema: z.ZodType<T>, resource: DeployedResource): T => {
  const read = schema.safeParse(resource.properties);
  if (read.success) return read.data;
  const reasons = read.error.issues.map((issue) => `${issue.path.join('.') || 'properties'}: ${issue.message}`);
  throw new AwsError(
    'NotEmulated',
    501,
    `${resource.logicalId} (${resource.type}) has something the embedded SES does not run: ${reasons.join('; ')}. ` +
      'Remove it from the stack, or teach local/services/ses to do it.',
  );
};

/** "After: The name of an existing rule after which the new rule is placed. If omitted, the new rule is inserted at the beginning." */
const inOrder = (rules: readonly { rule: ReceiptRule; after: string | undefined }[]): ReceiptRule[] => {
  const placed: ReceiptRule[] = [];
  let waiting = [...rules];
  while (waiting.length > 0) {
    const late = waiting.filter(({ rule, after }) => {
      const at = after === undefined ? 0 : placed.findIndex(({ name }) => name === after) + 1;
      if (after !== undefined && at === 0) return true;
      placed.splice(at, 0, rule);
      return false;
    });
    if (late.length === waiting.length) {
      const names = late.map(({ rule, after }) => `${rule.name} (after ${after})`).join(', ');
      throw new AwsError(
        'RuleDoesNotExist',
        400,
        `These receipt rules name a rule that is not in their set: ${names}.`,
      );
    }
    waiting = late;
  }
  return placed;
};

export const readReceiptRules = (stack: Pick<DeployedStack, 'ofType'>): ReadonlyMap<string, readonly ReceiptRule[]> => {
  const sets = new Map<string, { rule: ReceiptRule; after: string | undefined }[]>();
  for (const resource of stack.ofType('AWS::SES::ReceiptRuleSet')) {
    readProperties(RuleSetProperties, resource);
    sets.set(resource.ref, []);
  }
  for (const resource of stack.ofType('AWS::SES::ReceiptRule')) {
    const { RuleSetName, After, Rule: rule } = readProperties(RuleProperties, resource);
    const set = sets.get(RuleSetName);
    if (set === undefined) {
      throw new AwsError(
        'RuleSetDoesNotExist',
        400,
        `${resource.logicalId}: there is no receipt rule set ${RuleSetName}.`,
      );
    }
    set.push({
      after: After,
      rule: {
        name: rule.Name ?? resource.ref,
        ruleSet: RuleSetName,
        enabled: rule.Enabled,
        recipients: rule.Recipients.map((recipient) => recipient.toLowerCase()),
        scan: rule.ScanEnabled,
        requiresTls: rule.TlsPolicy === 'Require',
        actions: rule.Actions.map(({ S3Action: action }) => ({
          bucket: action.BucketName,
          prefix: action.ObjectKeyPrefix,
          topicArn: action.TopicArn,
        })),
      },
    });
  }
  return new Map([...sets].map(([name, rules]) => [name, inOrder(rules)]));
};

/**
 * SES guide, "Creating receipt rules", recipient conditions: `user@example.com` is that address, `example.com` all addresses of the domain
 * but not of its subdomains, `.example.com` all subdomains but not the domain. Without conditions: "all email addresses, domains, and
 * sub-domains that belong to your verified domains"; a verified address receives nothing.
 */
export const matchesRecipient = (
  rule: ReceiptRule,
  recipient: string,
  isVerified: (identity: string) => boolean,
): boolean => {
  const domain = domainOf(recipient);
  if (rule.recipients.length === 0) {
    return coveringIdentity(recipient, (identity) => !identity.includes('@') && isVerified(identity)) !== undefined;
  }
  return rule.recipients.some((condition) => {
    if (condition.includes('@')) return condition === recipient.toLowerCase();
    return condition.startsWith('.') ? domain.endsWith(condition) : condition === domain;
  });
};
