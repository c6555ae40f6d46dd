/**
 * Server names by which somebody might reach what only this account can reach (OWASP, Server Side Request Forgery). Each way in is tried through the very
 * functions a saved setting goes through: first its form, then where it leads. SMTP has no redirects, so the address that was checked is the last one.
 */
import { describe, expect, test } from 'vitest';
import { makeDeliverBySmtp } from '#shared/adapters/smtp/deliver-by-smtp.ts';
import { makeFindHost } from '#shared/adapters/smtp/public-host.ts';
import { PutOutgoingServerBody } from '#shared/contracts/outgoing-server.ts';
import { readServerName } from '#shared/domain/outgoing-server/server.ts';

const FORM = 'not of the form';

/** Why it is not connected to, in the words its owner is shown; undefined: it is. `names`: what DNS answers, by name. */
const whyNot = async (server: string, names: Readonly<Record<string, readonly string[]>> = {}) => {
  const name = readServerName(server);
  const isTaken = PutOutgoingServerBody.safeParse({ type: 'others', server, user: 'u', password: 'p' }).success;
  expect(isTaken).toBe(name !== undefined);
  if (name === undefined) return FORM;
  const found = await makeFindHost(false, async (host) => names[host] ?? [])(name);
  return found.kind === 'found' ? undefined : found.why;
};

describe('[F83] an address inside, written as', () => {
  test.each([
    ['127.0.0.1', 'this machine'],
    ['127.0.0.1.', 'this machine'],
    ['127.1', 'this machine'],
    ['2130706433', 'this machine'],
    ['0177.0.0.1', 'this machine'],
    ['017700000001', 'this machine'],
    ['0x7f000001', 'this machine'],
    ['0x7F.0x0.0x0.0x1', 'this machine'],
    ['0.0.0.0', 'this machine'],
    ['0', 'this machine'],
    ['10.0.0.25', 'a private address'],
    ['172.16.0.1', 'a private address'],
    ['192.168.1.1', 'a private address'],
    ['3232235777', 'a private address'],
    ['100.64.0.1', 'a shared provider network'],
    ['169.254.169.254', 'a link-local address'],
    ['0xa9fea9fe', 'a link-local address'],
    ['169.254.170.2', 'a link-local address'],
    ['198.18.0.1', 'a reserved address'],
    ['224.0.0.1', 'a reserved address'],
    ['255.255.255.255', 'a reserved address'],
    ['[::1]', 'this machine'],
    ['[::]', 'this machine'],
    ['[0:0:0:0:0:0:0:1]', 'this machine'],
    ['[::ffff:127.0.0.1]', 'this machine'],
    ['[::ffff:7f00:1]', 'this machine'],
    ['[::ffff:a9fe:a9fe]', 'a link-local address'],
    ['[::ffff:0:127.0.0.1]', 'a reserved address'],
    ['[::127.0.0.1]', 'a reserved address'],
    ['[64:ff9b::169.254.169.254]', 'a link-local address'],
    ['[64:ff9b::a00:1]', 'a private address'],
    ['[64:ff9b:1::a00:1]', 'a reserved address'],
    ['[2002:7f00:1::1]', 'a reserved address'],
    ['[2002:a9fe:a9fe::]', 'a reserved address'],
    ['[2001:0:7f00:1::1]', 'a reserved address'],
    ['[fe80::1]', 'a link-local address'],
    ['[fec0::1]', 'a reserved address'],
    ['[fd00:ec2::254]', 'a private address'],
    ['[ff02::1]', 'a reserved address'],
    ['[2001:db8::1]', 'a reserved address'],
    ['[5f00::1]', 'a reserved address'],
    // Neither a form of a server name nor of anything a resolver should be asked.
    ['[fe80::1%25eth0]', FORM],
    ['[fe80::1%eth0]', FORM],
    ['fe80::1', FORM],
    ['127.0.0.1%00.acme.example', FORM],
    ['１２７.０.０.１', FORM],
    ['127。0。0。1', FORM],
    ['①②⑦.⓪.⓪.①', FORM],
    ['ⓛocalhost', FORM],
    ['mail.acme.example@127.0.0.1', FORM],
    ['user:secret@127.0.0.1', FORM],
    ['127.0.0.1#mail.acme.example', FORM],
    ['127.0.0.1/mail.acme.example', FORM],
    ['127.0.0.1\\@mail.acme.example', FORM],
    ['127.0.0.1 mail.acme.example', FORM],
    ['127.0.0.1\r\nQUIT', FORM],
    ['', FORM],
  ])('tls://%s:587', async (host, why) => {
    expect(await whyNot(`tls://${host}:587`)).toContain(why);
  });

  test.each(['gopher', 'http', 'https', 'file', 'ftp', 'dict', 'ldap', 'unix', 'tls:tls', ''])(
    'a server name of %s://',
    async (scheme) => {
      expect(await whyNot(`${scheme}://127.0.0.1:25/_HELO`)).toBe(FORM);
    },
  );
});

describe('[F83] a name that leads inside:', () => {
  const HERE = 'tls://mail.acme.example:587';
  test.each([
    ['one private address', HERE, ['10.0.0.5'], 'Its name leads to a private address'],
    ['a private one first', HERE, ['10.0.0.5', '8.8.8.8'], 'leads to a private address'],
    ['a private one last', HERE, ['8.8.8.8', '2a00:1450::6c', 'fd00::1'], 'leads to a private address'],
    ['the metadata service', HERE, ['169.254.169.254'], 'leads to a link-local address'],
    ['the metadata service by IPv6', HERE, ['fd00:ec2::254'], 'leads to a private address'],
    ['an IPv4 address in IPv6', HERE, ['::ffff:10.0.0.5'], 'leads to a private address'],
    ['a link-local one with its zone', HERE, ['fe80::1%eth0'], 'leads to no address'],
    ['no address', HERE, [], 'no such host name'],
    ['a mail port of a host inside', 'tls://mail.acme.example:25', ['10.0.0.5'], 'leads to a private address'],
    ['a port that is none for mail', 'tls://mail.acme.example:22', ['8.8.8.8'], 'Port 22 is not one for mail'],
    ['port 0', 'tls://mail.acme.example:0', ['8.8.8.8'], 'Port 0 is not one for mail'],
    ['a port there is none of', 'tls://mail.acme.example:65561', ['8.8.8.8'], 'Port 65561 is not one for mail'],
    ['no encryption', 'smtp://mail.acme.example:25', ['8.8.8.8'], 'the password could be read'],
  ])('%s', async (_title, server, addresses, why) => {
    expect(await whyNot(server, { 'mail.acme.example': addresses })).toContain(why);
  });

  test.each([
    'localhost',
    'localhost.',
    'LOCALHOST',
    'ip6-localhost',
    'metadata.google.internal',
    'a.127.0.0.1.nip.io',
  ])('%s is asked for like any other name, and what it leads to decides', async (host) => {
    const names = { [host.toLowerCase()]: ['127.0.0.1'] };
    expect(await whyNot(`tls://${host}:587`, names)).toContain('Its name leads to an address of this machine');
  });

  test('public when it is saved, private when it is connected to (DNS rebinding): nothing is connected to', async () => {
    const answers = [['8.8.8.8'], ['127.0.0.1']];
    const find = makeFindHost(false, async () => answers.shift() ?? []);
    const server = { encryption: 'tls', host: 'mail.acme.example', port: 587 } as const;
    expect(await find(server)).toMatchObject({ kind: 'found', address: '8.8.8.8' });
    const { deliver } = makeDeliverBySmtp(find);
    const handOver = await deliver({ server }, { from: 'a@b.example', to: ['c@d.example'], raw: Buffer.from('') });
    expect(handOver).toMatchObject({ kind: 'refused', code: 'server-not-public' });
    // Asked once for each connection: there is no second answer to be had between the check and the connection.
    expect(answers).toEqual([]);
  });

  test('a name in other letters is not one: it is asked for in its ASCII form (xn--)', async () => {
    expect(await whyNot('tls://müller.example:587')).toBe(FORM);
    expect(await whyNot('tls://xn--mller-kva.example:587', { 'xn--mller-kva.example': ['8.8.8.8'] })).toBeUndefined();
  });
});
