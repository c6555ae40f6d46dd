import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { beforeAll, describe, expect, it } from 'vitest';
import { Api, type ApiProps, type ApiRoute } from '#cdk/api.ts';
import { HttpFunction } from '#cdk/constructs/http-function.ts';
import { Postroom } from '#cdk/postroom.ts';
import { LAST_TRY } from '#shared/app/mailroom/settle-mail.ts';
import { routes } from '#shared/contracts/routes.ts';
import { textOf } from './symbols.ts';
import {
  aPostroom,
  codeOfFixtures,
  makeApp,
  ofType,
  synthesize,
  type Template,
  templateOf,
  temporaryFolder,
} from './synthesize.ts';

const PROJECT = join(import.meta.dirname, '..', '..');

const only = (template: Template, type: string) => {
  const found = ofType(template, type);
  expect(found).toHaveLength(1);
  return found[0]?.[1] ?? { Type: type, Properties: {}, DependsOn: [] };
};

/** The API alone, before one function. */
const anApi = (apiRoutes: readonly ApiRoute[], overrides: Partial<ApiProps> = {}): Template => {
  const app = makeApp({ validate: false });
  const stack = new Stack(app, 'mail');
  const alarms = new Topic(stack, 'Alarms');
  const logRetention = RetentionDays.ONE_DAY;
  const publicLinks = new HttpFunction(stack, {
    folder: 'public-links',
    ifItFails: 'Programs cannot fetch the description.',
    memoryMb: 256,
    environment: {
      ...{ SENDING_TABLE: 'sending', SETTINGS_TABLE: 'settings', MAIL_BUCKET: 'mail' },
      ...{ SECRETS_KEY_ARN: 'key', PUBLIC_URL: 'https://api.example.com' },
    },
    grants: [],
    surroundings: { codeOf: codeOfFixtures(), alarms, logRetention },
  });
  new Api(stack, 'Api', {
    routes: apiRoutes,
    functions: [publicLinks],
    tokens: { issuer: 'https://login.example.com/', audience: 'crm' },
    corsOrigins: [],
    throttle: { ratePerSecond: 1, burst: 1 },
    logRetention,
    alarms,
    ...overrides,
  });
  return templateOf(app, stack);
};

const aRoute = (overrides: Partial<ApiRoute> = {}): ApiRoute => ({
  method: 'GET',
  path: '/v1/openapi.json',
  function: 'public-links',
  access: 'public',
  ...overrides,
});

describe('Postroom', () => {
  let template: Template;
  beforeAll(() => {
    template = synthesize();
  });

  it('is embedded in the app of somebody else in five lines', () => {
    const codeOf = codeOfFixtures();
    class OwnersStack extends Stack {
      constructor(scope: Construct, id: string) {
        super(scope, id);
        new Postroom(this, 'Postroom', {
          inboundDomains: ['in.example.com'],
          tokens: { issuer: 'https://login.example.com/', audience: 'crm' },
          alarmMail: 'operations@example.com',
          codeOf,
        });
      }
    }
    // No context, no flags, no plugin: an app that knows nothing of ours.
    const app = new App({ outdir: temporaryFolder(), builtinCloudFormationValidation: false });
    const embedded = templateOf(app, new OwnersStack(app, 'owner'));
    expect(ofType(embedded, 'AWS::ApiGatewayV2::Route')).toHaveLength(routes.length);
    expect(
      ofType(embedded, 'AWS::SNS::Subscription')
        .map(([, { Properties }]) => Properties['Protocol'])
        .sort(),
    ).toEqual(['email', 'sqs', 'sqs']);
  });

  it('is refused a second time in the same stack', () => {
    const stack = new Stack(makeApp({ validate: false }), 'mail');
    new Postroom(stack, 'Postroom', aPostroom());
    expect(() => new Postroom(stack, 'Another', aPostroom())).toThrow('The stack mail has a Postroom already');
  });

  it.each([[[]], [['In.example.com']], [['in example.com']], [['example']]])(
    'is refused with the inbound domains %j',
    (inboundDomains) => {
      expect(() => synthesize({ inboundDomains })).toThrow('inbound domain');
    },
  );

  it('takes as many inbound domains as a receipt rule, and not one more', () => {
    const domains = (count: number) => Array.from({ length: count }, (_, n) => `in${n}.example.com`);
    expect(
      only(synthesize({ inboundDomains: domains(100) }), 'AWS::SES::ReceiptRule').Properties['Rule'],
    ).toMatchObject({
      Recipients: domains(100),
    });
    expect(() => synthesize({ inboundDomains: domains(101) })).toThrow('between 1 and 100 inbound domains, not 101');
  });

  it('keeps tables and mails when the stack is deleted, unless told otherwise', () => {
    const policies = (of: Template) =>
      ['AWS::DynamoDB::Table', 'AWS::S3::Bucket'].flatMap((type) =>
        ofType(of, type).map(([, { DeletionPolicy }]) => DeletionPolicy),
      );
    expect(policies(template)).toEqual(Array.from({ length: 6 }, () => 'Retain'));
    expect(policies(synthesize({ removalPolicy: RemovalPolicy.DESTROY }))).toEqual(
      Array.from({ length: 6 }, () => 'Delete'),
    );
  });

  it('protects tables against deletion and can put them back to any second', () => {
    for (const [, { Properties }] of ofType(template, 'AWS::DynamoDB::Table')) {
      expect(Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      });
    }
  });

  it('deploys every folder of functions/ and nothing else', () => {
    const folders = readdirSync(join(PROJECT, 'functions')).filter((folder) =>
      existsSync(join(PROJECT, 'functions', folder, 'index.ts')),
    );
    const names = ofType(template, 'AWS::Lambda::Function').map(([, { Properties }]) =>
      textOf(Properties['FunctionName'] ?? ''),
    );
    expect(names.filter((name) => name !== '').sort()).toEqual(folders.map((folder) => `mail-${folder}`).sort());
  });

  it('hands a mail over often enough that poison is written down before the queue gives it up', () => {
    const receiving = ofType(template, 'AWS::SQS::Queue').find(([id]) => /ReceiveMailQueue/.test(id))?.[1].Properties;
    expect(receiving?.['RedrivePolicy']).toMatchObject({
      maxReceiveCount: expect.toSatisfy((count) => count > LAST_TRY),
    });
  });

  it('says in every alarm what is wrong, whom it hurts and where the runbook helps', () => {
    const runbook = readFileSync(join(PROJECT, 'docs', 'runbook.md'), 'utf8');
    for (const [, { Properties }] of ofType(template, 'AWS::CloudWatch::Alarm')) {
      const said = /^[A-Z].+\. [A-Z].+\. What to do: docs\/runbook\.md#([a-z-]+)$/.exec(
        textOf(Properties['AlarmDescription']),
      );
      const name = said?.[1] ?? 'no anchor';
      expect(runbook).toMatch(new RegExp(`^#+ ${name}$`, 'm'));
      const readme = join(PROJECT, 'functions', name, 'README.md');
      if (name !== 'http-api') expect(readFileSync(readme, 'utf8')).toMatch(/^## If it fails$/m);
    }
  });
});

describe('the dashboard', () => {
  const template = synthesize();
  const body = textOf(only(template, 'AWS::CloudWatch::Dashboard').Properties['DashboardBody']);

  it('shows every queue, every dead-letter queue and every function of ours', () => {
    const shown = (id: string) => body.includes(`<${id}.QueueName>`) || body.includes(`<${id}>`);
    const functions = ofType(template, 'AWS::Lambda::Function').filter(
      ([, { Properties }]) => Properties['FunctionName'],
    );
    const parts = [...ofType(template, 'AWS::SQS::Queue'), ...functions].map(([id]) => id);
    expect(parts.length).toBeGreaterThan(20);
    expect(parts.filter((id) => !shown(id))).toEqual([]);
  });

  it('has no more metrics than a free one may, 50', () => {
    const metrics = body.match(/\["AWS\//g) ?? [];
    expect(metrics.length).toBeGreaterThan(40);
    expect(metrics.length).toBeLessThanOrEqual(50);
  });
});

describe('the receipt rule set', () => {
  it('is made and activated, and stays when the stack goes, for SES does not delete the active one', () => {
    const template = synthesize();
    expect(only(template, 'AWS::SES::ReceiptRuleSet').DeletionPolicy).toBe('Retain');
    const activation = only(template, 'Custom::AWS');
    expect(textOf(activation.Properties['Create'])).toContain('"action":"setActiveReceiptRuleSet"');
    expect(activation.Properties).not.toHaveProperty('Delete');
    expect(activation.DependsOn.map((id) => template.Resources[id]?.Type)).toContain('AWS::SES::ReceiptRule');
  });

  it('that exists gets one rule and is left as active or inactive as it is', () => {
    const template = synthesize({ existingReceiptRuleSetName: 'company' });
    expect(ofType(template, 'AWS::SES::ReceiptRuleSet')).toEqual([]);
    expect(ofType(template, 'Custom::AWS')).toEqual([]);
    expect(only(template, 'AWS::SES::ReceiptRule').Properties['RuleSetName']).toBe('company');
    expect(textOf(only(template, 'AWS::S3::BucketPolicy').Properties['Bucket'])).toContain('MailBucket');
    expect(JSON.stringify(only(template, 'AWS::S3::BucketPolicy').Properties)).toContain(
      ':receipt-rule-set/company:receipt-rule/mail-inbound',
    );
  });

  it('that exists is activated when the owner says so', () => {
    const template = synthesize({ existingReceiptRuleSetName: 'company', activateReceiptRuleSet: true });
    expect(textOf(only(template, 'Custom::AWS').Properties['Update'])).toContain('"RuleSetName":"company"');
  });
});

describe('the HTTP API', () => {
  it('asks for a token on every route but the public ones', () => {
    const byKey = new Map(
      ofType(synthesize(), 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => [
        Properties['RouteKey'],
        Properties['AuthorizationType'],
      ]),
    );
    expect(byKey).toEqual(
      new Map(routes.map(({ method, path, access }) => [`${method} ${path}`, access === 'public' ? 'NONE' : 'JWT'])),
    );
  });

  it('is refused when a route goes nowhere or a function is never called', () => {
    expect(() => anApi([aRoute({ function: 'http-nowhere' })])).toThrow('GET /v1/openapi.json goes to "http-nowhere"');
    expect(() => anApi([])).toThrow('No route of shared/contracts/routes.ts goes to "public-links"');
  });

  it('with 300 routes to one function keeps its policy far below the 20 KB of Lambda', () => {
    const template = anApi(Array.from({ length: 300 }, (_, n) => aRoute({ path: `/v1/things/${n}` })));
    expect(ofType(template, 'AWS::ApiGatewayV2::Route')).toHaveLength(300);
    const statements = ofType(template, 'AWS::Lambda::Permission').map(([id, { Properties }]) => ({
      Sid: id,
      Effect: 'Allow',
      Principal: { Service: Properties['Principal'] },
      Action: Properties['Action'],
      Resource: 'x'.repeat(150),
      Condition: { ArnLike: { 'AWS:SourceArn': textOf(Properties['SourceArn']) } },
    }));
    expect(Buffer.byteLength(JSON.stringify(statements))).toBeLessThan(20 * 1024);
  });

  it('with 300 routes leaves the stack below the 500 resources of CloudFormation', () => {
    const now = Object.keys(synthesize({ alarmMail: 'operations@example.com' }).Resources).length;
    expect(now - routes.length + 300).toBeLessThan(500);
  });

  it('answers pages of other origins only when they are named', () => {
    const cors = (corsOrigins: string[]) =>
      only(anApi([aRoute()], { corsOrigins }), 'AWS::ApiGatewayV2::Api').Properties['CorsConfiguration'];
    expect(cors([])).toBeUndefined();
    expect(cors(['https://crm.example.com'])).toMatchObject({ AllowOrigins: ['https://crm.example.com'] });
  });

  it('writes no address, no path and no token into its log', () => {
    const settings = JSON.stringify(only(synthesize(), 'AWS::ApiGatewayV2::Stage').Properties['AccessLogSettings']);
    expect(settings).toContain('$context.routeKey');
    expect(settings).not.toMatch(/\$context\.(path|identity|authorizer\.claims)|queryString/);
  });
});
