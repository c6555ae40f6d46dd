/** Accounts that mail may leave by: which one a mail takes, who it is from there, and what a change of one undoes. */
import { describe, expect, test } from 'vitest';
import { type Account, isSameWay, serverOfAccount } from '#shared/domain/account/account.ts';
import { chooseAccount, type MailForAccount } from '#shared/domain/account/choose-account.ts';
import { judgeCode, shownCode, typedCode } from '#shared/domain/account/confirmation.ts';
import { wayOfMail } from '#shared/domain/account/way-of-mail.ts';
import { limitsOfAccount } from '#shared/domain/quota/provider-limits.ts';

const AT = '2026-11-01T00:00:00.000Z';
const way = { provider: 'smtp', host: 'mail.acme.example', port: 587, tls: true, user: 'desk' } as const;
const anAccount = (id: string, more: Partial<Account> = {}): Account => ({
  ...{ id, name: id, type: 'customer-service', email: `${id}@acme.example`, active: true, way },
  ...{ confirmedAt: AT, createdAt: AT, updatedAt: AT, revision: 1 },
  ...more,
});
const fromCase: MailForAccount = { lane: 'adhoc', module: 'cases', groups: [] };
const alone: MailForAccount = { lane: 'adhoc', groups: [] };

const desk = anAccount('desk');
const news = anAccount('news', { type: 'campaigns' });
const robot = anAccount('robot', { type: 'system' });
const all = [desk, news, robot];
const chosen = (mail: MailForAccount, accounts: readonly Account[] = all) => {
  const choice = chooseAccount(accounts, mail);
  return choice.kind === 'account' ? choice.account.id : choice.kind;
};

describe('which account a mail leaves by', () => {
  test.each<[string, MailForAccount, string]>([
    ['mail from a case', fromCase, 'desk'],
    ['a campaign', { ...alone, lane: 'campaign' }, 'news'],
    ['what a workflow writes', { ...alone, lane: 'workflow' }, 'robot'],
    ['what a workflow writes from a case', { ...fromCase, lane: 'workflow' }, 'desk'],
    ['any other mail', alone, 'default'],
    ['mail that is to go by the platform', { ...fromCase, wanted: 'platform' }, 'platform'],
    ['mail that is to go by the outgoing server', { ...fromCase, wanted: 'own-server' }, 'default'],
    ['mail that names one', { ...alone, wanted: 'robot' }, 'robot'],
  ])('[F90] [F102] %s', (_what, mail, id) => {
    expect(chosen(mail)).toBe(id);
  });

  test('[F90] one that is switched off or not confirmed is passed over, of several the oldest is taken', () => {
    const { confirmedAt: _never, ...unconfirmed } = anAccount('new', { createdAt: '2026-10-01T00:00:00.000Z' });
    const off = anAccount('off', { active: false, createdAt: '2026-10-02T00:00:00.000Z' });
    const younger = anAccount('younger', { createdAt: '2026-11-02T00:00:00.000Z' });
    expect(chosen(fromCase, [younger, unconfirmed, off, desk])).toBe('desk');
    expect(chosen(fromCase, [unconfirmed, off])).toBe('default');
  });

  test.each<[string, Account, MailForAccount, RegExp]>([
    ['is not there', anAccount('other'), alone, /no account here/],
    ['is switched off', anAccount('x', { active: false }), alone, /switched off/],
    ['is for campaigns', anAccount('x', { type: 'campaigns' }), alone, /campaigns alone/],
    ['is not for campaigns', anAccount('x'), { ...alone, lane: 'campaign' }, /not for campaigns/],
    ['is shared with others', anAccount('x', { groups: ['group-a'] }), { ...alone, groups: ['group-b'] }, /groups/],
  ])('[F102] a named one that %s is refused, and the mail is not sent another way', (_why, account, mail, message) => {
    const choice = chooseAccount([account], { ...mail, wanted: 'x' });
    expect(choice).toEqual({ kind: 'wrong', message: expect.stringMatching(message) });
  });

  test('[F102] a member of its group may name it', () => {
    expect(chosen({ ...alone, wanted: 'x', groups: ['group-a'] }, [anAccount('x', { groups: ['group-a'] })])).toBe('x');
  });
});

describe('who mail is from there', () => {
  const sender = { wantedFrom: undefined, own: 'ben@acme.example' };

  test('[F87] [F90] from the account, under its name, and whoever wrote gets the answers', () => {
    const named = anAccount('desk', { fromName: 'Acme desk' });
    expect(wayOfMail({ accounts: [named] }, fromCase, sender)).toEqual({
      ...{ kind: 'way', via: 'desk', from: 'desk@acme.example', fromName: 'Acme desk', answersTo: 'ben@acme.example' },
    });
    const own = { wantedFrom: undefined, own: 'DESK@acme.example' };
    expect(wayOfMail({ accounts: [desk] }, fromCase, own)).toMatchObject({ answersTo: undefined });
  });

  test('[F88] without an account by the platform, from whoever writes', () => {
    expect(wayOfMail({}, fromCase, sender)).toEqual({ kind: 'way', from: 'ben@acme.example', answersTo: undefined });
    expect(wayOfMail({}, { ...alone, wanted: 'own-server' }, sender).kind).toBe('wrong');
    expect(wayOfMail({ accounts: [desk] }, { ...fromCase, wanted: 'platform' }, sender)).not.toHaveProperty('via');
  });

  test('[F87] [F102] nobody gets round the outgoing server, and the From it forces, by naming the platform', () => {
    const outgoingServer = {
      ...({ type: 'others', server: 'tls://mail.acme.example:587', requiresAuthentication: false } as const),
      ...{ from: 'info@acme.example', allowsFromOverride: false, testedAt: AT },
    };
    expect(wayOfMail({ outgoingServer }, { ...alone, wanted: 'platform' }, sender)).toEqual({
      ...{ kind: 'wrong', message: expect.stringMatching(/outgoing server/) },
    });
    expect(wayOfMail({ outgoingServer }, alone, sender)).toMatchObject({
      via: 'own-server',
      from: 'info@acme.example',
    });
  });
});

test('[F91] TLS is from the first byte on 465, by STARTTLS elsewhere, and off where it was switched off', () => {
  const encryption = (port: number, tls = true) => serverOfAccount({ ...way, port, tls }).encryption;
  expect([encryption(465), encryption(587), encryption(2525), encryption(587, false)]).toEqual([
    'ssl',
    'tls',
    'tls',
    'smtp',
  ]);
});

test('[F122] an account sends what its provider allows, or less where its owner says so', () => {
  const at = (host: string, limits = {}) => limitsOfAccount({ way: { ...way, host, user: 'a@acme.example' }, limits });
  expect([at('smtp.office365.com'), at('smtp.office365.com', { perDay: 50 }), at('mail.acme.example')]).toEqual([
    { perDay: 10_000, perMinute: 30 },
    { perDay: 50, perMinute: 30 },
    {},
  ]);
});

test('[F92] another host, port, user or address is another way; a name or type is not', () => {
  expect(isSameWay(desk, { ...desk, email: 'DESK@ACME.example' })).toBe(true);
  for (const other of [{ host: 'x.example' }, { port: 465 }, { user: 'x' }, { tls: false }])
    expect(isSameWay(desk, { email: desk.email, way: { ...way, ...other } })).toBe(false);
  expect(isSameWay(desk, { ...desk, email: 'x@acme.example' })).toBe(false);
});

test('[F92] a code is typed back in any spelling, in time, and a few times at most', () => {
  expect([shownCode('abcdefgh'), typedCode(' Abcd efGH. '), typedCode('ABCD-EFGH')]).toEqual([
    'ABCD-EFGH',
    'abcdefgh',
    'abcdefgh',
  ]);
  const waiting = { digest: 'd', expiresAt: '2026-11-02T00:00:00.000Z', triesLeft: 1 };
  const at = Date.parse(AT);
  expect([
    judgeCode(waiting, 'd', at),
    judgeCode(waiting, 'x', at),
    judgeCode({ ...waiting, triesLeft: 0 }, 'd', at),
    judgeCode(waiting, 'd', at + 86_400_000),
    judgeCode(undefined, 'd', at),
  ]).toEqual(['right', 'wrong', 'no-tries-left', 'expired', 'none']);
});
