/**
 * What the embedded SES answers, asked by the SDK's own clients. By AWS's documentation:
 * https://docs.aws.amazon.com/ses/latest/APIReference/ and https://docs.aws.amazon.com/ses/latest/APIReference-V2/
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetSendQuotaCommand, ListIdentitiesCommand, SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import {
  type BadRequestException,
  CreateEmailIdentityCommand,
  DeleteEmailIdentityCommand,
  GetAccountCommand,
  GetEmailIdentityCommand,
  ListEmailIdentitiesCommand,
  PutEmailIdentityMailFromAttributesCommand,
  SESv2Client,
  SendEmailCommand,
} from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HttpRequest } from '#local/kernel/aws.ts';
import { makeRig, type Rig, removeFolders } from '#tests/unit/local/ses-rig.ts';
import { type ServedService, serveOne } from './serve-one.ts';

let rig: Rig;
let served: ServedService;
let v1: SESClient;
let v2: SESv2Client;

beforeAll(async () => {
  rig = makeRig();
  served = await serveOne(rig.service);
  const options = {
    endpoint: served.baseUrl,
    region: 'us-east-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    maxAttempts: 1,
  };
  v1 = new SESClient(options);
  v2 = new SESv2Client(options);
});
afterAll(async () => {
  v1.destroy();
  v2.destroy();
  await served.stop();
  rig.stop();
  removeFolders();
});
beforeEach(async () => {
  rig.outbound.account.set({});
  // What a test used up of the sending rate is there again for the next.
  await rig.advance(1000);
});

const aMessage = (from = 'ada@crm.example', body = 'Grüße & <b>\r\n') =>
  Buffer.from(`From: ${from}\r\nTo: bob@else.example\r\nSubject: Hi\r\n\r\n${body}`);

const rawEmail = (overrides: Record<string, unknown> = {}) =>
  new SendRawEmailCommand({
    Source: 'ada@crm.example',
    Destinations: ['bob@else.example', 'c+d&e@else.example'],
    RawMessage: { Data: aMessage() },
    ConfigurationSetName: 'tracked',
    Tags: [
      { Name: 'mailId', Value: 'm-1' },
      { Name: 'tenant', Value: 'demo' },
    ],
    ...overrides,
  });

const email = (overrides: Record<string, unknown> = {}) =>
  new SendEmailCommand({
    FromEmailAddress: 'Ada <ada@crm.example>',
    Destination: {
      ToAddresses: ['bob@else.example'],
      CcAddresses: ['c@else.example'],
      BccAddresses: ['d@else.example'],
    },
    Content: { Raw: { Data: aMessage() } },
    ConfigurationSetName: 'tracked',
    EmailTags: [{ Name: 'mailId', Value: 'm-2' }],
    ...overrides,
  });

const sent = (messageId: string | undefined) => rig.outbound.outbox.list().find((item) => item.messageId === messageId);

describe('SES v1', () => {
  it('takes SendRawEmail and answers the message id', async () => {
    const { MessageId } = await v1.send(rawEmail());
    expect(sent(MessageId)).toMatchObject({
      function: 'root',
      configurationSet: 'tracked',
      tags: { mailId: 'm-1', tenant: 'demo' },
      envelope: { from: 'ada@crm.example', to: ['bob@else.example', 'c+d&e@else.example'] },
      raw: expect.stringContaining('Grüße & <b>'),
    });
  });

  it.each<[string, Record<string, unknown>, string, string]>([
    [
      'an unverified sender',
      { RawMessage: { Data: aMessage('x@elsewhere.example') } },
      'MessageRejected',
      'x@elsewhere.example',
    ],
    [
      'an unknown configuration set',
      { ConfigurationSetName: 'no' },
      'ConfigurationSetDoesNotExist',
      'Configuration set <no> does not exist.',
    ],
    ['a bad address', { Destinations: ['bob'] }, 'InvalidParameterValue', "Missing final '@domain'"],
  ])('refuses %s as the SDK knows it', async (_what, overrides, name, message) => {
    const refused = v1.send(rawEmail(overrides));
    await expect(refused).rejects.toMatchObject({
      message: expect.stringContaining(message),
      $metadata: { httpStatusCode: 400 },
    });
    await expect(refused).rejects.toHaveProperty('name', expect.stringContaining(name));
  });

  it('throttles by the words that callers look for', async () => {
    rig.outbound.account.set({ maxSendRate: 0.001 });
    await v1.send(rawEmail());
    const again = v1.send(rawEmail());
    await expect(again).rejects.toMatchObject({ name: 'Throttling', message: 'Maximum sending rate exceeded.' });
    rig.outbound.account.set({ max24h: 1 });
    await expect(v1.send(rawEmail())).rejects.toMatchObject({
      name: 'Throttling',
      message: 'Daily message quota exceeded.',
    });
  });

  it('takes a message of 10 MB over the wire', async () => {
    const body = `${'x'.repeat(76)}\r\n`.repeat(130_000);
    const { MessageId } = await v1.send(rawEmail({ RawMessage: { Data: aMessage('ada@crm.example', body) } }));
    expect(sent(MessageId)?.raw.length).toBeGreaterThan(10_000_000);
  });

  it('tells the quota', async () => {
    rig.outbound.account.set({ maxSendRate: 14, max24h: 50_000 });
    const quota = await v1.send(new GetSendQuotaCommand({}));
    expect(quota).toMatchObject({
      Max24HourSend: 50_000,
      MaxSendRate: 14,
      SentLast24Hours: rig.outbound.limits.sentLast24h(),
    });
  });

  it('answers NotEmulated to what it does not know', async () => {
    const name = { name: 'NotEmulated', $metadata: { httpStatusCode: 501 } };
    await expect(v1.send(new ListIdentitiesCommand({}))).rejects.toMatchObject(name);
    await expect(v1.send(rawEmail({ SourceArn: 'arn:aws:ses:us-east-1:1:identity/x' }))).rejects.toMatchObject(name);
  });
});

describe('SES v2', () => {
  it('takes SendEmail with raw content and answers the message id', async () => {
    const { MessageId } = await v2.send(email());
    expect(sent(MessageId)).toMatchObject({
      tags: { mailId: 'm-2' },
      envelope: { from: 'ada@crm.example', to: ['bob@else.example', 'c@else.example', 'd@else.example'] },
    });
  });

  it.each<[string, Record<string, unknown>, number, string, string]>([
    [
      'an unverified sender',
      { FromEmailAddress: 'x@elsewhere.example' },
      400,
      'MessageRejected',
      'x@elsewhere.example',
    ],
    [
      'an unknown configuration set',
      { ConfigurationSetName: 'no' },
      404,
      'NotFoundException',
      'Configuration set <no> does not exist.',
    ],
    ['a bad address', { Destination: { ToAddresses: ['bob'] } }, 400, 'BadRequestException', "Missing final '@domain'"],
  ])('refuses %s as the SDK knows it', async (_what, overrides, status, name, message) => {
    const refused = v2.send(email(overrides));
    await expect(refused).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
      $metadata: { httpStatusCode: status },
    } satisfies Partial<Record<keyof BadRequestException, unknown>>);
  });

  it('throttles with 429', async () => {
    rig.outbound.account.set({ maxSendRate: 0.001 });
    await v2.send(email());
    await expect(v2.send(email())).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      message: 'Maximum sending rate exceeded.',
      $metadata: { httpStatusCode: 429 },
    });
  });

  it('takes more than 10 MB', async () => {
    const body = `${'x'.repeat(76)}\r\n`.repeat(150_000);
    const { MessageId } = await v2.send(email({ Content: { Raw: { Data: aMessage('ada@crm.example', body) } } }));
    expect(sent(MessageId)?.raw.length).toBeGreaterThan(11_000_000);
  });

  it('tells the account', async () => {
    rig.outbound.account.set({ maxSendRate: 14, max24h: 50_000 });
    expect(await v2.send(new GetAccountCommand({}))).toMatchObject({
      SendingEnabled: true,
      SendQuota: { Max24HourSend: 50_000, MaxSendRate: 14 },
      SuppressionAttributes: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    });
  });

  it('answers NotEmulated to what it does not know', async () => {
    const name = { name: 'NotEmulated', $metadata: { httpStatusCode: 501 } };
    await expect(v2.send(new ListEmailIdentitiesCommand({}))).rejects.toMatchObject(name);
    await expect(v2.send(email({ TenantName: 't' }))).rejects.toMatchObject(name);
    await expect(v2.send(email({ Content: { Simple: { Subject: { Data: 'x' }, Body: {} } } }))).rejects.toMatchObject(
      name,
    );
  });
});

describe('a domain as an identity', () => {
  const EmailIdentity = 'new.example';
  const tags = [{ Key: 'made', Value: 'here' }];

  it('is made, told, given a MAIL FROM domain and removed; verified as long as the zone has its DKIM records', async () => {
    const made = await v2.send(new CreateEmailIdentityCommand({ EmailIdentity, Tags: tags }));
    const tokens = made.DkimAttributes?.Tokens ?? [];
    expect(made).toMatchObject({ IdentityType: 'DOMAIN', VerifiedForSendingStatus: false });
    expect(tokens).toHaveLength(3);
    const get = () => v2.send(new GetEmailIdentityCommand({ EmailIdentity }));
    await v2.send(
      new PutEmailIdentityMailFromAttributesCommand({ EmailIdentity, MailFromDomain: 'bounce.new.example' }),
    );
    expect(await get()).toMatchObject({
      VerificationStatus: 'PENDING',
      Tags: tags,
      DkimAttributes: { Status: 'PENDING', SigningHostedZone: 'dkim.amazonses.com', Tokens: tokens },
      MailFromAttributes: { MailFromDomain: 'bounce.new.example', MailFromDomainStatus: 'PENDING' },
    });
    const from = { FromEmailAddress: 'a@new.example', Content: { Raw: { Data: aMessage('a@new.example') } } };
    await expect(v2.send(email(from))).rejects.toHaveProperty('name', 'MessageRejected');
    const names = tokens.map((token) => `${token}._domainkey.new.example CNAME ${token}.dkim.amazonses.com`);
    const paste = (lines: readonly string[]) => writeFileSync(join(rig.folder, 'zone.txt'), lines.join('\n'));
    paste(names.slice(1));
    expect(await get()).toMatchObject({ VerifiedForSendingStatus: false });
    paste([...names, 'bounce.new.example MX 10 feedback-smtp.us-east-1.amazonses.com']);
    expect(await get()).toMatchObject({
      VerifiedForSendingStatus: true,
      DkimAttributes: { Status: 'SUCCESS' },
      MailFromAttributes: { MailFromDomainStatus: 'SUCCESS' },
    });
    expect(await v2.send(email(from))).toHaveProperty('MessageId');
    await v2.send(new DeleteEmailIdentityCommand({ EmailIdentity }));
    await expect(get()).rejects.toMatchObject({ name: 'NotFoundException', $metadata: { httpStatusCode: 404 } });
    await expect(v2.send(email(from))).rejects.toHaveProperty('name', 'MessageRejected');
  });

  it('refuses what is there, what is not, and what is no domain', async () => {
    const again = v2.send(new CreateEmailIdentityCommand({ EmailIdentity: 'crm.example' }));
    await expect(again).rejects.toMatchObject({ name: 'AlreadyExistsException', $metadata: { httpStatusCode: 400 } });
    const gone = v2.send(new DeleteEmailIdentityCommand({ EmailIdentity: 'nobody.example' }));
    await expect(gone).rejects.toHaveProperty('name', 'NotFoundException');
    const nameless = v2.send(new CreateEmailIdentityCommand({ EmailIdentity: 'a b' }));
    await expect(nameless).rejects.toHaveProperty('name', 'BadRequestException');
    const signed = v2.send(new CreateEmailIdentityCommand({ EmailIdentity, ConfigurationSetName: 'tracked' }));
    await expect(signed).rejects.toHaveProperty('name', 'NotEmulated');
  });

  it('needs the right to each operation on this identity, and to tag it', () => {
    const actionsOf = (method: string, path: string, body = '') =>
      rig.service
        .read({ method, path, query: new URLSearchParams(), headers: {}, body: Buffer.from(body) })
        .permissions.map(({ action, resource }) => `${action} ${resource.split(':').at(-1)}`);
    expect(actionsOf('POST', '/v2/email/identities', JSON.stringify({ EmailIdentity, Tags: tags }))).toEqual([
      'ses:CreateEmailIdentity identity/new.example',
      'ses:TagResource identity/new.example',
    ]);
    expect(actionsOf('GET', '/v2/email/identities/new.example')).toEqual(['ses:GetEmailIdentity identity/new.example']);
    expect(actionsOf('DELETE', '/v2/email/identities/new.example')).toEqual([
      'ses:DeleteEmailIdentity identity/new.example',
    ]);
    const mailFrom = JSON.stringify({ MailFromDomain: 'bounce.new.example' });
    expect(actionsOf('PUT', '/v2/email/identities/new.example/mail-from', mailFrom)).toEqual([
      'ses:PutEmailIdentityMailFromAttributes identity/new.example',
    ]);
  });
});

describe('a call that sends', () => {
  const request = (path: string, headers: Record<string, string>, body: string): HttpRequest => ({
    method: 'POST',
    path,
    query: new URLSearchParams(),
    headers,
    body: Buffer.from(body),
  });
  const data = aMessage().toString('base64');

  it.each([
    [
      'v1',
      request('/', {}, `Action=SendRawEmail&ConfigurationSetName=tracked&RawMessage.Data=${encodeURIComponent(data)}`),
    ],
    [
      'v2',
      request(
        '/v2/email/outbound-emails',
        {},
        JSON.stringify({ Content: { Raw: { Data: data } }, ConfigurationSetName: 'tracked' }),
      ),
    ],
  ])(
    'by %s needs ses:SendRawEmail on the identity and on the configuration set, and counts recipients',
    async (_api, http) => {
      const call = rig.service.read(http);
      expect(call.permissions).toMatchObject([
        { action: 'ses:SendRawEmail', resource: 'arn:aws:ses:us-east-1:000000000000:identity/crm.example' },
        { action: 'ses:SendRawEmail', resource: 'arn:aws:ses:us-east-1:000000000000:configuration-set/tracked' },
      ]);
      expect(call.permissions[0]?.context).toEqual({
        'ses:FromAddress': 'ada@crm.example',
        'ses:FeedbackAddress': 'ada@crm.example',
        'ses:Recipients': 'bob@else.example',
      });
      const caller = { principal: { kind: 'root' as const }, functionName: 'root', kill: () => undefined };
      expect((await rig.service.execute(call, caller)).units).toEqual([{ unit: 'SesRecipientOut', amount: 1 }]);
    },
  );
});
