import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import SMTPConnection from 'nodemailer/lib/smtp-connection/index.js';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { makeSmtpListener } from '#local/smtp/listener.ts';
import { aResource, aRule, DOMAIN, makeRig, type Rig, type RigOptions, removeFolders } from './ses-rig.ts';

const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});
afterAll(removeFolders);

const listening = async (options: RigOptions & { silenceTimeoutMs?: number; mailTimeoutMs?: number } = {}) => {
  const rig = makeRig(options);
  rig.inbound.activate('inbound');
  const { silenceTimeoutMs, mailTimeoutMs } = options;
  const listener = makeSmtpListener({
    port: 0,
    inbound: rig.inbound,
    activity: rig.activity,
    ...(silenceTimeoutMs === undefined ? {} : { silenceTimeoutMs }),
    ...(mailTimeoutMs === undefined ? {} : { mailTimeoutMs }),
  });
  const { port } = await listener.start();
  stops.push(() => rig.stop(), listener.stop);
  return { rig, port };
};

/** A client that speaks bytes, for what a well-behaved one would not send. */
const rawClient = async (port: number) => {
  const socket: Socket = connect(port, '127.0.0.1');
  stops.push(() => {
    socket.destroy();
  });
  let heard = '';
  let notify = () => {};
  socket.on('data', (chunk: Buffer) => {
    heard += chunk.toString();
    notify();
  });
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      notify();
      resolve();
    });
  });
  socket.on('error', () => undefined);
  /** Waits until so many replies (last lines of them) have come, or the connection is closed. */
  const replies = (count: number): Promise<string[]> =>
    new Promise((resolve) => {
      const look = () => {
        const lines = heard.split('\r\n').filter((line) => /^\d{3} /.test(line));
        if (lines.length >= count || socket.destroyed) resolve(lines);
      };
      notify = look;
      look();
    });
  await replies(1);
  return { socket, closed, replies, heard: () => heard, say: (text: string | Buffer) => socket.write(text) };
};

const nodemailer = async (port: number, options: Record<string, unknown> = {}) => {
  const connection = new SMTPConnection({
    port,
    host: '127.0.0.1',
    ignoreTLS: true,
    tls: { rejectUnauthorized: false },
    ...options,
  });
  connection.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    connection.once('error', reject);
    connection.connect(() => resolve());
  });
  stops.push(() => connection.close());
  return {
    connection,
    send: (envelope: Record<string, unknown>, mail: string | Buffer) =>
      new Promise<{ code?: number; response: string }>((resolve) => {
        connection.send({ from: 'x@sender.example', to: [], ...envelope }, mail, (error, info) =>
          resolve(
            error === null || error === undefined
              ? { response: String(info.response) }
              : { code: Number(error.responseCode), response: String(error.response) },
          ),
        );
      }),
  };
};

const MAIL = 'From: x@sender.example\r\nSubject: Hi\r\n\r\n.dot\r\n..two\r\nend\r\n';
const storedText = (rig: Rig, index = 0) => rig.objects[index]?.body.toString() ?? '';

describe('the SMTP listener', () => {
  it('greets and offers what SES does', async () => {
    const { port } = await listening();
    const client = await rawClient(port);
    expect(client.heard()).toMatch(/^220 inbound-smtp\.us-east-1\.amazonaws\.com ESMTP /);
    client.say('EHLO mx.sender.example\r\n');
    await client.replies(2);
    const offered = client
      .heard()
      .split('\r\n')
      .map((line) => line.slice(4));
    expect(offered).toEqual(
      expect.arrayContaining([
        'PIPELINING',
        '8BITMIME',
        'SMTPUTF8',
        'STARTTLS',
        'SIZE 41943040',
        'ENHANCEDSTATUSCODES',
      ]),
    );
    expect(client.heard()).not.toContain('AUTH');
  });

  it('stores a mail with its dots as they were and answers 250 with its id', async () => {
    const { rig, port } = await listening();
    const client = await nodemailer(port);
    const { response } = await client.send({ to: [`acme+lead@${DOMAIN}`, `b@${DOMAIN}`] }, MAIL);
    const key = rig.objects[0]?.key ?? '';
    expect(response).toBe(`250 2.6.0 OK ${key.slice('raw/'.length)}`);
    expect(storedText(rig).endsWith(MAIL)).toBe(true);
    expect(rig.objects).toHaveLength(1);
    expect(rig.events()[0]).toMatchObject({ receipt: { recipients: [`acme+lead@${DOMAIN}`, `b@${DOMAIN}`] } });
  });

  it('takes mail over STARTTLS', async () => {
    const { rig, port } = await listening({
      resources: [aResource('AWS::SES::ReceiptRuleSet', 'inbound', {}), aRule('all', { TlsPolicy: 'Require' })],
    });
    const plain = await nodemailer(port);
    expect(await plain.send({ to: [`a@${DOMAIN}`] }, MAIL)).toMatchObject({
      code: 530,
      response: expect.stringContaining('5.7.0'),
    });
    const secure = await nodemailer(port, { ignoreTLS: false, requireTLS: true });
    expect(secure.connection.secure).toBe(true);
    expect((await secure.send({ to: [`a@${DOMAIN}`] }, MAIL)).response).toMatch(/^250 /);
    expect(rig.objects).toHaveLength(1);
  });

  it('refuses a foreign domain with 550 5.1.1 and takes the other recipients', async () => {
    const { rig, port } = await listening();
    const client = await rawClient(port);
    client.say('EHLO x\r\nMAIL FROM:<x@sender.example>\r\nRCPT TO:<a@elsewhere.example>\r\n');
    expect((await client.replies(4))[3]).toBe('550 5.1.1 Requested action not taken: mailbox unavailable');
    client.say(`RCPT TO:<a@${DOMAIN}>\r\nDATA\r\n`);
    await client.replies(6);
    client.say(`${MAIL}.\r\n`);
    expect((await client.replies(7))[6]).toMatch(/^250 /);
    expect(rig.events()[0]).toMatchObject({ receipt: { recipients: [`a@${DOMAIN}`] } });
  });

  it('answers pipelined commands in order and takes two mails of one packet', async () => {
    const { rig, port } = await listening();
    const client = await rawClient(port);
    const transaction = `MAIL FROM:<>\r\nRCPT TO:<a@${DOMAIN}>\r\nDATA\r\n`;
    client.say(
      `EHLO x\r\n${transaction}Subject: one\r\n\r\n1\r\n.\r\n${transaction}Subject: two\r\n\r\n2\r\n.\r\nQUIT\r\n`,
    );
    const codes = (await client.replies(11)).map((line) => line.slice(0, 3));
    expect(codes).toEqual(['220', '250', '250', '250', '354', '250', '250', '250', '354', '250', '221']);
    expect(rig.objects.map((_, index) => /Subject: (\w+)/.exec(storedText(rig, index))?.[1])).toEqual(['one', 'two']);
    expect(rig.events()[0]).toMatchObject({ mail: { source: '' } });
  });

  it('refuses a size over 40 MB by the SIZE parameter, and takes it at 40 MB', async () => {
    const { port } = await listening();
    const client = await rawClient(port);
    client.say('EHLO x\r\nMAIL FROM:<x@y.example> SIZE=41943041\r\n');
    expect((await client.replies(3))[2]).toMatch(/^552 5\.3\.4 /);
    client.say('MAIL FROM:<x@y.example> SIZE=41943040\r\n');
    expect((await client.replies(4))[3]).toMatch(/^250 /);
  });

  it('refuses a mail that turns out larger at the end of DATA, and goes on with the next', async () => {
    const { rig, port } = await listening();
    const client = await rawClient(port);
    client.say(`EHLO x\r\nMAIL FROM:<x@y.example>\r\nRCPT TO:<a@${DOMAIN}>\r\nDATA\r\n`);
    await client.replies(5);
    const megabyte = Buffer.from(`${'x'.repeat(1022)}\r\n`.repeat(1024));
    for (let count = 0; count < 41; count += 1) if (!client.say(megabyte)) await once(client.socket, 'drain');
    client.say('.\r\n');
    expect((await client.replies(6))[5]).toMatch(/^552 5\.3\.4 /);
    client.say(`MAIL FROM:<x@y.example>\r\nRCPT TO:<a@${DOMAIN}>\r\nDATA\r\n`);
    await client.replies(9);
    client.say(`${MAIL}.\r\n`);
    expect((await client.replies(10))[9]).toMatch(/^250 /);
    expect(rig.objects).toHaveLength(1);
  });

  it('takes an address outside ASCII with SMTPUTF8 only', async () => {
    const { rig, port } = await listening();
    const client = await rawClient(port);
    client.say(`EHLO x\r\nMAIL FROM:<x@y.example>\r\nRCPT TO:<用户@${DOMAIN}>\r\n`);
    expect((await client.replies(4))[3]).toMatch(/^553 /);
    client.say(`RSET\r\nMAIL FROM:<jürgen@sender.example> SMTPUTF8\r\nRCPT TO:<用户@${DOMAIN}>\r\nDATA\r\n`);
    await client.replies(8);
    client.say('Subject: Grüße\r\n\r\nx\r\n.\r\n');
    expect((await client.replies(9))[8]).toMatch(/^250 /);
    expect(rig.events()[0]).toMatchObject({
      mail: { source: 'jürgen@sender.example', commonHeaders: { subject: 'Grüße' } },
      receipt: { recipients: [`用户@${DOMAIN}`] },
    });
  });

  it('answers 452 to the 101st recipient', async () => {
    const { port } = await listening();
    const client = await rawClient(port);
    const recipients = Array.from({ length: 101 }, (_, index) => `RCPT TO:<r${index}@${DOMAIN}>\r\n`).join('');
    client.say(`EHLO x\r\nMAIL FROM:<x@y.example>\r\n${recipients}`);
    const last = (await client.replies(104)).slice(-2);
    expect(last).toEqual([expect.stringMatching(/^250 /), expect.stringMatching(/^452 4\.5\.3 /)]);
  });

  it('answers 451 when SES cannot store the mail, and 250 to the repeated try', async () => {
    let broken = true;
    const { rig, port } = await listening({
      put: () => {
        if (broken) throw new Error('disk is full');
      },
    });
    const client = await nodemailer(port);
    expect(await client.send({ to: [`a@${DOMAIN}`] }, MAIL)).toMatchObject({ code: 451 });
    broken = false;
    expect((await client.send({ to: [`a@${DOMAIN}`] }, MAIL)).response).toMatch(/^250 /);
    expect(rig.objects).toHaveLength(1);
  });

  it('says 250 only after the mail is stored and announced, and is busy until then', async () => {
    const gate: { open: () => void } = { open: () => undefined };
    const reached: { now: () => void } = { now: () => undefined };
    const stored = new Promise<void>((resolve) => {
      reached.now = resolve;
    });
    const { rig, port } = await listening({
      put: () =>
        new Promise<void>((resolve) => {
          gate.open = resolve;
          reached.now();
        }),
    });
    const client = await nodemailer(port);
    let answered = false;
    const sending = client.send({ to: [`a@${DOMAIN}`] }, MAIL).then((answer) => {
      answered = true;
      return answer;
    });
    await stored;
    expect(rig.activity.busy()).toEqual(['smtp']);
    expect([answered, rig.published.length]).toEqual([false, 0]);
    gate.open();
    expect((await sending).response).toMatch(/^250 /);
    expect(rig.published).toHaveLength(1);
    expect(rig.activity.busy()).toEqual([]);
  });

  it('forgets a mail whose client goes away amid DATA', async () => {
    const { rig, port } = await listening();
    const client = await rawClient(port);
    client.say(`EHLO x\r\nMAIL FROM:<x@y.example>\r\nRCPT TO:<a@${DOMAIN}>\r\nDATA\r\n`);
    await client.replies(5);
    client.say('Subject: half a mail\r\n\r\nand th');
    client.socket.end();
    await client.closed;
    expect(await rig.activity.settled(5000)).toBe(true);
    expect(rig.objects).toEqual([]);
  });

  it('shows a silent client the door', async () => {
    const { port } = await listening({ silenceTimeoutMs: 20 });
    const client = await rawClient(port);
    await client.closed;
    expect(client.heard()).toContain('421 ');
  });

  it('shows a client the door that never ends its mail', async () => {
    const { rig, port } = await listening({ mailTimeoutMs: 20 });
    const client = await rawClient(port);
    client.say(`EHLO x\r\nMAIL FROM:<x@y.example>\r\nRCPT TO:<a@${DOMAIN}>\r\nDATA\r\n`);
    await client.replies(5);
    const trickle = setInterval(() => client.say('x'), 2);
    await client.closed;
    clearInterval(trickle);
    expect(await rig.activity.settled(5000)).toBe(true);
    expect(rig.objects).toEqual([]);
  });

  it('takes 100 mails at once, each once', async () => {
    const { rig, port } = await listening();
    const send = async (index: number) => {
      const client = await nodemailer(port);
      const answer = await client.send({ to: [`a@${DOMAIN}`] }, `Subject: mail ${index}\r\n\r\nx\r\n`);
      client.connection.quit();
      return answer.response;
    };
    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => send(index)));
    expect(new Set(answers).size).toBe(100);
    const subjects = rig.objects.map((_, index) => /Subject: mail (\d+)/.exec(storedText(rig, index))?.[1]);
    expect(new Set(subjects).size).toBe(100);
    expect(rig.published).toHaveLength(100);
  });

  it('takes a mail of 100,000 header fields, NUL bytes and no line end over the wire', async () => {
    const { rig, port } = await listening();
    const client = await nodemailer(port);
    const mail = Buffer.concat([Buffer.from(`${'X: y\r\n'.repeat(100_000)}\r\n`), Buffer.alloc(100_000)]);
    expect((await client.send({ to: [`a@${DOMAIN}`] }, mail)).response).toMatch(/^250 /);
    expect(rig.events()[0]).toMatchObject({ mail: { headersTruncated: true } });
  });

  it('says in one sentence what to do when its port is taken', async () => {
    const { rig, port } = await listening();
    const second = makeSmtpListener({ port, inbound: rig.inbound, activity: rig.activity });
    await expect(second.start()).rejects.toThrow(
      `SMTP port ${port} is in use by another program. Set POSTROOM_SMTP_PORT to another port`,
    );
  });
});

describe('mails coming in together', () => {
  it('are held up to a bound, and one too many is told to come again', async () => {
    const { makeIncomingData } = await import('#local/smtp/incoming-data.ts');
    const { PassThrough } = await import('node:stream');
    const incoming = makeIncomingData({ mailBytes: 100, allBytes: 150 });
    const [first, second] = [new PassThrough(), new PassThrough()];
    const outcomes = [incoming.collect(first), incoming.collect(second)];
    first.write(Buffer.alloc(90));
    second.write(Buffer.alloc(90));
    first.end();
    second.end();
    expect((await Promise.all(outcomes)).map(({ kind }) => kind)).toEqual(['whole', 'no-room']);
    expect(incoming.heldBytes()).toBe(0);
  });
});
