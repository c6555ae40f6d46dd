/** Mail through a customer's own server, against a real one on loopback. */
import { afterEach, describe, expect, test } from 'vitest';
import { makeDeliverBySmtp } from '#shared/adapters/smtp/deliver-by-smtp.ts';
import { makeFindHost } from '#shared/adapters/smtp/public-host.ts';
import type { SmtpAccount } from '#shared/ports/outgoing-server.ts';
import { answer, type MailServerBehaviour, startMailServer } from '#tests/support/mail-server.ts';

const RAW = Buffer.from('Subject: Hello\r\n\r\n.A line that begins with a dot\r\n..\r\n');
const MAIL = { from: 'ben@acme.example', to: ['grace@navy.example'], raw: RAW };
const PATIENCE = { connectMs: 2_000, answerMs: 2_000, openMs: 5_000, sendMs: 5_000 };

const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const aServer = async (behaviour: MailServerBehaviour = {}, patience: Partial<typeof PATIENCE> = {}) => {
  const server = await startMailServer(behaviour);
  const { deliver, close } = makeDeliverBySmtp(makeFindHost(true), { ...PATIENCE, ...patience });
  stops.push(server.stop, close);
  const account = (more: Partial<SmtpAccount> = {}): SmtpAccount => ({
    server: { encryption: behaviour.secure === true ? 'ssl' : 'tls', host: '127.0.0.1', port: server.port },
    ...(behaviour.password === undefined ? {} : { login: { user: 'ben', password: behaviour.password } }),
    ...more,
  });
  return { server, deliver, account };
};

describe('an own server that works', () => {
  test.each([
    ['tls:// encrypts by STARTTLS', { password: 'right' }],
    ['ssl:// encrypts from the first byte', { password: 'right', secure: true }],
  ])('[F83] %s; the mail arrives as it is, over one sign-in for two', async (_title, behaviour) => {
    const { server, deliver, account } = await aServer(behaviour);
    expect(await deliver(account(), MAIL)).toEqual({ kind: 'accepted', messageId: '' });
    expect((await deliver(account(), MAIL)).kind).toBe('accepted');
    expect(server.received[1]).toEqual({ from: MAIL.from, to: MAIL.to, raw: RAW.toString(), isEncrypted: true });
    expect(server.seen).toEqual({ connections: 1, signIns: 1 });
  });

  test('[F83] smtp:// goes without encryption, which loopback alone is let do', async () => {
    const { server, deliver, account } = await aServer();
    const plain = { encryption: 'smtp', host: '127.0.0.1', port: server.port } as const;
    expect((await deliver(account({ server: plain }), MAIL)).kind).toBe('accepted');
    expect(server.received[0]?.isEncrypted).toBe(false);
  });

  test('[F100] signs in with a token where there is no password', async () => {
    const { server, deliver, account } = await aServer({ token: 'ya29.good' });
    const withToken = (accessToken: string) => account({ login: { user: 'ben@acme.example', accessToken } });
    expect((await deliver(withToken('ya29.good'), MAIL)).kind).toBe('accepted');
    expect(await deliver(withToken('ya29.old'), MAIL)).toMatchObject({
      kind: 'refused',
      code: 'authentication-failed',
    });
    expect(server.received).toHaveLength(1);
  });

  test('that has ended an idle connection gets the next mail over another one', async () => {
    const { server, deliver, account } = await aServer();
    await deliver(account(), MAIL);
    await server.hangUp();
    expect((await deliver(account(), MAIL)).kind).toBe('accepted');
    expect([server.received.length, server.seen.connections]).toEqual([2, 2]);
  });
});

describe('an own server that refuses', () => {
  test('[F234] the password: its own words are kept', async () => {
    const { server, deliver, account } = await aServer({ password: 'right' });
    expect(await deliver(account({ login: { user: 'ben', password: 'wrong' } }), MAIL)).toEqual({
      kind: 'refused',
      code: 'authentication-failed',
      answer: '535 5.7.8 Username and password not accepted',
    });
    expect(server.received).toEqual([]);
  });

  test('[F83] encryption: tls:// then sends neither password nor mail', async () => {
    const { server, deliver, account } = await aServer({ password: 'right', startTls: false });
    expect(await deliver(account(), MAIL)).toMatchObject({ kind: 'refused', code: 'no-encryption' });
    expect([server.seen.signIns, server.received]).toEqual([0, []]);
  });

  test('to be who it says: a certificate nobody signed is explained, and nothing is sent', async () => {
    const { server, account } = await aServer({ password: 'right' });
    const found = { kind: 'found', address: '127.0.0.1', isLoopback: false } as const;
    const { deliver } = makeDeliverBySmtp(async () => found, PATIENCE);
    expect(await deliver(account(), MAIL)).toMatchObject({ kind: 'refused', code: 'certificate-invalid' });
    expect(server.seen.signIns).toBe(0);
  });

  test('one of the recipients: the others get it, and that one is named with its reason', async () => {
    const { server, deliver, account } = await aServer({
      recipient: (address) => (address.startsWith('gone@') ? answer(550, '5.1.1 No such user') : undefined),
    });
    const to = ['grace@navy.example', 'gone@navy.example'];
    expect(await deliver(account(), { ...MAIL, to })).toEqual({
      kind: 'accepted',
      messageId: '',
      refused: [{ address: 'gone@navy.example', code: 'recipient-refused', answer: '550 5.1.1 No such user' }],
    });
    expect(server.received[0]?.to).toEqual(['grace@navy.example']);
  });

  test.each([
    ['for now, before the content', { recipient: () => answer(450, '4.2.0 Greylisted') }, 'busy', 'server-busy'],
    ['for now, after the content', { content: () => answer(451, '4.3.0 Try later') }, 'busy', 'server-busy'],
    ['the sender', { sender: () => answer(553, '5.7.1 Not owned by user') }, 'refused', 'sender-not-allowed'],
    [
      'another From',
      { content: () => answer(550, '5.7.1 Client does not have permissions to send as this sender') },
      'refused',
      'sender-not-allowed',
    ],
    ['the size', { content: () => answer(552, '5.3.4 Too big') }, 'refused', 'too-large-for-server'],
    ['the content', { content: () => answer(554, '5.7.1 Spam') }, 'refused', 'rejected'],
  ])('[F234] %s', async (_title, behaviour, kind, code) => {
    const { deliver, account } = await aServer(behaviour);
    expect(await deliver(account(), MAIL)).toMatchObject({ kind, code });
  });
});

describe('an own server that goes away', () => {
  test('after the content, before its answer: nobody knows, and it is not sent again', async () => {
    const { server, deliver, account } = await aServer({ content: () => 'cut' });
    expect(await deliver(account(), MAIL)).toEqual({ kind: 'unconfirmed' });
    expect([server.received.length, server.seen.connections]).toEqual([1, 1]);
  });

  test('after the content over a connection that was open already: not sent again either', async () => {
    const { server, deliver, account } = await aServer();
    await deliver(account(), MAIL);
    server.behave({ content: () => 'cut' });
    expect(await deliver(account(), MAIL)).toEqual({ kind: 'unconfirmed' });
    expect(server.received).toHaveLength(2);
  });

  test.each([
    ['to the content: nobody knows', { content: () => 'silence' as const }, { sendMs: 150 }, { kind: 'unconfirmed' }],
    [
      'to the sign-in: the mail may go later',
      { password: 'right', isSilentAtSignIn: true },
      { openMs: 150 },
      { kind: 'busy', code: 'server-unreachable' },
    ],
  ])('into silence %s', async (_title, behaviour, patience, expected) => {
    const { deliver, account } = await aServer(behaviour, patience);
    expect(await deliver(account(), MAIL)).toEqual(expected);
  });

  test('before anything was said: the mail may go later', async () => {
    const { server, deliver, account } = await aServer();
    await server.stop();
    expect(await deliver(account(), MAIL)).toEqual({
      kind: 'busy',
      code: 'server-unreachable',
      answer: 'ECONNREFUSED',
    });
  });
});

describe('a name that leads inside', () => {
  const server = { encryption: 'tls', host: 'mail.acme.example', port: 587 } as const;
  test.each([
    ['to one private address among public ones', ['8.8.8.8', '10.0.0.5'], server, /leads to a private address/],
    ['to the metadata service', ['169.254.169.254'], server, /leads to a link-local address/],
    ['to IPv4 in IPv6', ['::ffff:127.0.0.1'], server, /leads to an address of this machine/],
    ['literally', [], { ...server, host: '2130706433' }, /It is an address of this machine/],
    [
      'to a port that is not for mail',
      ['8.8.8.8'],
      { ...server, port: 6379 },
      /Port 6379 is not one for mail: use 25, 465/,
    ],
    ['without encryption', ['8.8.8.8'], { ...server, encryption: 'smtp' as const }, /use tls:\/\/ or ssl:\/\//],
  ])('[F83] %s is connected to by nobody, and the reason is said', async (_title, addresses, named, why) => {
    const found = await makeFindHost(false, async () => addresses)(named);
    expect(found).toMatchObject({ kind: 'forbidden', why: expect.stringMatching(why) });
  });

  test('[F83] a public one is connected to by the address that was checked', async () => {
    const asked: string[] = [];
    const find = makeFindHost(false, async (host) => {
      asked.push(host);
      return ['8.8.8.8'];
    });
    expect(await find(server)).toEqual({ kind: 'found', address: '8.8.8.8', isLoopback: false });
    expect(asked).toEqual(['mail.acme.example']);
  });

  test('[F83] loopback only where it is allowed, and then nothing else inside', async () => {
    const find = makeFindHost(true, async () => ['127.0.0.1', '10.0.0.5']);
    expect((await find(server)).kind).toBe('forbidden');
    expect((await makeFindHost(false, async () => ['127.0.0.1'])(server)).kind).toBe('forbidden');
  });
});
