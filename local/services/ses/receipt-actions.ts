/**
 * Carries out a receipt rule's S3 action: put, then notify. SES does both under its own name, so bucket and topic policies decide.
 * Throws `ActionDenied` when they say no and whatever the stores throw otherwise; the caller must then not accept the mail.
 */
import { receiptRuleArn } from '#local/iam/source-arns.ts';
import { ACCOUNT_ID, type Authorizer } from '#local/kernel/aws.ts';
import type { HeaderSection } from './header-fields.ts';
import { type ObjectStore, SES_PRINCIPAL, type TopicPublisher } from './ports.ts';
import { objectKeyFor, RECEIPT_SUBJECT, receiptNotification } from './receipt-notification.ts';
import type { ReceiptRule, S3ActionSettings } from './receipt-rules.ts';
import type { Verdicts } from './received-object.ts';

export class ActionDenied extends Error {
  override readonly name = 'ActionDenied';
  readonly code = 'ActionDenied';
}

export interface MailToStore {
  readonly messageId: string;
  readonly source: string;
  readonly recipients: readonly string[];
  readonly body: Buffer;
  readonly section: HeaderSection;
  readonly verdicts: Verdicts;
  readonly receivedAt: number;
}

export type CarryOut = (rule: ReceiptRule, action: S3ActionSettings, mail: MailToStore) => Promise<void>;

export const makeReceiptActions = (options: {
  authorizer: Authorizer;
  objects: ObjectStore;
  topics: TopicPublisher;
  now: () => number;
}): CarryOut => {
  const demand = (action: string, resource: string, sourceArn: string) => {
    const context = { 'aws:SourceAccount': ACCOUNT_ID, 'aws:SourceArn': sourceArn };
    const denial = options.authorizer.denial({ principal: SES_PRINCIPAL, action, resource, context });
    if (denial !== undefined) throw new ActionDenied(denial);
  };
  return async (rule, action, mail) => {
    const sourceArn = receiptRuleArn(rule.ruleSet, rule.name);
    const objectKey = objectKeyFor(action.prefix, mail.messageId);
    demand('s3:PutObject', `arn:aws:s3:::${action.bucket}/${objectKey}`, sourceArn);
    await options.objects.put(action.bucket, objectKey, mail.body, {});
    const { topicArn } = action;
    if (topicArn === undefined) return;
    demand('sns:Publish', topicArn, sourceArn);
    await options.topics.publish({
      topicArn,
      message: receiptNotification({ ...mail, action, objectKey, triggeredAt: options.now() }),
      subject: RECEIPT_SUBJECT,
      principal: SES_PRINCIPAL,
      sourceArn,
    });
  };
};
