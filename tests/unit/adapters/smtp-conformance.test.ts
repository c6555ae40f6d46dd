/** What a sender makes of everything a mail server may say, at every step; and that whatever it says, it has the mail once. */
import { afterEach, describe, expect, test } from 'vitest';
import { makeDeliverBySmtp } from '#shared/adapters/smtp/deliver-by-smtp.ts';
import { makeFindHost } from '#shared/adapters/smtp/public-host.ts';
import { failureReason } from '#shared/domain/sending/failure-reason.ts';
import type { SmtpAccount } from '#shared/ports/outgoing-server.ts';
import type { HandOver } from '#shared/ports/sending.ts';
import { type Script, startScriptedServer } from '#tests/support/scripted-server.ts';

const RAW = Buffer.from('Subject: Hello\r\n\r\nHello\r\n');
const MAIL = { from: 'ben@acme.example', to: ['grace@navy.example'], raw: RAW };
/** Nothing here waits for its end but the rows that are about waiting. */
const PATIENCE = { connectMs: 2_000, answerMs: 2_000, openMs: 3_000, sendMs: 3_000 };
const SHORT = { ...PATIENCE, openMs: 80, sendMs: 80 };
/** Enough for a busy machine to hand over the content, so that the silence is what ends it. */
const UNTIL_CONTENT = { ...PATIENCE, sendMs: 800 };
const LOGIN = { user: 'ben', password: 'right-horse' };

const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

interface Row {
  readonly script?: Script;
  readonly patience?: typeof PATIENCE;
  readonly encryption?: SmtpAccount['server']['encryption'];
  readonly login?: SmtpAccount['login'];
  readonly to?: readonly string[];
}

/** As a worker does: what was put off is tried once more, everything else is not. */
const run = async ({ script, patience = PATIENCE, encryption = 'smtp', login, to = MAIL.to }: Row) => {
  const server = await startScriptedServer(script);
  const { deliver, close } = makeDeliverBySmtp(makeFindHost(true), patience);
  stops.push(server.stop, close);
  const account: SmtpAccount = {
    server: { encryption, host: '127.0.0.1', port: server.port },
    ...(login === undefined ? {} : { login }),
  };
  const first = await deliver(account, { ...MAIL, to });
  const second = first.kind === 'busy' ? await deliver(account, { ...MAIL, to }) : undefined;
  return { first, second, server };
};

const shown = (handOver: HandOver): string =>
  'code' in handOver ? `${handOver.kind} ${handOver.code}` : handOver.kind;

/** What it says, what the sender makes of it, and how many contents it got in both tries. */
type Said = readonly [title: string, script: Script, outcome: string, contents: number];

const AT_EACH_STEP: readonly Said[] = [
  ['421 for a greeting', { greeting: '421 4.3.2 Too many connections' }, 'busy server-busy', 0],
  ['554 for a greeting', { greeting: '554 5.7.1 Your address is blocked' }, 'refused server-unreachable', 0],
  ['no word of SMTP for a greeting', { greeting: 'HTTP/1.1 400 Bad Request' }, 'busy server-unreachable', 0],
  ['421 to EHLO', { EHLO: '421 Closing', HELO: '421 Closing' }, 'busy server-busy', 0],
  ['502 to EHLO, but HELO is enough', { EHLO: '502 Unknown', HELO: '250 hi' }, 'accepted', 1],
  ['421 to the sender', { MAIL: '421 4.7.0 Closing' }, 'busy server-busy', 0],
  ['450 to the sender', { MAIL: '450 4.1.8 No such domain yet' }, 'busy server-busy', 0],
  ['452 to the sender', { MAIL: '452 4.3.1 No space' }, 'busy server-busy', 0],
  ['530 to the sender', { MAIL: '530 5.7.0 Authentication required' }, 'refused authentication-failed', 0],
  ['550 5.7.1 to the sender', { MAIL: '550 5.7.1 Not your address' }, 'refused sender-not-allowed', 0],
  ['552 5.3.4 to the sender', { MAIL: '552 5.3.4 Too big' }, 'refused too-large-for-server', 0],
  ['450 to the recipient', { RCPT: '450 4.7.1 Greylisted' }, 'busy server-busy', 0],
  ['452 4.5.3 to the recipient', { RCPT: '452 4.5.3 Too many' }, 'busy too-many-recipients', 0],
  ['452 4.2.2 to the recipient', { RCPT: '452 4.2.2 Full' }, 'busy mailbox-full', 0],
  ['550 5.1.1 to the recipient', { RCPT: '550 5.1.1 No such user' }, 'refused recipient-refused', 0],
  ['550 5.7.1 to the recipient', { RCPT: '550 5.7.1 Relaying denied' }, 'refused recipient-refused', 0],
  ['552 to the recipient', { RCPT: '552 5.2.2 Full' }, 'refused mailbox-full', 0],
  ['451 to DATA', { DATA: '451 4.3.0 Try later' }, 'busy server-busy', 0],
  ['554 to DATA', { DATA: '554 5.5.1 No valid recipients' }, 'refused rejected', 0],
  ['421 after the content', { content: '421 4.3.0 Going down' }, 'busy server-busy', 2],
  ['450 after the content', { content: '450 4.7.1 Later' }, 'busy server-busy', 2],
  ['451 after the content', { content: '451 4.3.0 Try later' }, 'busy server-busy', 2],
  ['452 after the content', { content: '452 4.3.1 No space' }, 'busy server-busy', 2],
  ['550 5.7.1 after the content', { content: '550 5.7.1 Looks like spam' }, 'refused rejected', 1],
  ['552 after the content', { content: '552 5.3.4 Too big' }, 'refused too-large-for-server', 1],
  ['554 after the content', { content: '554 5.6.0 Rejected' }, 'refused rejected', 1],
  ['an answer of several lines', { content: '554-5.7.1 Read\r\n554 5.7.1 our page' }, 'refused rejected', 1],
  ['nonsense after the content', { content: 'what?' }, 'unconfirmed', 1],
  ['an answer of 2 MB without an end', { MAIL: `250 ${'x'.repeat(2_000_000)}` }, 'busy server-unreachable', 0],
  ['less room than the mail needs', { EHLO: '250-me\r\n250 SIZE 10' }, 'refused too-large-for-server', 0],
  ['that it takes several words at once', { EHLO: '250-me\r\n250 PIPELINING' }, 'accepted', 1],
];

describe('[F233] [F234] a server that says', () => {
  test.each(AT_EACH_STEP)('%s', async (_title, script, outcome, contents) => {
    const { first, second, server } = await run({ script });
    expect([shown(first), server.seen.contents]).toEqual([outcome, contents]);
    if ('code' in first) expect(failureReason(first.code).remedy).toMatch(/./);
    if (second !== undefined) expect(shown(second)).toBe(outcome);
    expect(server.seen.taken).toBe(outcome === 'accepted' ? 1 : 0);
  });

  test('450 the first time and 250 the second (greylisting) has it once, over two connections', async () => {
    const { first, second, server } = await run({ script: { RCPT: ['451 4.7.1 Greylisted', '250 fine'] } });
    expect([shown(first), second?.kind, server.seen]).toEqual([
      'busy server-busy',
      'accepted',
      { connections: 2, contents: 1, taken: 1 },
    ]);
  });

  test.each([
    ['one at a time', '250 scripted'],
    ['all at once', '250-scripted\r\n250 PIPELINING'],
  ])('no to two of three recipients, %s: the third gets it, each has its own reason', async (_title, EHLO) => {
    const to = ['gone@navy.example', 'full@navy.example', 'grace@navy.example'];
    const RCPT = ['550 5.1.1 No such user', '552 5.2.2 Mailbox full', '250 fine'];
    const { first, server } = await run({ script: { EHLO, RCPT }, to });
    expect(first).toMatchObject({
      kind: 'accepted',
      refused: [
        { address: 'gone@navy.example', code: 'recipient-refused' },
        { address: 'full@navy.example', code: 'mailbox-full' },
      ],
    });
    expect(server.seen.taken).toBe(1);
  });
});

describe('[F234] a server that falls silent', () => {
  const cut = { end: 'cut' } as const;
  const silence = { end: 'silence' } as const;
  test.each<Said>([
    ['cut before a greeting', { greeting: cut }, 'busy server-unreachable', 0],
    ['cut after the sender', { MAIL: cut }, 'busy server-unreachable', 0],
    ['cut after the recipient', { RCPT: cut }, 'busy server-unreachable', 0],
    ['cut after DATA, before it asked for the content', { DATA: cut }, 'busy server-unreachable', 0],
    ['cut after the content', { content: cut }, 'unconfirmed', 1],
    ['cut in the middle of "250"', { content: { end: 'cut', first: '25' } }, 'unconfirmed', 1],
    [
      'cut after "250 tak", without the end of the line',
      { content: { end: 'cut', first: '250 tak' } },
      'unconfirmed',
      1,
    ],
    ['no greeting', { greeting: silence }, 'busy server-unreachable', 0],
    ['a greeting letter by letter, for ever', { greeting: { end: 'drip' } }, 'busy server-unreachable', 0],
    ['no answer to the sender', { MAIL: silence }, 'busy server-unreachable', 0],
    ['an answer to the sender letter by letter', { MAIL: { end: 'drip' } }, 'busy server-unreachable', 0],
    ['no answer to the content', { content: silence }, 'unconfirmed', 1],
    ['an answer to the content letter by letter', { content: { end: 'drip' } }, 'unconfirmed', 1],
  ])('%s', async (_title, script, outcome, contents) => {
    const { first, server } = await run({ script, patience: contents === 0 ? SHORT : UNTIL_CONTENT });
    expect([shown(first), server.seen.contents]).toEqual([outcome, contents]);
  });

  test('after the content keeps its connection from being used again', async () => {
    const { server } = await run({ script: { content: silence }, patience: UNTIL_CONTENT });
    expect(server.seen).toEqual({ connections: 1, contents: 1, taken: 0 });
  });
});

describe('[F234] a connection that is open already', () => {
  test.each<readonly [string, Script, string, number]>([
    ['421 to the next mail: over another one', { MAIL: ['250 fine', '421 4.4.2 Idle', '250 fine'] }, 'accepted', 2],
    ['nothing and is cut: over another one', { MAIL: ['250 fine', { end: 'cut' }, '250 fine'] }, 'accepted', 2],
    [
      '451 to the next mail: not asked twice',
      { MAIL: ['250 fine', '451 4.7.1 Later', '250 fine'] },
      'busy server-busy',
      1,
    ],
    [
      '450 after the next content: not sent twice',
      { content: ['250 taken', '450 4.7.1 Later'] },
      'busy server-busy',
      1,
    ],
    ['550 to the next mail', { MAIL: ['250 fine', '550 5.7.1 Not yours'] }, 'refused sender-not-allowed', 1],
  ])('%s', async (_title, script, outcome, connections) => {
    const server = await startScriptedServer(script);
    const { deliver, close } = makeDeliverBySmtp(makeFindHost(true), PATIENCE);
    stops.push(server.stop, close);
    const account = { server: { encryption: 'smtp', host: '127.0.0.1', port: server.port } } as const;
    expect((await deliver(account, MAIL)).kind).toBe('accepted');
    expect([shown(await deliver(account, MAIL)), server.seen.connections]).toEqual([outcome, connections]);
  });
});

const token = { user: 'ben@acme.example', accessToken: 'ya29.good' };
/** What the server heard of the sign-in; base 64 as RFC 4616 and Google's XOAUTH2 have it. */
const PLAIN = `AUTH PLAIN ${Buffer.from('\0ben\0right-horse').toString('base64')}`;
const XOAUTH2 = `AUTH XOAUTH2 ${Buffer.from('user=ben@acme.example\x01auth=Bearer ya29.good\x01\x01').toString('base64')}`;
const LOGIN_LINES = [
  'AUTH LOGIN',
  Buffer.from('ben').toString('base64'),
  Buffer.from('right-horse').toString('base64'),
];

describe('[F84] [F100] signing in', () => {
  test.each<readonly [string, Row, string, readonly string[]]>([
    ['PLAIN', { login: LOGIN }, 'accepted', [PLAIN]],
    [
      'LOGIN where it is all there is',
      {
        login: LOGIN,
        script: {
          EHLO: '250-me\r\n250 AUTH LOGIN',
          AUTH: '334 VXNlcm5hbWU6',
          [LOGIN_LINES[1]?.toUpperCase() ?? '']: '334 UGFzc3dvcmQ6',
          [LOGIN_LINES[2]?.toUpperCase() ?? '']: '235 welcome',
        },
      },
      'accepted',
      LOGIN_LINES,
    ],
    ['XOAUTH2', { login: token }, 'accepted', [XOAUTH2]],
    [
      'XOAUTH2 with a token that has run out: the reason, then an empty line',
      { login: token, script: { 'AUTH XOAUTH2': '334 eyJzdGF0dXMiOiI0MDEifQ==', '': '535 5.7.8 Bad token' } },
      'refused authentication-failed',
      [XOAUTH2, ''],
    ],
    ['535', { login: LOGIN, script: { AUTH: '535 5.7.8 No' } }, 'refused authentication-failed', [PLAIN]],
    [
      '535 5.7.139',
      { login: LOGIN, script: { AUTH: '535 5.7.139 basic authentication is disabled' } },
      'refused password-not-enough',
      [PLAIN],
    ],
    ['454', { login: LOGIN, script: { AUTH: '454 4.7.0 Later' } }, 'busy server-busy', [PLAIN, PLAIN]],
    ['421', { login: LOGIN, script: { AUTH: '421 4.7.0 Too many' } }, 'busy server-busy', [PLAIN, PLAIN]],
    [
      'cut in the middle',
      { login: LOGIN, script: { AUTH: { end: 'cut' } } },
      'busy server-unreachable',
      [PLAIN, PLAIN],
    ],
  ])('%s', async (_title, row, outcome, heard) => {
    const { first, server } = await run(row);
    const signIn = server.heard.filter((line) => !/^(EHLO|MAIL|RCPT|DATA|QUIT|RSET)/.test(line));
    expect([shown(first), signIn]).toEqual([outcome, heard]);
  });
});

describe('[F83] encryption that does not come about: neither password nor mail is said', () => {
  const stripped = '250-me\r\n250 AUTH PLAIN LOGIN XOAUTH2';
  const offered = '250-me\r\n250-STARTTLS\r\n250 AUTH PLAIN';
  test.each<readonly [string, Row, string]>([
    ['STARTTLS is stripped', { script: { EHLO: stripped, STARTTLS: '502 Unknown' } }, 'refused no-encryption'],
    ['STARTTLS is refused', { script: { EHLO: offered, STARTTLS: '501 No' } }, 'refused no-encryption'],
    [
      'STARTTLS is not to be had now (RFC 3207)',
      { script: { EHLO: offered, STARTTLS: '454 Later' } },
      'busy no-encryption',
    ],
    [
      'the server goes on in plain text, with answers nobody asked for',
      {
        script: { EHLO: offered, STARTTLS: '220 go\r\n250 me\r\n235 welcome\r\n250 fine\r\n250 fine\r\n354 go on' },
        patience: SHORT,
      },
      'busy server-unreachable',
    ],
    ['the port speaks plain text', { encryption: 'ssl' }, 'refused no-encryption'],
  ])('%s', async (_title, row, outcome) => {
    for (const login of [LOGIN, token]) {
      const { first, server } = await run({ encryption: 'tls', ...row, login });
      expect(shown(first)).toBe(outcome);
      expect(server.heard.filter((line) => /^(AUTH|MAIL)/i.test(line))).toEqual([]);
      expect(server.seen.contents).toBe(0);
    }
  });
});
