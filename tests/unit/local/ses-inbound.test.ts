import { afterAll, describe, expect, it } from 'vitest';
import { AwsError } from '#local/kernel/aws.ts';
import { MOST_MAIL_BYTES } from '#local/services/ses/inbound.ts';
import { aResource, aRule, DOMAIN, makeRig, RECEIPTS, type RigOptions, removeFolders } from './ses-rig.ts';

const RULE_ARN = 'arn:aws:ses:us-east-1:000000000000:receipt-rule-set/inbound:receipt-rule/all';
const AT = Date.parse('2026-11-20T08:00:00Z');
const SET = aResource('AWS::SES::ReceiptRuleSet', 'inbound', {});

const aMail = (head: string[] = [], body = 'Hello\r\n') =>
  Buffer.from(
    [
      'From: "Lovelace, Ada" <ada@sender.example>',
      'To: Sales <acme+lead@in.postroom.test>, other@sender.example',
      'Cc: team@sender.example',
      'Subject: Offer',
      'Date: Thu, 19 Nov 2026 10:00:00 +0100',
      'Message-ID: <m1@sender.example>',
      ...head,
      '',
      body,
    ].join('\r\n'),
  );

const anEnvelope = (...to: string[]) => ({
  from: 'bounces@sender.example',
  to: to.length === 0 ? [`acme+lead@${DOMAIN}`] : to,
});

const activeRig = (options: RigOptions = {}) => {
  const rig = makeRig(options);
  rig.inbound.activate('inbound');
  return rig;
};

afterAll(removeFolders);

describe('the receipt rule set', () => {
  it('refuses every recipient while no set is active', async () => {
    const rig = makeRig();
    const refused = { kind: 'refused', code: 550, text: 'Requested action not taken: mailbox unavailable' };
    expect(rig.inbound.refusal(`acme@${DOMAIN}`, true)).toEqual(refused);
    expect(await rig.inbound.receive(anEnvelope(), aMail())).toEqual(refused);
  });

  it('stays active after a restart', () => {
    const rig = activeRig();
    rig.stop();
    expect(makeRig({ folder: rig.folder }).inbound.active()).toBe('inbound');
  });

  it('refuses to activate a set that is not in the stack', () => {
    expect(() => makeRig().inbound.activate('elsewhere')).toThrow('There is no receipt rule set elsewhere');
  });

  it('takes any local part of a rule domain in any case, and nothing of other or sub domains', () => {
    const { inbound } = activeRig();
    expect(inbound.refusal('nobody-knows-me@IN.Postroom.TEST', true)).toBeUndefined();
    expect(inbound.refusal('a@sub.in.postroom.test', true)?.code).toBe(550);
    expect(inbound.refusal('a@postroom.test', true)?.code).toBe(550);
    expect(inbound.refusal('postmaster', true)?.code).toBe(550);
  });

  it('reads a recipient condition as address, domain or all subdomains, and none as all verified domains', () => {
    const taken = (recipients: string[], recipient: string) =>
      activeRig({ resources: [SET, aRule('r', { Recipients: recipients })] }).inbound.refusal(recipient, true) ===
      undefined;
    expect(taken(['Sales@a.example'], 'sales@A.example')).toBe(true);
    expect(taken(['sales@a.example'], 'sales+x@a.example')).toBe(false);
    expect(taken(['.a.example'], 'x@b.a.example')).toBe(true);
    expect(taken(['.a.example'], 'x@a.example')).toBe(false);
    expect(taken([], `x@${DOMAIN}`)).toBe(true);
    expect(taken([], `x@sub.${DOMAIN}`)).toBe(true);
    expect(taken([], 'ada@single.example')).toBe(false);
    expect(taken([], 'x@elsewhere.example')).toBe(false);
  });

  it('ignores a rule that is not enabled', () => {
    const { inbound } = activeRig({ resources: [SET, aRule('all', { Enabled: false })] });
    expect(inbound.refusal(`a@${DOMAIN}`, true)?.code).toBe(550);
  });

  it('answers 530 over a plain connection where the rule requires TLS', () => {
    const { inbound } = activeRig({ resources: [SET, aRule('all', { TlsPolicy: 'Require' })] });
    expect(inbound.refusal(`a@${DOMAIN}`, false)?.code).toBe(530);
    expect(inbound.refusal(`a@${DOMAIN}`, true)).toBeUndefined();
  });

  it('runs the rules in the order that After gives', async () => {
    const action = (prefix: string) => ({ Actions: [{ S3Action: { BucketName: 'mail', ObjectKeyPrefix: prefix } }] });
    const resources = [
      SET,
      aRule('third', action('third'), { After: 'second' }),
      aRule('first', action('first')),
      aRule('second', action('second'), { After: 'first' }),
    ];
    const rig = activeRig({ resources });
    await rig.inbound.receive(anEnvelope(), aMail());
    expect(rig.objects.map(({ key }) => key.split('/')[0])).toEqual(['first', 'second', 'third']);
  });

  it.each([
    [
      'an action of another kind',
      aRule('r', { Actions: [{ BounceAction: { Sender: 'x@y.example' } }] }),
      'BounceAction',
    ],
    ['an unknown property', aRule('r', { Colour: 'red' }), 'Colour'],
    ['a KMS key', aRule('r', { Actions: [{ S3Action: { BucketName: 'b', KmsKeyArn: 'k' } }] }), 'KmsKeyArn'],
  ])('does not start with %s in a rule', (_what, rule, word) => {
    expect(() => makeRig({ resources: [SET, rule] })).toThrow(word);
  });
});

describe('a received mail', () => {
  it('is stored behind the fields SES adds, byte for byte', async () => {
    const rig = activeRig({ now: AT });
    const raw = Buffer.concat([aMail(), Buffer.from([0, 255, 10, 13, 128])]);
    const client = { helo: 'mx.sender.example', address: '192.0.2.9', secure: false };
    const outcome = await rig.inbound.receive(anEnvelope(), raw, client);
    const messageId = outcome.kind === 'accepted' ? outcome.messageId : '';
    expect(messageId).toMatch(/^[0-9a-v]{40}$/);
    const [object] = rig.objects;
    expect(object?.key).toBe(`raw/${messageId}`);
    const text = object?.body.toString('latin1') ?? '';
    expect(object?.body.subarray(-raw.length).equals(raw)).toBe(true);
    expect(text.split('\r\n').slice(0, 7)).toEqual([
      'Return-Path: <bounces@sender.example>',
      'Received: from mx.sender.example (mx.sender.example [192.0.2.9])',
      ` by inbound-smtp.us-east-1.amazonaws.com with SMTP id ${messageId}`,
      ` for acme+lead@${DOMAIN};`,
      expect.stringMatching(/^ Fri, 20 Nov 2026 08:00:0\d \+0000 \(UTC\)$/),
      'X-SES-Spam-Verdict: PASS',
      'X-SES-Virus-Verdict: PASS',
    ]);
  });

  it('[F20] [F21] is announced with the envelope recipients, the header and the place of the object', async () => {
    const rig = activeRig({ now: AT });
    const outcome = await rig.inbound.receive(anEnvelope(`acme+lead@${DOMAIN}`, `b@${DOMAIN}`), aMail());
    const messageId = outcome.kind === 'accepted' ? outcome.messageId : '';
    expect(rig.published[0]).toMatchObject({
      topicArn: RECEIPTS,
      subject: 'Amazon SES Email Receipt Notification',
      principal: { kind: 'service', service: 'ses.amazonaws.com' },
      sourceArn: RULE_ARN,
    });
    expect(rig.events()).toEqual([
      {
        notificationType: 'Received',
        mail: {
          timestamp: expect.stringMatching(/^2026-11-20T08:00:0\d\.\d{3}Z$/),
          source: 'bounces@sender.example',
          messageId,
          destination: [`acme+lead@${DOMAIN}`, 'other@sender.example', 'team@sender.example'],
          headersTruncated: false,
          headers: expect.arrayContaining([
            { name: 'Return-Path', value: '<bounces@sender.example>' },
            { name: 'Subject', value: 'Offer' },
          ]),
          commonHeaders: {
            returnPath: 'bounces@sender.example',
            from: ['"Lovelace, Ada" <ada@sender.example>'],
            date: 'Thu, 19 Nov 2026 10:00:00 +0100',
            to: [`Sales <acme+lead@${DOMAIN}>`, 'other@sender.example'],
            cc: ['team@sender.example'],
            messageId: '<m1@sender.example>',
            subject: 'Offer',
          },
        },
        receipt: {
          timestamp: expect.any(String),
          processingTimeMillis: expect.any(Number),
          recipients: [`acme+lead@${DOMAIN}`, `b@${DOMAIN}`],
          spamVerdict: { status: 'PASS' },
          virusVerdict: { status: 'PASS' },
          spfVerdict: { status: 'GRAY' },
          dkimVerdict: { status: 'GRAY' },
          dmarcVerdict: { status: 'GRAY' },
          action: {
            type: 'S3',
            topicArn: RECEIPTS,
            bucketName: 'mail',
            objectKeyPrefix: 'raw/',
            objectKey: `raw/${messageId}`,
          },
        },
      },
    ]);
    expect(rig.objects).toHaveLength(1);
  });

  it.each([
    ['GTUBE', 'XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X', 'FAIL', 'PASS'],
    ['EICAR', 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*', 'PASS', 'FAIL'],
    [
      'EICAR in base64',
      Buffer.from('X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*')
        .toString('base64')
        .replace(/.{76}/g, '$&\r\n'),
      'PASS',
      'FAIL',
    ],
  ])('with %s in it fails that scan and no other', async (_what, body, spam, virus) => {
    const rig = activeRig();
    await rig.inbound.receive(anEnvelope(), aMail([], body));
    expect(rig.events()[0]).toMatchObject({
      receipt: { spamVerdict: { status: spam }, virusVerdict: { status: virus } },
    });
  });

  it('has the verdicts about its sender that it asks for, and of others those of a mail without any record in DNS', async () => {
    const rig = activeRig();
    await rig.inbound.receive(anEnvelope(), aMail(['X-Postroom-Verdicts: spf=PASS dmarc=FAIL dkim=MAYBE']));
    expect(rig.events()[0]).toMatchObject({
      receipt: { spfVerdict: { status: 'PASS' }, dkimVerdict: { status: 'GRAY' }, dmarcVerdict: { status: 'FAIL' } },
    });
    expect(rig.objects[0]?.body.toString()).toMatch(/^Received-SPF: pass \(.*\r\n.*\r\n spf=pass .*\r\n dmarc=fail /m);
  });

  it('is not scanned where the rule does not ask for it', async () => {
    const rig = activeRig({ resources: [SET, aRule('all', { ScanEnabled: false })] });
    await rig.inbound.receive(anEnvelope(), aMail());
    expect(rig.events()[0]).toMatchObject({
      receipt: { spamVerdict: { status: 'DISABLED' }, virusVerdict: { status: 'DISABLED' } },
    });
    expect(rig.objects[0]?.body.includes('X-SES-Spam-Verdict')).toBe(false);
  });

  it('of the null reverse path has an empty source', async () => {
    const rig = activeRig();
    await rig.inbound.receive({ ...anEnvelope(), from: '' }, aMail());
    expect(rig.events()[0]).toMatchObject({
      mail: { source: '', headers: expect.arrayContaining([{ name: 'Return-Path', value: '<>' }]) },
    });
  });

  it('cannot forge a header field by the names its client gives', async () => {
    const rig = activeRig();
    const client = { helo: 'a\r\nX-SES-Virus-Verdict: PASS\r\nX: y', address: '192.0.2.1', secure: true };
    await rig.inbound.receive({ from: 'a\nB: c', to: [`x@${DOMAIN}`] }, aMail(), client);
    const names = rig.objects[0]?.body
      .toString()
      .split('\r\n')
      .filter((line) => /^(X|B):/.test(line));
    expect(names).toEqual([]);
  });

  it('is counted by mail and by complete 256 KB', async () => {
    const rig = activeRig();
    await rig.inbound.receive(anEnvelope(), aMail());
    await rig.inbound.receive(anEnvelope(), Buffer.concat([aMail(), Buffer.alloc(512 * 1024, 'x')]));
    expect(rig.units).toEqual([
      { unit: 'SesInboundMail', amount: 1 },
      { unit: 'SesInboundMail', amount: 1 },
      { unit: 'SesInboundChunk', amount: 2 },
    ]);
  });

  it('of 40 MB is taken and one byte more refused', async () => {
    const rig = activeRig();
    const large = Buffer.concat([aMail(), Buffer.alloc(MOST_MAIL_BYTES, 'x')]);
    expect((await rig.inbound.receive(anEnvelope(), large.subarray(0, MOST_MAIL_BYTES))).kind).toBe('accepted');
    expect(await rig.inbound.receive(anEnvelope(), large.subarray(0, MOST_MAIL_BYTES + 1))).toMatchObject({
      code: 552,
    });
  });

  it('has no more than 100 recipients', async () => {
    const rig = activeRig();
    const to = Array.from({ length: 101 }, (_, index) => `r${index}@${DOMAIN}`);
    expect((await rig.inbound.receive(anEnvelope(...to.slice(0, 100)), aMail())).kind).toBe('accepted');
    expect(await rig.inbound.receive(anEnvelope(...to), aMail())).toMatchObject({ code: 452 });
  });
});

describe('a mail whose rule cannot be carried out', () => {
  it('is 451 and names the denial when the bucket policy does not let SES write', async () => {
    const deny: RigOptions['deny'] = ({ action }) =>
      action === 's3:PutObject' ? 'SES may not s3:PutObject' : undefined;
    const rig = activeRig({ deny });
    expect(await rig.inbound.receive(anEnvelope(), aMail())).toMatchObject({ kind: 'refused', code: 451 });
    expect(rig.sentences).toEqual(['denied: SES may not s3:PutObject']);
    expect(rig.objects).toEqual([]);
  });

  it('is 451 and names the denial when the topic policy does not let SES publish', async () => {
    const deny: RigOptions['deny'] = ({ action }) => (action === 'sns:Publish' ? 'SES may not sns:Publish' : undefined);
    const rig = activeRig({ deny });
    expect(await rig.inbound.receive(anEnvelope(), aMail())).toMatchObject({ kind: 'refused', code: 451 });
    expect(rig.sentences).toEqual(['denied: SES may not sns:Publish']);
    expect(rig.published).toEqual([]);
  });

  it('is 451 when the store fails, and costs nothing', async () => {
    const rig = activeRig({
      put: () => {
        throw new Error('disk is full');
      },
    });
    expect(await rig.inbound.receive(anEnvelope(), aMail())).toMatchObject({ kind: 'refused', code: 451 });
    expect(rig.sentences[0]).toContain('disk is full');
    expect(rig.units).toEqual([]);
  });

  it('names the denial of a store that looks further than the policy', async () => {
    const rig = activeRig({
      put: () => {
        throw new AwsError('AccessDenied', 403, 'SES may not kms:GenerateDataKey');
      },
    });
    expect(await rig.inbound.receive(anEnvelope(), aMail())).toMatchObject({ kind: 'refused', code: 451 });
    expect(rig.sentences).toEqual(['denied: SES may not kms:GenerateDataKey']);
  });

  it('is judged as SES, for this rule of this account', async () => {
    const rig = activeRig();
    await rig.inbound.receive(anEnvelope(), aMail());
    const context = { 'aws:SourceAccount': '000000000000', 'aws:SourceArn': RULE_ARN };
    const principal = { kind: 'service', service: 'ses.amazonaws.com' };
    expect(rig.asked).toEqual([
      { principal, action: 's3:PutObject', resource: `arn:aws:s3:::mail/${rig.objects[0]?.key}`, context },
      { principal, action: 'sns:Publish', resource: RECEIPTS, context },
    ]);
  });
});

describe('creating a rule', () => {
  it('writes and announces the setup notification once, also over a restart', async () => {
    const rig = makeRig();
    await rig.inbound.deploy();
    await rig.inbound.deploy();
    expect(rig.objects.map(({ key }) => key)).toEqual(['raw/AMAZON_SES_SETUP_NOTIFICATION']);
    expect(rig.events()).toMatchObject([
      { mail: { messageId: 'AMAZON_SES_SETUP_NOTIFICATION' }, receipt: { recipients: ['recipient@example.com'] } },
    ]);
    rig.stop();
    const again = makeRig({ folder: rig.folder });
    await again.inbound.deploy();
    expect(again.objects).toEqual([]);
  });

  it('puts a slash behind a prefix that has none', async () => {
    const Actions = [
      { S3Action: { BucketName: 'mail', ObjectKeyPrefix: 'raw' } },
      { S3Action: { BucketName: 'mail' } },
    ];
    const rig = makeRig({ resources: [SET, aRule('all', { Actions })] });
    await rig.inbound.deploy();
    expect(rig.objects.map(({ key }) => key)).toEqual([
      'raw/AMAZON_SES_SETUP_NOTIFICATION',
      'AMAZON_SES_SETUP_NOTIFICATION',
    ]);
  });

  it('fails with the denial when SES may not write', async () => {
    const rig = makeRig({ deny: () => 'SES may not' });
    await expect(rig.inbound.deploy()).rejects.toThrow('SES may not');
    expect(rig.sentences).toEqual(['denied: SES may not']);
  });
});
