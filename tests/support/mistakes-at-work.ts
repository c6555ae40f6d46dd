/** Mistakes that show only when a function makes the call. For planted-mistakes.ts; parts of logical ids are the construct ids of cdk/. */
import { change, changeGrants, changeVariables, refOf, revoke } from './plant.ts';
import { mistakes } from './planted-mistake.ts';

const RECEIVE = 'ReceiveMail';

const isMailroom = ({ RouteKey }: Record<string, unknown>) => RouteKey === 'GET /v1/mailroom';
const subscription = (properties: Record<string, unknown>) => change('SNS::Subscription', RECEIVE, () => properties);
const denied = (name: string, action: string) =>
  new RegExp(`${name}: User: .* is not authorized to perform: ${action} on resource: `);

export const GRANTS = mistakes('run', [
  [
    'receive-mail may not look a sender up',
    revoke('ReceiveMailRole', 'dynamodb:Query', 'CrmTable'),
    denied('receive-mail', 'dynamodb:Query'),
  ],
  [
    'receive-mail may not make a record',
    revoke('ReceiveMailRole', 'dynamodb:PutItem', 'CrmTable'),
    denied('receive-mail', 'dynamodb:PutItem'),
  ],
  [
    'receive-mail may not write the log of mails',
    revoke('ReceiveMailRole', 'dynamodb:PutItem', 'MailTable'),
    denied('receive-mail', 'dynamodb:PutItem'),
  ],
  [
    'receive-mail may not find the tenant',
    revoke('ReceiveMailRole', 'dynamodb:GetItem', 'SettingsTable'),
    denied('receive-mail', 'dynamodb:GetItem'),
  ],
  [
    'receive-mail may not read the raw mail',
    revoke('ReceiveMailRole', 's3:GetObject', '/inbound/'),
    denied('receive-mail', 's3:GetObject'),
  ],
  [
    'receive-mail may not store an attachment',
    revoke('ReceiveMailRole', 's3:PutObject', '/attachments/'),
    denied('receive-mail', 's3:PutObject'),
  ],
  [
    'a grant that misses the prefix by a letter',
    changeGrants('ReceiveMailRole', (statement) => [
      JSON.parse(JSON.stringify(statement).replace('/attachments/', '/attachment/')),
    ]),
    denied('receive-mail', 's3:PutObject'),
  ],
  [
    'an explicit Deny beside the grant',
    changeGrants('ReceiveMailRole', (statement) => [
      statement,
      ...(JSON.stringify(statement).includes('MailTable') ? [{ ...statement, Effect: 'Deny' }] : []),
    ]),
    /receive-mail: User: .* dynamodb:\w+ .* with an explicit deny in an identity-based policy/,
  ],
  [
    'http-mailroom may not list mails',
    revoke('HttpMailroomRole', 'dynamodb:Query', 'MailTable'),
    denied('http-mailroom', 'dynamodb:Query'),
  ],
  [
    'http-mailroom may not read what it links to',
    revoke('HttpMailroomRole', 's3:GetObject', '/inbound/'),
    denied('http-mailroom', 's3:GetObject'),
  ],
  [
    'http-settings may not write a tenant',
    revoke('HttpSettingsRole', 'dynamodb:PutItem', 'SettingsTable'),
    denied('http-settings', 'dynamodb:PutItem'),
  ],
  [
    'http-records may not delete a record',
    revoke('HttpRecordsRole', 'dynamodb:DeleteItem', 'CrmTable'),
    denied('http-records', 'dynamodb:DeleteItem'),
  ],
]);

export const SEEN_ONLY_AT_WORK = mistakes('run', [
  [
    'a variable under a wrong name',
    changeVariables(RECEIVE, (_, { CRM_TABLE }) => ({ CRM_TABLE: undefined, CRM_TABEL: CRM_TABLE })),
    /receive-mail does not start: .*Environment variable missing or empty: CRM_TABLE/,
  ],
  [
    'a claim the tokens do not have',
    changeVariables('HttpSettings', () => ({ TENANT_CLAIM: 'organisation' })),
    /The token names no tenant or no user\. Check the claim names in the configuration/,
  ],
  [
    'a table with another sort key',
    change('DynamoDB::Table', 'MailTable', ({ AttributeDefinitions, KeySchema }) =>
      JSON.parse(JSON.stringify({ AttributeDefinitions, KeySchema }).replaceAll('"sk"', '"range"')),
    ),
    /receive-mail: dynamodb answered ValidationException: /,
  ],
  [
    'a route that leads to another function',
    change('ApiGatewayV2::Route', isMailroom, (_, template) => ({
      Target: { 'Fn::Join': ['/', ['integrations', refOf(template, 'ApiGatewayV2::Integration', 'HttpRecords')]] },
    })),
    /the address of the mailroom: answered 404 instead of 200/,
  ],
  [
    'a filter that no mail passes',
    subscription({ FilterPolicy: { notificationType: ['Bounce'] }, FilterPolicyScope: 'MessageBody' }),
    /the log has 0 mails after one was delivered/,
  ],
]);
