/**
 * Every place where one AWS service calls another in a template, and whether the policy on the far side lets it. Neither the template
 * validation nor cdk-nag looks at this, and a deployment does not either: the mail is simply never heard of again.
 */
import * as z from 'zod';
import { matches, type Statement, statementsOf, textOf, textsOf } from './symbols.ts';
import { ofType, type Template } from './synthesize.ts';

interface Link {
  readonly from: string;
  readonly service: string;
  readonly action: string;
  readonly resource: string;
  /** What AWS puts into aws:SourceArn. */
  readonly source: string;
}

const HERE = '<AWS::Region>:<AWS::AccountId>';
const arn = (service: string, rest: string) => `arn:<AWS::Partition>:${service}:${HERE}:${rest}`;

const S3Action = z.object({ BucketName: z.unknown(), ObjectKeyPrefix: z.string().default(''), TopicArn: z.unknown() });
const ReceiptRule = z.object({
  RuleSetName: z.unknown(),
  Rule: z.object({ Name: z.unknown(), Actions: z.array(z.object({ S3Action })) }),
});

const receiptRuleLinks = (template: Template): Link[] =>
  ofType(template, 'AWS::SES::ReceiptRule').flatMap(([from, { Properties }]) => {
    const { RuleSetName, Rule } = ReceiptRule.parse(Properties);
    const source = arn('ses', `receipt-rule-set/${textOf(RuleSetName)}:receipt-rule/${textOf(Rule.Name)}`);
    const ses = { from, service: 'ses.amazonaws.com', source };
    return Rule.Actions.flatMap(({ S3Action: { BucketName, ObjectKeyPrefix, TopicArn } }) => [
      { ...ses, action: 's3:PutObject', resource: `${arnOf(BucketName)}/${ObjectKeyPrefix}some-mail` },
      { ...ses, action: 'sns:Publish', resource: textOf(TopicArn) },
    ]);
  });

const subscriptionLinks = (template: Template): Link[] =>
  ofType(template, 'AWS::SNS::Subscription')
    .filter(([, { Properties }]) => Properties['Protocol'] === 'sqs')
    .map(([from, { Properties }]) => ({
      from,
      service: 'sns.amazonaws.com',
      action: 'sqs:SendMessage',
      resource: textOf(Properties['Endpoint']),
      source: textOf(Properties['TopicArn']),
    }));

const Targets = z.array(z.object({ Arn: z.unknown() }));

const eventRuleLinks = (template: Template): Link[] =>
  ofType(template, 'AWS::Events::Rule').flatMap(([from, { Properties }]) =>
    Targets.parse(Properties['Targets']).map(({ Arn }) => {
      const resource = textOf(Arn);
      const isFunction = ofType(template, 'AWS::Lambda::Function').some(([id]) => resource === `<${id}.Arn>`);
      const action = isFunction ? 'lambda:InvokeFunction' : 'sqs:SendMessage';
      return { from, service: 'events.amazonaws.com', action, resource, source: `<${from}.Arn>` };
    }),
  );

const alarmLinks = (template: Template): Link[] =>
  ofType(template, 'AWS::CloudWatch::Alarm').flatMap(([from, { Properties }]) =>
    [...textsOf(Properties['AlarmActions']), ...textsOf(Properties['OKActions'])].map((resource) => ({
      from,
      service: 'cloudwatch.amazonaws.com',
      action: 'sns:Publish',
      resource,
      source: arn('cloudwatch', `alarm:${textOf(Properties['AlarmName'])}`),
    })),
  );

const routeLinks = (template: Template): Link[] =>
  ofType(template, 'AWS::ApiGatewayV2::Route').map(([from, { Properties }]) => {
    const integration = /<(\w+)>$/.exec(textOf(Properties['Target']))?.[1] ?? '';
    const [method, path] = textOf(Properties['RouteKey']).split(' ');
    return {
      from,
      service: 'apigateway.amazonaws.com',
      action: 'lambda:InvokeFunction',
      resource: textOf(template.Resources[integration]?.Properties['IntegrationUri'] ?? 'no integration'),
      source: arn('execute-api', `${textOf(Properties['ApiId'])}/$default/${method}${path}`),
    };
  });

/** `{Ref}` of a bucket, queue or function -> its ARN's symbol. */
const arnOf = (reference: unknown): string => textOf(reference).replace(/^<(\w+)>$/, '<$1.Arn>');

const POLICIES = ['AWS::S3::BucketPolicy', 'AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy'];

const resourceStatements = (template: Template): Statement[] => [
  ...POLICIES.flatMap((type) =>
    ofType(template, type).flatMap(([, { Properties }]) => statementsOf(Properties['PolicyDocument'])),
  ),
  ...ofType(template, 'AWS::Lambda::Permission').map(([, { Properties }]) => ({
    Effect: 'Allow' as const,
    Principal: { Service: Properties['Principal'] },
    Action: Properties['Action'],
    Resource: arnOf(Properties['FunctionName']),
    Condition: {
      ...(Properties['SourceArn'] !== undefined && { ArnLike: { 'aws:SourceArn': Properties['SourceArn'] } }),
      ...(Properties['SourceAccount'] !== undefined && {
        StringEquals: { 'aws:SourceAccount': Properties['SourceAccount'] },
      }),
    },
  })),
];

/** Services call over TLS, in the name of this account and of the source. A condition on anything else is not met. */
const conditionMet = (condition: Statement['Condition'], link: Link): boolean =>
  Object.entries(condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => {
      const actual = {
        'aws:SourceArn': link.source,
        'aws:SourceAccount': '<AWS::AccountId>',
        'aws:SecureTransport': 'true',
      }[key];
      if (actual === undefined) return false;
      const exact = operator === 'StringEquals' || operator === 'Bool';
      return textsOf(wanted).some((pattern) => (exact ? pattern === actual : matches(pattern, actual)));
    }),
  );

const principalMatches = (principal: Statement['Principal'], service: string): boolean =>
  principal === '*' ||
  (principal !== undefined &&
    (textsOf(principal['Service']).includes(service) || textsOf(principal['AWS']).includes('*')));

const applies = (statement: Statement, link: Link): boolean =>
  principalMatches(statement.Principal, link.service) &&
  textsOf(statement.Action).some((action) => matches(action, link.action)) &&
  textsOf(statement.Resource).some((resource) => matches(resource, link.resource)) &&
  conditionMet(statement.Condition, link);

/** A key of one's own needs a policy that names the service, too; Postroom has none, so one that appears must be looked at. */
const encryptedWithOwnKey = (template: Template): string[] =>
  Object.entries(template.Resources)
    .filter(
      ([, { Properties }]) =>
        Properties['KmsMasterKeyId'] !== undefined ||
        JSON.stringify(Properties['BucketEncryption'] ?? '').includes('KMSMasterKeyID'),
    )
    .map(
      ([id]) =>
        `${id} is encrypted with a key of its own: nobody has checked that the services which write to it may use the key`,
    );

export const linksOf = (template: Template): Link[] => [
  ...receiptRuleLinks(template),
  ...subscriptionLinks(template),
  ...eventRuleLinks(template),
  ...alarmLinks(template),
  ...routeLinks(template),
];

/** One sentence per link that would fail on AWS. */
export const brokenLinks = (template: Template): string[] => {
  const statements = resourceStatements(template);
  const allowed = (link: Link) =>
    statements.some((statement) => statement.Effect === 'Allow' && applies(statement, link)) &&
    !statements.some((statement) => statement.Effect === 'Deny' && applies(statement, link));
  return [
    ...linksOf(template)
      .filter((link) => !allowed(link))
      .map((link) => `${link.service} may not ${link.action} on ${link.resource} for ${link.from}`),
    ...encryptedWithOwnKey(template),
  ];
};
