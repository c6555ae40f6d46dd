/**
 * How a mail gets in: one SES receipt rule for all inbound domains (SES allows 200 rules a set, so never one per tenant) stores the raw mail
 * and notifies a topic, the topic the queue of receive-mail.
 */
import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { type IReceiptRuleSet, ReceiptRule, ReceiptRuleSet, TlsPolicy } from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { physicalNameOf } from './constructs/naming.ts';
import { INBOUND_PREFIX } from './state.ts';

/** SES, service quotas: recipient conditions in one receipt rule (newer pages say 500; the older, smaller number holds everywhere). */
const MAX_DOMAINS = 100;

/** Host names as functions compare them: lower case, ASCII (an IDN in its A-label form). */
const DOMAIN = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;

export interface ReceivingProps {
  readonly inboundDomains: readonly string[];
  readonly bucket: Bucket;
  /** Of receive-mail. */
  readonly queue: Queue;
  /** Name of a rule set the account already has; else one is made. */
  readonly existingReceiptRuleSetName: string | undefined;
  readonly activateReceiptRuleSet: boolean;
  readonly logRetention: RetentionDays;
}

export class Receiving extends Construct {
  readonly topic: Topic;
  readonly ruleSet: IReceiptRuleSet;

  constructor(scope: Construct, id: string, props: ReceivingProps) {
    super(scope, id);
    requireDomains(props.inboundDomains);
    this.ruleSet = this.#ruleSet(props.existingReceiptRuleSetName);
    this.topic = new Topic(this, 'Topic', { enforceSSL: true, displayName: 'Postroom: a mail was stored' });
    const subscription = this.topic.addSubscription(new SqsSubscription(props.queue, { rawMessageDelivery: true }));
    const ruleName = physicalNameOf(this, 'inbound');
    this.#allowSes(props.bucket, ruleName);
    const rule = new ReceiptRule(this, 'Rule', {
      ruleSet: this.ruleSet,
      receiptRuleName: ruleName,
      recipients: [...props.inboundDomains],
      // Spam and virus verdicts are facts for the Mailroom; SES itself refuses nothing because of them.
      scanEnabled: true,
      // REQUIRE would bounce every sender without STARTTLS.
      tlsPolicy: TlsPolicy.OPTIONAL,
      actions: [
        {
          bind: () => ({
            s3Action: {
              bucketName: props.bucket.bucketName,
              objectKeyPrefix: INBOUND_PREFIX,
              topicArn: this.topic.topicArn,
            },
          }),
        },
      ],
    });
    // SES tries both when the rule is made and refuses the rule if it may not; and a mail that comes before the subscription
    // would be stored and never looked at.
    for (const needed of [props.bucket, this.topic, subscription, props.queue]) rule.node.addDependency(needed);
    if (props.activateReceiptRuleSet) this.#activate(rule, props.logRetention);
  }

  #ruleSet(existing: string | undefined): IReceiptRuleSet {
    if (existing !== undefined) return ReceiptRuleSet.fromReceiptRuleSetName(this, 'RuleSet', existing);
    const made = new ReceiptRuleSet(this, 'RuleSet');
    // SES does not delete the active rule set (DeleteReceiptRuleSet: CannotDelete), so the deletion of the stack would get stuck on it.
    // Its rule goes; what stays is an empty set, in which SES accepts no mail.
    made.applyRemovalPolicy(RemovalPolicy.RETAIN);
    return made;
  }

  /** Only this rule of this account; without the conditions anybody's SES could write here (SES guide, "Giving permissions to Amazon SES"). */
  #allowSes(bucket: Bucket, ruleName: string): void {
    const stack = Stack.of(this);
    const onlyOurRule = {
      StringEquals: {
        'aws:SourceAccount': stack.account,
        'aws:SourceArn': stack.formatArn({
          service: 'ses',
          resource: 'receipt-rule-set',
          resourceName: `${this.ruleSet.receiptRuleSetName}:receipt-rule/${ruleName}`,
        }),
      },
    };
    const ses = { principals: [new ServicePrincipal('ses.amazonaws.com')], conditions: onlyOurRule };
    bucket.addToResourcePolicy(
      new PolicyStatement({
        ...ses,
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects(`${INBOUND_PREFIX}*`)],
      }),
    );
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        ...ses,
        sid: 'OurReceiptRule',
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
      }),
    );
  }

  /**
   * CloudFormation cannot activate a rule set, and an account has one active set. There is no onDelete: it could only switch off whatever set
   * is active by then (SetActiveReceiptRuleSet without a name), which may be somebody else's.
   */
  #activate(rule: ReceiptRule, logRetention: RetentionDays): void {
    const call = {
      service: 'SES',
      action: 'setActiveReceiptRuleSet',
      parameters: { RuleSetName: this.ruleSet.receiptRuleSetName },
      physicalResourceId: PhysicalResourceId.of(this.ruleSet.receiptRuleSetName),
    };
    const activation = new AwsCustomResource(this, 'Activation', {
      onCreate: call,
      onUpdate: call,
      installLatestAwsSdk: false,
      logGroup: new LogGroup(this, 'ActivationLogs', { retention: logRetention, removalPolicy: RemovalPolicy.DESTROY }),
      policy: AwsCustomResourcePolicy.fromStatements([
        new PolicyStatement({ actions: ['ses:SetActiveReceiptRuleSet'], resources: ['*'] }),
      ]),
    });
    activation.node.addDependency(rule);
    Validations.of(activation).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'SES has no resource-level permission for SetActiveReceiptRuleSet (Service Authorization Reference, Amazon SES).',
    });
    acknowledgeProvider(this);
  }
}

/** The function behind AwsCustomResource belongs to the stack and not to us: one for all custom resources of the owner's stack. */
const acknowledgeProvider = (scope: Construct): void => {
  const id = `AWS${AwsCustomResource.PROVIDER_FUNCTION_UUID.replaceAll('-', '')}`;
  const provider = Stack.of(scope).node.tryFindChild(id);
  if (provider === undefined)
    throw new Error(
      `The function behind AwsCustomResource is not at "${id}" any more: look where aws-cdk-lib puts it now.`,
    );
  Validations.of(provider).acknowledge({
    id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
    reason:
      'Made by aws-cdk-lib for all custom resources of the stack; runs only while the stack is deployed, and may do besides only what the policy beside it says.',
  });
};

const requireDomains = (domains: readonly string[]): void => {
  if (domains.length === 0 || domains.length > MAX_DOMAINS) {
    throw new Error(`Postroom needs between 1 and ${MAX_DOMAINS} inbound domains, not ${domains.length}.`);
  }
  for (const domain of domains) {
    if (!DOMAIN.test(domain))
      throw new Error(`"${domain}" is no inbound domain: write it in lower case, as in in.example.com.`);
  }
};
