import { describe, expect, test } from 'vitest';
import { PutOutgoingServerBody } from '#shared/contracts/outgoing-server.ts';
import { isLoopback, whyNotPublic } from '#shared/domain/outgoing-server/public-address.ts';
import {
  forcedFrom,
  type OutgoingServer,
  readServerName,
  senderThrough,
} from '#shared/domain/outgoing-server/server.ts';
import { meaningOf } from '#shared/domain/outgoing-server/smtp-answer.ts';
import { failureReason } from '#shared/domain/sending/failure-reason.ts';
import { retryAfterMs } from '#shared/domain/sending/retry.ts';

const aServer = (more: Partial<OutgoingServer> = {}): OutgoingServer => ({
  type: 'others',
  server: 'tls://smtp.acme.example:587',
  requiresAuthentication: true,
  user: 'mailer',
  allowsFromOverride: false,
  testedAt: '2026-01-15T12:00:00.000Z',
  ...more,
});

describe('which addresses a mail server may have', () => {
  test.each([
    ['127.0.0.1', 'this machine'],
    ['0.0.0.0', 'this machine'],
    ['10.1.2.3', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.0.1', 'private'],
    ['100.64.0.1', 'shared provider network'],
    ['100.127.255.255', 'shared provider network'],
    ['169.254.169.254', 'link-local'],
    ['169.254.170.2', 'link-local'],
    ['192.0.0.192', 'reserved'],
    ['198.19.0.1', 'reserved'],
    ['224.0.0.1', 'reserved'],
    ['255.255.255.255', 'reserved'],
    ['0x7f.1', 'this machine'],
    ['0x7f000001', 'this machine'],
    ['017700000001', 'this machine'],
    ['2130706433', 'this machine'],
    ['127.1', 'this machine'],
    ['0xa9.0xfe.0251.0376', 'link-local'],
    ['::1', 'this machine'],
    ['::', 'this machine'],
    ['[::1]', 'this machine'],
    ['::ffff:127.0.0.1', 'this machine'],
    ['::ffff:a9fe:a9fe', 'link-local'],
    ['::127.0.0.1', 'reserved'],
    ['64:ff9b::10.0.0.1', 'private'],
    ['64:ff9b::a9fe:a9fe', 'link-local'],
    ['64:ff9b:1::1', 'reserved'],
    ['2002:7f00:1::', 'reserved'],
    ['2001:0:4136:e378:8000:63bf:3fff:fdd2', 'reserved'],
    ['2001:db8::1', 'reserved'],
    ['fe80::1', 'link-local'],
    ['fd00:ec2::254', 'private'],
    ['ff02::1', 'reserved'],
    ['no.address', 'no address'],
  ])('[F83] %s is refused: %s', (address, why) => {
    expect(whyNotPublic(address)).toContain(why);
  });

  test.each([
    '8.8.8.8',
    '172.32.0.1',
    '100.128.0.1',
    '169.253.0.1',
    '0x08.8.8.8',
    '2a00:1450::6c',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
  ])('[F83] %s is public', (address) => {
    expect(whyNotPublic(address)).toBeUndefined();
  });

  test('loopback is this machine alone, in every form', () => {
    expect(['127.8.9.1', '::1', '2130706433', '10.0.0.1', '::ffff:127.0.0.1', 'localhost'].map(isLoopback)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('the name of a server', () => {
  test.each([
    ['tls://smtp.gmail.com:587', { encryption: 'tls', host: 'smtp.gmail.com', port: 587 }],
    ['ssl://msexchange:587', { encryption: 'ssl', host: 'msexchange', port: 587 }],
    ['SSL://Mail.Acme.example', { encryption: 'ssl', host: 'mail.acme.example', port: 465 }],
    ['tls://[2a00:1450::6c]:25', { encryption: 'tls', host: '2a00:1450::6c', port: 25 }],
    ['smtp.gmail.com:587', undefined],
    ['https://smtp.gmail.com:587', undefined],
    ['tls://user:secret@smtp.gmail.com:587', undefined],
    ['tls://smtp.gmail.com:587/path', undefined],
    ['tls://:587', undefined],
  ])('[F83] %s', (text, expected) => {
    expect(readServerName(text)).toEqual(expected);
  });
});

describe('who the mail comes from', () => {
  const own = 'ben@acme.example';
  const wantedFrom = 'ada@acme.example';
  test.each([
    ['no From set: the current user', aServer(), {}, { from: own, answersTo: undefined }],
    [
      'a forced From keeps the user for the answers',
      aServer({ from: 'info@acme.example' }),
      {},
      { from: 'info@acme.example', answersTo: own },
    ],
    [
      'a forced From wins over a chosen one',
      aServer({ from: 'info@acme.example' }),
      { wantedFrom },
      { from: 'info@acme.example', answersTo: wantedFrom },
    ],
    [
      'but not where the server allows the choice',
      aServer({ from: 'info@acme.example', allowsFromOverride: true }),
      { wantedFrom },
      { from: wantedFrom, answersTo: undefined },
    ],
    [
      'Gmail sends as its account',
      aServer({ type: 'gmail', user: 'acme@gmail.example' }),
      { wantedFrom },
      { from: 'acme@gmail.example', answersTo: wantedFrom },
    ],
  ])('[F84] [F85] [F87] [F88] %s', (_title, server, more, expected) => {
    expect(senderThrough(server, { own, ...more })).toEqual(expected);
  });

  test('[F85] Yahoo and others have no forced From unless one is set', () => {
    expect([forcedFrom(aServer({ type: 'yahoo' })), forcedFrom(aServer({ type: 'outlook' }))]).toEqual([
      undefined,
      'mailer',
    ]);
  });
});

describe('what may be set', () => {
  const fieldsOf = (body: unknown) => {
    const parsed = PutOutgoingServerBody.safeParse(body);
    const paths = (issues: readonly { readonly path: readonly PropertyKey[]; readonly errors?: unknown }[]): string[] =>
      issues.flatMap((issue) =>
        Array.isArray(issue.errors) ? issue.errors.flatMap(paths) : [issue.path.map(String).join('.')],
      );
    return parsed.success ? [] : paths(parsed.error.issues);
  };
  const office = { type: 'office365', user: 'ada@acme.example', password: 'p' };
  test.each([
    ['[F80] the platform again', { type: 'platform' }, []],
    ['[F82] [F85] Office 365 with From = user', { ...office, from: 'ada@acme.example' }, []],
    ['[F85] Office 365 without From', office, ['from']],
    ['[F85] Office 365 with another From', { ...office, from: 'x@acme.example' }, ['from']],
    ['[F82] Gmail needs no server name', { type: 'gmail', user: 'a@gmail.example', password: 'p' }, []],
    [
      '[F85] Gmail with a free From',
      { type: 'gmail', user: 'a@gmail.example', password: 'p', allowsFromOverride: true },
      ['allowsFromOverride'],
    ],
    ['[F82] others without a server name', { type: 'others', user: 'a', password: 'p' }, ['server']],
    ['[F84] no password', { type: 'yahoo', user: 'a@yahoo.example' }, ['password']],
    [
      '[F84] a relay that asks nothing',
      { type: 'others', server: 'tls://relay.example:25', requiresAuthentication: false },
      [],
    ],
    ['[F100] a token in place of the password', { type: 'gmail', user: 'a@gmail.example', accessToken: 'ya29.x' }, []],
    [
      '[F83] a server name of another form',
      { type: 'others', server: 'smtp.example.com', user: 'a', password: 'p' },
      ['server'],
    ],
  ])('%s', (_title, body, fields) => {
    expect(fieldsOf(body)).toEqual(fields);
  });
});

test.each([
  ['user', 'u', 255],
  ['password', 'p', 1024],
  ['accessToken', 't', 4096],
])('%s may be as long as its limit and not longer', (name, letter, limit) => {
  const isTaken = (length: number) => {
    const proof = name === 'user' ? { password: 'p' } : {};
    const body = { type: 'yahoo', user: 'u', ...proof, [name]: letter.repeat(length) };
    return PutOutgoingServerBody.safeParse(body).success;
  };
  expect([isTaken(limit), isTaken(limit + 1)]).toEqual([true, false]);
});

describe('what the answer of a server means', () => {
  test.each([
    ['535 5.7.8 Username and Password not accepted', 'authentication', 'authentication-failed', false],
    ['534-5.7.9 Application-specific password required', 'authentication', 'password-not-enough', false],
    [
      '535 5.7.139 Authentication unsuccessful, basic authentication is disabled',
      'authentication',
      'password-not-enough',
      false,
    ],
    ['454 4.7.0 Temporary authentication failure', 'authentication', 'server-busy', true],
    ['550 5.7.30 Basic authentication is not supported for Client Submission', 'content', 'password-not-enough', false],
    ['530 5.7.0 Authentication required', 'sender', 'authentication-failed', false],
    ['550 5.7.0 Authentication required', 'sender', 'authentication-failed', false],
    ['554 5.7.1 Your address is blocked', 'greeting', 'server-unreachable', false],
    ['421 4.3.2 Too many connections', 'greeting', 'server-busy', true],
    ['550 5.7.1 Client does not have permissions to send as this sender', 'content', 'sender-not-allowed', false],
    ['553 5.7.1 <a@b>: Sender address rejected: not owned by user', 'sender', 'sender-not-allowed', false],
    ['550 5.1.1 User unknown', 'recipient', 'recipient-refused', false],
    ['552 5.2.2 Mailbox full', 'recipient', 'mailbox-full', false],
    ['452 4.2.2 Mailbox full', 'recipient', 'mailbox-full', true],
    ['452 4.5.3 Too many recipients', 'recipient', 'too-many-recipients', true],
    ['450 4.2.0 Greylisted', 'recipient', 'server-busy', true],
    ['451 4.3.0 Try later', 'content', 'server-busy', true],
    ['421 4.7.0 Closing', 'sender', 'server-busy', true],
    ['552 5.3.4 Message size exceeds fixed limit', 'sender', 'too-large-for-server', false],
    ['550 5.4.5 Daily user sending limit exceeded', 'content', 'sending-limit', false],
    ['451 4.7.1 Hourly sending limit', 'content', 'sending-limit', true],
    ['554 5.7.1 Message looks like spam', 'content', 'rejected', false],
  ] as const)('[F233] [F234] %s', (answer, step, code, isTemporary) => {
    expect(meaningOf(answer, step)).toEqual({ code, isTemporary });
    expect(failureReason(code).remedy).not.toBe('');
  });
});

test('[F234] a mail put off is tried after five minutes, ever more rarely, and given up after four days', () => {
  const since = '2026-01-15T12:00:00.000Z';
  const at = (minutes: number) => retryAfterMs(since, Date.parse(since) + minutes * 60_000);
  expect([retryAfterMs(undefined, 0), at(1), at(30), at(5_759), at(5_760)]).toEqual([
    300_000,
    300_000,
    1_800_000,
    14_400_000,
    undefined,
  ]);
});
