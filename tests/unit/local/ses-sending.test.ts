import { afterAll, describe, expect, it } from 'vitest';
import { AwsError, type Caller } from '#local/kernel/aws.ts';
import { readOutgoing } from '#local/services/ses/outgoing-message.ts';
import type { SendRequest } from '#local/services/ses/send-request.ts';
import { makeSendingLimits } from '#local/services/ses/sending-limits.ts';
import {
  aConfigurationSet,
  aResource,
  FEEDBACK,
  makeRig,
  type Rig,
  type RigOptions,
  removeFolders,
} from './ses-rig.ts';

const AT = Date.parse('2026-11-20T08:00:00Z');
const CALLER: Caller = {
  principal: {
    kind: 'role',
    roleArn: 'arn:aws:iam::000000000000:role/SendAdhocMailRole',
    functionName: 'send-adhoc-mail',
  },
  functionName: 'send-adhoc-mail',
  kill: () => undefined,
};
const EICAR = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*';

const aMessage = (fields: string[] = [], body = 'Hello\r\n') =>
  Buffer.from(['From: Ada <ada@crm.example>', 'Subject: Hi', ...fields, '', body].join('\r\n'));

const aRequest = (overrides: Partial<SendRequest> = {}): SendRequest => ({
  api: 'v1',
  source: undefined,
  destinations: ['bob@else.example'],
  raw: aMessage(),
  configurationSet: 'tracked',
  tags: [{ name: 'mailId', value: 'm-1' }],
  ...overrides,
});

const send = (rig: Rig, overrides: Partial<SendRequest> = {}) =>
  rig.outbound.send(readOutgoing(aRequest(overrides)), 'SendRawEmail', CALLER);

const refusal = (act: () => unknown): { code: string; message: string } => {
  try {
    act();
  } catch (error) {
    if (error instanceof AwsError) return { code: error.code, message: error.message };
    throw error;
  }
  return { code: 'none', message: 'it was taken' };
};

const typesOf = (rig: Rig) => rig.events().map((event) => event['eventType']);

afterAll(removeFolders);

describe('a message that is sent', () => {
  it('is in the outbox as it left SES, with who sent it', () => {
    const rig = makeRig({ now: AT });
    const fields = [
      'To: Bob <bob@else.example>',
      'Bcc: eve@else.example',
      'Message-ID: <own@crm.example>',
      'Date: yesterday',
    ];
    const marks = ['X-SES-CONFIGURATION-SET: other', 'X-SES-MESSAGE-TAGS: a=b', 'Return-Path: <back@crm.example>'];
    const messageId = send(rig, { raw: aMessage([...fields, ...marks, 'X-Kept: yes']) });
    const [item] = rig.outbound.outbox.list();
    expect(messageId).toMatch(
      /^010001a[0-9a-f]{9}-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}-000000$/,
    );
    expect(item).toMatchObject({
      messageId,
      function: 'send-adhoc-mail',
      tags: { mailId: 'm-1' },
      configurationSet: 'tracked',
      envelope: { from: 'ada@crm.example', to: ['bob@else.example'] },
      at: expect.stringMatching(/^2026-11-20T08:00:0/),
    });
    expect(item?.raw.split('\r\n')).toEqual([
      'From: Ada <ada@crm.example>',
      'Subject: Hi',
      'To: Bob <bob@else.example>',
      'X-Kept: yes',
      `Message-ID: <${messageId}@email.amazonses.com>`,
      expect.stringMatching(/^Date: Fri, 20 Nov 2026 08:00:0\d \+0000$/),
      '',
      'Hello',
      '',
    ]);
    rig.stop();
  });

  it('takes recipients, set and tags from the header where the call names none', () => {
    const rig = makeRig();
    const fields = ['To: a@x.example, B <b@x.example>', 'Cc: a@x.example', 'Bcc: c@x.example'];
    const marks = ['X-SES-CONFIGURATION-SET: account-list', 'X-SES-MESSAGE-TAGS: mailId=m-2, kind=adhoc'];
    send(rig, {
      destinations: undefined,
      configurationSet: undefined,
      tags: undefined,
      raw: aMessage([...fields, ...marks]),
    });
    expect(rig.outbound.outbox.list()[0]).toMatchObject({
      configurationSet: 'account-list',
      tags: { mailId: 'm-2', kind: 'adhoc' },
      envelope: { to: ['a@x.example', 'b@x.example', 'c@x.example'] },
    });
    rig.stop();
  });

  it('gets the sender parameter as From where it has none', () => {
    const rig = makeRig();
    send(rig, { source: 'Ada <ada@crm.example>', raw: Buffer.from('Subject: x\r\n\r\nbody') });
    expect(rig.outbound.outbox.list()[0]?.raw).toContain('\r\nFrom: Ada <ada@crm.example>\r\n');
    rig.stop();
  });

  it('is listed from a time on, oldest first, and after a restart', async () => {
    const rig = makeRig({ now: AT });
    const first = send(rig);
    await rig.advance(60_000);
    const second = send(rig);
    const since = new Date(AT + 30_000).toISOString();
    expect(rig.outbound.outbox.list({ since }).map(({ messageId }) => messageId)).toEqual([second]);
    expect(() => rig.outbound.outbox.list({ since: 'soon' })).toThrow('not a time');
    rig.stop();
    const again = makeRig({ folder: rig.folder, now: AT + 70_000 });
    expect(again.outbound.outbox.list().map(({ messageId }) => messageId)).toEqual([first, second]);
    again.stop();
  });
});

describe('a message that SES refuses', () => {
  const check = (overrides: Partial<SendRequest>) => refusal(() => readOutgoing(aRequest(overrides)));
  const filler = (bytes: number) =>
    Buffer.concat([aMessage(), Buffer.alloc(bytes, `${'x'.repeat(76)}\r\n`)]).subarray(0, bytes);

  it.each<[string, Partial<SendRequest>, string]>([
    ['without From', { raw: Buffer.from('Subject: x\r\n\r\nbody') }, "Missing required header 'From'."],
    ['with two Subjects', { raw: aMessage(['Subject: again']) }, "Duplicate header 'Subject'."],
    ['without recipients', { destinations: undefined }, 'There are no recipients specified'],
    ['without a body', { raw: Buffer.from('From: ada@crm.example\r\n') }, 'separated by a blank line'],
    ['to an address without a domain', { destinations: ['bob'] }, "Missing final '@domain'"],
    ['to an address outside ASCII', { destinations: ['böb@else.example'] }, 'non-ASCII characters'],
    ['with a bad tag', { tags: [{ name: 'mail id', value: 'x' }] }, 'Invalid tag value <mail id>'],
    [
      'with one tag twice',
      {
        tags: [
          { name: 'a', value: 'x' },
          { name: 'a', value: 'y' },
        ],
      },
      'Duplicate message tag',
    ],
  ])('%s is named so', (_what, overrides, sentence) => {
    const refused = check(overrides);
    expect(refused.code).toBe('InvalidParameterValue');
    expect(refused.message).toContain(sentence);
  });

  it('has at most 50 recipients', () => {
    const destinations = Array.from({ length: 51 }, (_, index) => `r${index}@else.example`);
    expect(check({ destinations: destinations.slice(0, 50) }).code).toBe('none');
    expect(check({ destinations }).message).toBe('Recipient count exceeds 50.');
  });

  it('has lines of at most 1,000 characters with their CRLF', () => {
    expect(check({ raw: aMessage([], `${'x'.repeat(998)}\r\n`) }).code).toBe('none');
    expect(check({ raw: aMessage([], `${'x'.repeat(999)}\r\n`) }).message).toContain('longer than 1000');
  });

  it('has at most 10 MB in v1 and 40 MB in v2', () => {
    const megabyte = 1024 * 1024;
    expect(check({ raw: filler(10 * megabyte) }).code).toBe('none');
    expect(check({ raw: filler(10 * megabyte + 1) }).message).toBe(
      "Message length is more than 10485760 bytes long: '10485761'.",
    );
    expect(check({ api: 'v2', raw: filler(40 * megabyte) }).code).toBe('none');
    expect(check({ api: 'v2', raw: filler(40 * megabyte + 1) }).message).toContain('41943040');
  });

  it('comes from an identity that is not verified, by address, domain and parent domain', () => {
    const rig = makeRig();
    const from = (address: string) => refusal(() => send(rig, { raw: Buffer.from(`From: ${address}\r\n\r\nx`) }));
    expect(from('ada@CRM.example').code).toBe('none');
    expect(from('ada@mail.crm.example').code).toBe('none');
    expect(from('ada@single.example').code).toBe('none');
    expect(from('bob@single.example')).toEqual({
      code: 'MessageRejected',
      message:
        'Email address is not verified. The following identities failed the check in region US-EAST-1: bob@single.example',
    });
    expect(refusal(() => send(rig, { raw: aMessage(['Return-Path: x@elsewhere.example']) })).message).toContain(
      'x@elsewhere.example',
    );
    rig.stop();
  });

  it('names a configuration set that is not there or is paused', () => {
    const paused = aConfigurationSet('paused', { SendingOptions: { SendingEnabled: false } });
    const rig = makeRig({ resources: paused });
    expect(refusal(() => send(rig, { configurationSet: 'nowhere' })).code).toBe('ConfigurationSetDoesNotExist');
    expect(refusal(() => send(rig, { configurationSet: 'paused' })).code).toBe(
      'ConfigurationSetSendingPausedException',
    );
    rig.stop();
  });
});

describe('the account', () => {
  const limited = (maxSendRate: number) => {
    let now = AT;
    const settings = () => ({ maxSendRate, max24h: 1000, sendEventDelayMs: 0, sendEventLoss: 0 });
    const limits = makeSendingLimits({ now: () => now, settings, history: [] });
    return {
      take: (recipients: number) => limits.take(recipients, recipients) ?? 'taken',
      pass: (ms: number) => {
        now += ms;
      },
    };
  };

  it('lets through a second of its rate at once, counted by recipients, and then as much as time has passed', () => {
    const { take, pass } = limited(4);
    expect([take(2), take(2), take(1)]).toEqual(['taken', 'taken', 'Maximum sending rate exceeded.']);
    pass(249);
    expect(take(1)).toBe('Maximum sending rate exceeded.');
    pass(1);
    expect([take(1), take(1)]).toEqual(['taken', 'Maximum sending rate exceeded.']);
  });

  it('lets a message overdraw the rate, and makes the next wait for it', () => {
    const { take, pass } = limited(1);
    expect(take(3)).toBe('taken');
    pass(2999);
    expect(take(1)).toBe('Maximum sending rate exceeded.');
    pass(1);
    expect(take(1)).toBe('taken');
  });

  it('throttles what is sent', () => {
    const rig = makeRig();
    rig.outbound.account.set({ maxSendRate: 0.001 });
    send(rig, { destinations: ['a@x.example', 'b@x.example'] });
    expect(refusal(() => send(rig))).toEqual({ code: 'Throttling', message: 'Maximum sending rate exceeded.' });
    rig.stop();
  });

  it('counts its quota over any 24 hours, over a restart, and without the simulator', async () => {
    const rig = makeRig({ now: AT });
    rig.outbound.account.set({ max24h: 3 });
    send(rig, { destinations: ['a@x.example', 'b@x.example', 'success@simulator.amazonses.com'] });
    expect(refusal(() => send(rig, { destinations: ['c@x.example', 'd@x.example'] }))).toEqual({
      code: 'Throttling',
      message: 'Daily message quota exceeded.',
    });
    rig.stop();
    const again = makeRig({ folder: rig.folder, now: AT + 23 * 60 * 60 * 1000 });
    expect(again.outbound.account.settings().max24h).toBe(3);
    expect(again.outbound.limits.sentLast24h()).toBe(2);
    expect(refusal(() => send(again, { destinations: ['c@x.example', 'd@x.example'] })).code).toBe('Throttling');
    expect(refusal(() => send(again, { destinations: ['success+1@simulator.amazonses.com'] })).code).toBe('none');
    await again.advance(60 * 60 * 1000 + 1000);
    expect(refusal(() => send(again, { destinations: ['c@x.example', 'd@x.example'] })).code).toBe('none');
    again.stop();
  });

  it.each<[unknown, string]>([
    [{ maxSendRate: 0 }, 'maxSendRate'],
    [{ sendEvents: { delay: '10 minutes' } }, 'ISO 8601'],
    [{ sendEvents: { lose: 2 } }, 'sendEvents.lose'],
    [{ rate: 3 }, 'rate'],
  ])('refuses the settings %j', (body, word) => {
    const change = makeRig().outbound.account.set(body);
    expect(change).toMatchObject({ kind: 'invalid', message: expect.stringContaining(word) });
  });
});

describe('events of a sent mail', () => {
  it('are Send at once and Delivery a little later, in the documented shape', async () => {
    const rig = makeRig({ now: AT });
    const fields = ['To: Bob <bob@else.example>', 'Message-ID: <own@crm.example>'];
    const messageId = send(rig, { raw: aMessage(fields), destinations: ['bob@else.example', 'c@third.example'] });
    await rig.advance(0);
    const mail = {
      timestamp: expect.stringMatching(/^2026-11-20T08:00:0/),
      source: 'Ada <ada@crm.example>',
      sourceArn: 'arn:aws:ses:us-east-1:000000000000:identity/crm.example',
      sendingAccountId: '000000000000',
      messageId,
      destination: ['bob@else.example', 'c@third.example'],
      headersTruncated: false,
      headers: [
        { name: 'From', value: 'Ada <ada@crm.example>' },
        { name: 'Subject', value: 'Hi' },
        { name: 'To', value: 'Bob <bob@else.example>' },
        { name: 'Message-ID', value: '<own@crm.example>' },
      ],
      commonHeaders: { from: ['Ada <ada@crm.example>'], to: ['Bob <bob@else.example>'], messageId, subject: 'Hi' },
      tags: {
        'ses:operation': ['SendRawEmail'],
        'ses:configuration-set': ['tracked'],
        'ses:source-ip': ['127.0.0.1'],
        'ses:from-domain': ['crm.example'],
        'ses:caller-identity': ['SendAdhocMailRole'],
        mailId: ['m-1'],
      },
    };
    expect(rig.events()).toEqual([{ eventType: 'Send', mail, send: {} }]);
    expect(rig.published[0]).toMatchObject({
      topicArn: FEEDBACK,
      subject: 'Amazon SES Email Event Notification',
      sourceArn: 'arn:aws:ses:us-east-1:000000000000:configuration-set/tracked',
    });
    await rig.advance(5000);
    const delivered = rig.events().slice(1);
    expect(delivered.map((event) => event['mail'])).toEqual([mail, mail]);
    expect(delivered.map((event) => event['delivery'])).toMatchObject([
      { recipients: ['bob@else.example'], smtpResponse: '250 2.6.0 Message received' },
      { recipients: ['c@third.example'] },
    ]);
    rig.stop();
  });

  it('come after a restart when the process was killed before', async () => {
    const rig = makeRig({ now: AT });
    send(rig);
    rig.stop();
    const again = makeRig({ folder: rig.folder, now: AT + 100 });
    await again.advance(5000);
    expect(typesOf(again)).toEqual(['Send', 'Delivery']);
    again.stop();
    const third = makeRig({ folder: rig.folder, now: AT + 10_000 });
    await third.advance(5000);
    expect(third.published).toEqual([]);
    third.stop();
  });

  it('of type Send come late or never when the account says so', async () => {
    const rig = makeRig();
    rig.outbound.account.set({ sendEvents: { delay: 'PT10M' } });
    send(rig);
    await rig.advance(599_000);
    expect(typesOf(rig)).toEqual(['Delivery']);
    await rig.advance(2000);
    expect(typesOf(rig)).toEqual(['Delivery', 'Send']);
    rig.outbound.account.set({ sendEvents: { lose: true } });
    send(rig);
    await rig.advance(5000);
    expect(typesOf(rig)).toEqual(['Delivery', 'Send', 'Delivery']);
    rig.stop();
  });

  it('are not published for a mail without a configuration set, nor of types its destination does not name', async () => {
    const [set, destination] = aConfigurationSet('only-bounces');
    const only = aResource('AWS::SES::ConfigurationSetEventDestination', 'd', {
      ConfigurationSetName: 'only-bounces',
      EventDestination: { Enabled: true, MatchingEventTypes: ['bounce'], SnsDestination: { TopicARN: FEEDBACK } },
    });
    const rig = makeRig({ resources: set === undefined || destination === undefined ? [] : [set, only] });
    send(rig, { configurationSet: undefined });
    send(rig, { configurationSet: 'only-bounces', destinations: ['bounce@simulator.amazonses.com'] });
    await rig.advance(5000);
    expect(typesOf(rig)).toEqual(['Bounce']);
    rig.stop();
  });

  it('are lost with a sentence when the topic policy does not let SES publish', async () => {
    const deny: RigOptions['deny'] = ({ action }) => (action === 'sns:Publish' ? 'SES may not sns:Publish' : undefined);
    const rig = makeRig({ deny });
    send(rig);
    await rig.advance(5000);
    expect(rig.sentences).toEqual(['denied: SES may not sns:Publish', 'denied: SES may not sns:Publish']);
    await expect(rig.outbound.deploy()).rejects.toThrow('Could not publish to SNS topic');
    rig.stop();
  });

  it('begin, once, with the sentence that validates the topic', async () => {
    const rig = makeRig();
    await rig.outbound.deploy();
    await rig.outbound.deploy();
    const sentence = 'Successfully validated SNS topic for Amazon SES event publishing.';
    expect(rig.published.map(({ message }) => message)).toEqual([sentence, sentence]);
    rig.stop();
  });
});

describe('the mailbox simulator', () => {
  const outcome = async (address: string) => {
    const rig = makeRig();
    send(rig, { destinations: [address], configurationSet: 'account-list' });
    await rig.advance(5000);
    rig.stop();
    return rig.events().slice(1);
  };

  it.each(['success@simulator.amazonses.com', 'success+label@simulator.amazonses.com'])(
    '%s delivers',
    async (address) => {
      expect(await outcome(address)).toMatchObject([{ eventType: 'Delivery', delivery: { recipients: [address] } }]);
    },
  );

  it.each(['bounce@simulator.amazonses.com', 'Bounce+x@Simulator.AmazonSES.com'])('%s bounces', async (address) => {
    expect(await outcome(address)).toMatchObject([
      {
        eventType: 'Bounce',
        bounce: {
          bounceType: 'Permanent',
          bounceSubType: 'General',
          bouncedRecipients: [
            {
              emailAddress: address,
              action: 'failed',
              status: '5.1.1',
              diagnosticCode: 'smtp; 550 5.1.1 user unknown',
            },
          ],
        },
      },
    ]);
  });

  it('complaint@ is delivered to and then complains', async () => {
    expect(await outcome('complaint@simulator.amazonses.com')).toMatchObject([
      { eventType: 'Delivery' },
      {
        eventType: 'Complaint',
        complaint: {
          complainedRecipients: [{ emailAddress: 'complaint@simulator.amazonses.com' }],
          complaintFeedbackType: 'abuse',
          complaintSubType: null,
        },
      },
    ]);
  });

  it('suppressionlist@ bounces as if it were on the global list', async () => {
    expect(await outcome('suppressionlist@simulator.amazonses.com')).toMatchObject([
      { eventType: 'Bounce', bounce: { bounceType: 'Permanent', bounceSubType: 'Suppressed' } },
    ]);
  });

  it('ooto@ is delivered to and answers to the return path', async () => {
    const rig = makeRig();
    rig.inbound.activate('inbound');
    const raw = aMessage(['Return-Path: <acme@in.postroom.test>']);
    const messageId = send(rig, { raw, destinations: ['ooto@simulator.amazonses.com'] });
    await rig.advance(5000);
    expect(typesOf(rig).slice(0, 2)).toEqual(['Send', 'Delivery']);
    expect(rig.events()[2]).toMatchObject({
      notificationType: 'Received',
      receipt: { recipients: ['acme@in.postroom.test'] },
    });
    expect(rig.objects[0]?.body.toString()).toContain(`In-Reply-To: <${messageId}@email.amazonses.com>`);
    expect(rig.objects[0]?.body.toString()).toContain('Auto-Submitted: auto-replied');
    rig.stop();
  });

  it('has its bounces of one mail combined, and no address of it goes on the suppression list', async () => {
    const rig = makeRig();
    const destinations = [
      'bounce+1@simulator.amazonses.com',
      'bounce+2@simulator.amazonses.com',
      'complaint@simulator.amazonses.com',
    ];
    send(rig, { destinations, configurationSet: 'account-list' });
    await rig.advance(5000);
    expect(typesOf(rig)).toEqual(['Send', 'Delivery', 'Bounce', 'Complaint']);
    expect(rig.outbound.suppression.list()).toEqual([]);
    rig.stop();
  });

  it('is not needed for a virus: EICAR is taken and then rejected', async () => {
    const rig = makeRig();
    send(rig, { raw: aMessage([], EICAR) });
    await rig.advance(5000);
    expect(rig.events()[1]).toMatchObject({ eventType: 'Reject', reject: { reason: 'Bad content' } });
    expect(rig.events()).toHaveLength(2);
    rig.stop();
  });
});

describe('the account-level suppression list', () => {
  const bounced = async (set: string) => {
    const rig = makeRig();
    const messageId = send(rig, { configurationSet: set, destinations: ['Gone@Else.example'] });
    await rig.advance(5000);
    expect(rig.outbound.inject({ messageId, eventType: 'bounce' })).toEqual({ kind: 'planned', destinations: 1 });
    await rig.advance(0);
    rig.published.length = 0;
    return rig;
  };

  it('takes a hard bounce and turns the next mail into a bounce', async () => {
    const rig = await bounced('account-list');
    expect(rig.outbound.suppression.list()).toMatchObject([{ address: 'gone@else.example', reason: 'BOUNCE' }]);
    send(rig, { configurationSet: 'account-list', destinations: ['gone@else.example', 'here@else.example'] });
    await rig.advance(5000);
    expect(rig.events().slice(1)).toMatchObject([
      { eventType: 'Delivery', delivery: { recipients: ['here@else.example'] } },
      {
        eventType: 'Bounce',
        bounce: {
          bounceSubType: 'OnAccountSuppressionList',
          bouncedRecipients: [{ emailAddress: 'gone@else.example' }],
        },
      },
    ]);
    rig.stop();
  });

  it('is neither filled nor asked for a configuration set whose reasons are empty', async () => {
    const rig = await bounced('tracked');
    expect(rig.outbound.suppression.list()).toEqual([]);
    rig.stop();
    const listed = await bounced('account-list');
    send(listed, { configurationSet: 'tracked', destinations: ['gone@else.example'] });
    await listed.advance(5000);
    expect(typesOf(listed)).toEqual(['Send', 'Delivery']);
    listed.stop();
  });
});

describe('an injected event', () => {
  const injected = async (body: Record<string, unknown>) => {
    const rig = makeRig();
    const messageId = send(rig, { destinations: ['a@x.example', 'b@x.example'] });
    await rig.advance(5000);
    const injection = rig.outbound.inject({ messageId, ...body });
    await rig.advance(0);
    rig.stop();
    return { injection, event: rig.events()[2] };
  };

  it.each<[Record<string, unknown>, Record<string, unknown>]>([
    [{ eventType: 'open' }, { eventType: 'Open', open: { ipAddress: '192.0.2.1' } }],
    [
      { eventType: 'Click', link: 'https://x.example/' },
      { eventType: 'Click', click: { link: 'https://x.example/' } },
    ],
    [
      { eventType: 'delivery-delay', recipients: ['a@x.example'] },
      {
        eventType: 'DeliveryDelay',
        deliveryDelay: { delayType: 'General', delayedRecipients: [{ emailAddress: 'a@x.example' }] },
      },
    ],
    [
      { eventType: 'bounce', bounceType: 'Transient', bounceSubType: 'MailboxFull', recipients: ['b@x.example'] },
      {
        eventType: 'Bounce',
        bounce: {
          bounceType: 'Transient',
          bounceSubType: 'MailboxFull',
          bouncedRecipients: [{ emailAddress: 'b@x.example' }],
        },
      },
    ],
    [
      { eventType: 'complaint', complaint: { complaintFeedbackType: 'not-spam' } },
      {
        eventType: 'Complaint',
        complaint: {
          complaintFeedbackType: 'not-spam',
          complainedRecipients: [{ emailAddress: 'a@x.example' }, { emailAddress: 'b@x.example' }],
        },
      },
    ],
  ])('%j is published as SES would', async (body, event) => {
    expect(await injected(body)).toMatchObject({ injection: { kind: 'planned', destinations: 1 }, event });
  });

  it.each<[Record<string, unknown>, string]>([
    [{ eventType: 'Forwarded' }, 'is none of'],
    [{ eventType: 'click' }, 'link'],
    [{ eventType: 'bounce', bounceType: 'Hard' }, 'bounceType'],
    [{ eventType: 'open', colour: 'red' }, 'colour'],
  ])('%j is refused with a sentence', async (body, word) => {
    expect((await injected(body)).injection).toMatchObject({ kind: 'invalid', message: expect.stringContaining(word) });
  });

  it('needs a mail of the outbox, named with or without its domain', () => {
    const rig = makeRig();
    const messageId = send(rig);
    expect(rig.outbound.inject({ messageId: 'x', eventType: 'open' })).toMatchObject({ kind: 'unknown-message' });
    expect(rig.outbound.inject({ messageId: `<${messageId}@email.amazonses.com>`, eventType: 'open' }).kind).toBe(
      'planned',
    );
    rig.stop();
  });
});

describe('a configuration set', () => {
  it.each([
    [
      aResource('AWS::SES::ConfigurationSet', 's', { TrackingOptions: { CustomRedirectDomain: 'x' } }),
      'TrackingOptions',
    ],
    [
      aResource('AWS::SES::ConfigurationSetEventDestination', 'd', {
        ConfigurationSetName: 's',
        EventDestination: { MatchingEventTypes: ['send'], CloudWatchDestination: {} },
      }),
      'SnsDestination',
    ],
  ])('with something not emulated stops the start', (resource, word) => {
    expect(() => makeRig({ resources: [resource] })).toThrow(word);
  });
});
