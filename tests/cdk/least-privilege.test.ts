import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { statementsOf, textOf, textsOf } from './symbols.ts';
import { ofType, synthesize, type Template } from './synthesize.ts';

const Inline = z.array(z.object({ PolicyDocument: z.unknown() })).default([]);

interface Permission {
  readonly of: string;
  readonly action: string;
  readonly resource: string;
}

/** Everything the roles of a template may do, or are denied. */
const permissionsOf = (template: Template, effect: 'Allow' | 'Deny' = 'Allow'): Permission[] =>
  [
    ...ofType(template, 'AWS::IAM::Role').flatMap(([of, { Properties }]) =>
      Inline.parse(Properties['Policies']).map(({ PolicyDocument }) => ({ of, PolicyDocument })),
    ),
    ...ofType(template, 'AWS::IAM::Policy').map(([of, { Properties }]) => ({
      of,
      PolicyDocument: Properties['PolicyDocument'],
    })),
  ].flatMap(({ of, PolicyDocument }) =>
    statementsOf(PolicyDocument)
      .filter(({ Effect }) => Effect === effect)
      .flatMap((statement) =>
        textsOf(statement.Action).flatMap((action) =>
          textsOf(statement.Resource).map((resource) => ({ of, action, resource })),
        ),
      ),
  );

/** Actions nobody needs who works on one tenant at a time. */
const TOO_MUCH = /[*?]|:Scan$|PartiQL|:Purge|:DeleteTable|:DeleteQueue|:DeleteBucket|:PutBucket|:CreateLogGroup/;

/** The only resources with a wildcard, each with its reason. */
const WILDCARDS: readonly { readonly action: RegExp; readonly resource: RegExp; readonly because: string }[] = [
  {
    action: /^s3:(GetObject|PutObject)$/,
    resource: /^<PostroomStateMailBucket\w+\.Arn>\/(inbound|attachments|outgoing|uploads)\/\*$/,
    because: 'every mail is an object of its own with a key nobody knows beforehand',
  },
  {
    action: /^s3:DeleteObject$/,
    resource: /^<PostroomStateMailBucket\w+\.Arn>\/(inbound|attachments)\/\*$/,
    because: 'quarantined mail is deleted when its time is over; each is an object of its own',
  },
  {
    action: /^ses:SendRawEmail$/,
    resource: /:identity\/\*$/,
    because: 'tenants verify addresses and domains while the stack runs; their names are not known when it is deployed',
  },
  {
    action:
      /^ses:(GetEmailIdentity|CreateEmailIdentity|TagResource|PutEmailIdentityMailFromAttributes|DeleteEmailIdentity)$/,
    resource: /:identity\/\*$/,
    because: 'tenants set up domains while the stack runs; their names are not known when it is deployed',
  },
  {
    action: /^sts:AssumeRole$/,
    resource: /:iam::\*:role\/PostroomSender\*$/,
    because:
      "whose accounts they are is not known when it is deployed; the customer's role must trust this Postroom for one tenant",
  },
  {
    action: /^ses:(SetActiveReceiptRuleSet|GetSendQuota)$/,
    resource: /^\*$/,
    because: 'SES has no resource-level permission for it',
  },
];

const excess = (template: Template): string[] =>
  permissionsOf(template)
    .filter(
      ({ action, resource }) =>
        TOO_MUCH.test(action) ||
        (/[*?]/.test(resource) && !WILDCARDS.some((one) => one.action.test(action) && one.resource.test(resource))),
    )
    .map(({ of, action, resource }) => `${of}: ${action} on ${resource}`);

describe('the roles', () => {
  let template: Template;
  beforeAll(() => {
    template = synthesize();
  });
  const mayDo = (folder: string): string[] => {
    const lambda = ofType(template, 'AWS::Lambda::Function').find(([id]) => id.startsWith(`Postroom${folder}Function`));
    const role = /^<(\w+)\.Arn>$/.exec(textOf(lambda?.[1].Properties['Role']))?.[1];
    return permissionsOf(template)
      .filter(({ of }) => of === role)
      .map(({ action, resource }) => `${action} ${resource.replace(/([0-9A-F]{8})?(\.Arn)?>/, '>')}`);
  };

  it('hold no wildcard and no Scan but the written exceptions', () => {
    expect(excess(template)).toEqual([]);
  });

  it.each([
    ['dynamodb:Scan', '<Table.Arn>'],
    ['dynamodb:*', '<Table.Arn>'],
    ['dynamodb:GetItem', '<Table.Arn>/index/*'],
    ['s3:GetObject', '<PostroomStateMailBucketF28D0FC0.Arn>/*'],
    ['sqs:SendMessage', '*'],
  ])('are found out with %s on %s', (Action, Resource) => {
    const planted = structuredClone(template);
    const [role] = ofType(planted, 'AWS::IAM::Role');
    Object.assign(role?.[1].Properties ?? {}, {
      Policies: [{ PolicyName: 'planted', PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource }] } }],
    });
    expect(excess(planted)).toHaveLength(1);
  });

  it('[F101] that may assume roles of customers are denied all of this account', () => {
    const rolesIn = (effect: 'Allow' | 'Deny') =>
      permissionsOf(template, effect)
        .filter(({ action }) => action === 'sts:AssumeRole')
        .map(({ of, resource }) => [of, resource.replace(/^.*:iam::/, '')]);
    const allowed = rolesIn('Allow');
    // The three senders, and who checks an account when it is saved.
    expect(allowed).toEqual(Array.from({ length: 4 }, (_, n) => [allowed[n]?.[0], '*:role/PostroomSender*']));
    expect(rolesIn('Deny')).toEqual(allowed.map(([of]) => [of, '<AWS::AccountId>:role/*']));
  });

  it('are one per function, and have no managed policy but the one aws-cdk-lib makes for itself', () => {
    const used = ofType(template, 'AWS::Lambda::Function').map(([, { Properties }]) => textOf(Properties['Role']));
    expect(new Set(used).size).toBe(used.length);
    const managed = ofType(template, 'AWS::IAM::Role').filter(
      ([, { Properties }]) => Properties['ManagedPolicyArns'] !== undefined,
    );
    expect(managed.map(([id]) => id.slice(0, 6))).toEqual(['AWS679']);
  });

  it('can be taken on by Lambda only', () => {
    for (const [, { Properties }] of ofType(template, 'AWS::IAM::Role')) {
      expect(JSON.stringify(Properties['AssumeRolePolicyDocument'])).toContain(
        '"Principal":{"Service":"lambda.amazonaws.com"}',
      );
    }
  });

  it('let public-links count visits and write what a link says, and read only what it is asked for by key', () => {
    expect(mayDo('PublicLinks').map((may) => may.replace(/(Settings|Sending)Table.*/, '$1>'))).toEqual([
      'logs:CreateLogStream <PostroomPublicLinksLogs>',
      'logs:PutLogEvents <PostroomPublicLinksLogs>',
      // Only under the names that the next test shows.
      'kms:Decrypt <PostroomStateSecretsKey>',
      'kms:Encrypt <PostroomStateSecretsKey>',
      'dynamodb:GetItem <PostroomStateSending>',
      'dynamodb:PutItem <PostroomStateSending>',
      'dynamodb:GetItem <PostroomStateSettings>',
      'dynamodb:PutItem <PostroomStateSettings>',
      's3:GetObject <PostroomStateMailBucket>/outgoing/*',
      's3:ListBucket <PostroomStateMailBucket>',
    ]);
  });

  it('[F100] let public-links open the secret of a sign-in app and seal a connection, and nothing else under the key', () => {
    const [, role] = ofType(template, 'AWS::IAM::Role').find(([id]) => id.startsWith('PostroomPublicLinksRole')) ?? [];
    const statements = Inline.parse(role?.Properties['Policies']).flatMap(({ PolicyDocument }) =>
      statementsOf(PolicyDocument),
    );
    const underKey = statements.filter(({ Action }) => textsOf(Action).some((action) => action.startsWith('kms:')));
    const only = (owners: string) => ({ StringLike: { 'kms:EncryptionContext:account': owners } });
    expect(underKey.map(({ Action, Condition }) => [textsOf(Action), Condition])).toEqual([
      [['kms:Decrypt'], only('oauth-app-*')],
      [['kms:Encrypt'], only('oauth-connection-*')],
    ]);
  });

  it('let http-mailroom read mail and records, write over a deleted mail, and else change rules only', () => {
    const writing = mayDo('HttpMailroom').filter(
      (may) => !/:(Get|BatchGet|Query|CreateLogStream|PutLogEvents)/.test(may),
    );
    expect(writing.map((may) => may.replace(/(Settings|Mail|Due)(?:Table).*/, '$1>'))).toEqual([
      'dynamodb:PutItem <PostroomStateMail>',
      'dynamodb:PutItem <PostroomStateDue>',
      'dynamodb:PutItem <PostroomStateSettings>',
      'dynamodb:DeleteItem <PostroomStateSettings>',
      'sqs:SendMessage <PostroomReceiveMailQueue>',
    ]);
  });

  it('fit into the 10,240 characters IAM allows for the inline policies of a role', () => {
    for (const [, { Properties }] of ofType(template, 'AWS::IAM::Role')) {
      // A reference becomes an ARN; 150 characters are more than any of ours has.
      const resolved = JSON.stringify(Properties['Policies'] ?? []).replace(
        /\{"Fn::GetAtt":\[[^\]]+\]\}/g,
        'x'.repeat(150),
      );
      expect(resolved.length).toBeLessThan(10_240);
    }
  });
});
