/** Who mail may come from and be answered to, and what a tenant has set for it. */
import { describe, expect, test } from 'vitest';
import type { OutgoingServer } from '#shared/domain/outgoing-server/server.ts';
import { listedSenders } from '#shared/domain/sender-address/listed-senders.ts';
import {
  addressesIn,
  DEFAULT_OUTGOING_EMAIL,
  namesOfNotification,
  type OutgoingEmail,
} from '#shared/domain/sender-address/outgoing-email.ts';
import { type AnsweredMail, replyToOf } from '#shared/domain/sender-address/reply-to.ts';
import {
  isOwnMailroom,
  isVerifiedSender,
  judgeMailRate,
  mayBeAnswered,
  type SenderAddress,
} from '#shared/domain/sender-address/sender-address.ts';
import type { Group } from '#shared/domain/tenant/group.ts';

const AT = '2026-11-21T09:00:00.000Z';

const aSender = (address: string, more: Partial<SenderAddress> = {}): SenderAddress => ({
  ...{ address, generation: 'g', requestedAt: AT, requestedBy: 'ada' },
  ...more,
});

const someSettings = (more: Partial<OutgoingEmail>): OutgoingEmail => ({ ...DEFAULT_OUTGOING_EMAIL, ...more });

const SERVER: OutgoingServer = {
  ...{ server: 'tls://mx.acme.example:587', requiresAuthentication: true, user: 'm', testedAt: AT },
  ...{ from: 'server@acme.example', allowsFromOverride: false },
  type: 'others',
};

const aGroup = (n: number, more: Partial<Group>): Group => ({
  ...{ id: `group-${n}`, name: 'G', members: ['ada'], distribution: 'direct' },
  ...more,
});

describe('an address', () => {
  const known = {
    users: [{ email: 'Ada@acme.example' }, { email: 'new@acme.example', unverified: true as const }],
    senderAddresses: [aSender('desk@acme.example', { verifiedAt: AT }), aSender('info@acme.example')],
    inboundHandle: 'acme-in',
  };

  test.each([
    ['of a user made with the tenant', 'ada@ACME.example', true],
    ['that an administrator typed', 'new@acme.example', false],
    ['whose owner has said yes', 'DESK@acme.example', true],
    ['whose owner was asked', 'info@acme.example', false],
    ['of nobody', 'x@acme.example', false],
    ['of the own server', 'server@acme.example', true],
  ])('[F110] %s is a verified sender or not', (_what, address, expected) => {
    expect(isVerifiedSender({ ...known, outgoingServer: SERVER }, address)).toBe(expected);
  });

  test('[F110] verified by its owner is verified for a user who has it, too', () => {
    const senderAddresses = [aSender('New@acme.example', { verifiedAt: AT })];
    expect(isVerifiedSender({ ...known, senderAddresses }, 'new@acme.example')).toBe(true);
  });

  test.each([
    ['acme-in@in.example', true],
    ['Acme-In+case@in.example', true],
    ['acme-inn@in.example', false],
    ['acme-in@out.example', false],
  ])('[F110] %s of the own Mailroom may be answered, and is no sender', (address, expected) => {
    expect(isOwnMailroom('acme-in', ['in.example'], address)).toBe(expected);
    expect(mayBeAnswered(known, ['in.example'], address)).toBe(expected);
    expect(isVerifiedSender(known, address)).toBe(false);
  });

  test('[F111] is listed once, with who uses it and whether it is verified', () => {
    const groups = [aGroup(1, { address: 'Info@acme.example' })];
    const outgoingEmail = someSettings({
      cases: { ...DEFAULT_OUTGOING_EMAIL.cases, copyTo: { address: 'info@acme.example', as: 'bcc' } },
    });
    const users = [{ id: 'ada', email: 'ada@acme.example' }];
    const listed = listedSenders({ users, groups, outgoingEmail, senderAddresses: known.senderAddresses });
    expect(listed.map(({ address, status, usedBy }) => [address, status, usedBy])).toEqual([
      ['ada@acme.example', 'verified', ['users.ada']],
      ['desk@acme.example', 'verified', []],
      ['info@acme.example', 'unverified', ['groups.group-1', 'settings.cases.copyTo.address']],
    ]);
  });
});

describe('mails to the owner of an address', () => {
  const at = (minute: number) => ({ id: String(minute), at: new Date(Date.parse(AT) + minute * 60_000).toISOString() });

  test('[F111] are three within an hour, and a fourth once the first is an hour old; a repeat counts once', () => {
    const three = [at(0), at(10), at(20)];
    expect(judgeMailRate(three.slice(0, 2), at(20))).toEqual({ kind: 'count', mails: three });
    expect(judgeMailRate(three, at(10))).toEqual({ kind: 'counted' });
    expect(judgeMailRate(three, at(59))).toEqual({ kind: 'over', again: at(60).at });
    expect(judgeMailRate(three, at(60))).toEqual({ kind: 'count', mails: [at(10), at(20), at(60)] });
  });
});

describe('who a mail is answered to', () => {
  const answered = (
    outgoingEmail: OutgoingEmail | undefined,
    mail: Partial<AnsweredMail> = {},
    groups: readonly Group[] = [],
  ) =>
    replyToOf(
      {
        users: [{ id: 'ada' }],
        groups,
        outgoingServer: SERVER,
        ...(outgoingEmail === undefined ? {} : { outgoingEmail }),
      },
      {
        ...{
          from: 'desk@acme.example',
          wanted: undefined,
          module: undefined,
          toRecord: undefined,
          answersTo: undefined,
        },
        user: { id: 'ada', address: 'ada@acme.example' },
        ...mail,
      },
    );
  const adHoc = (kind: OutgoingEmail['replyTo']['kind'], address: string | null = null, name: string | null = null) =>
    someSettings({ replyTo: { kind, address, name } });

  test('[F93] is the From, the user, the oldest group of the user with an address, the own server or another, as set', () => {
    const groups = [
      aGroup(3, { address: 'third@acme.example' }),
      aGroup(2, { address: 'second@acme.example' }),
      aGroup(1, {}),
      aGroup(0, { address: 'others@acme.example', members: ['ben'] }),
    ];
    expect(answered(undefined)).toEqual({});
    expect(answered(adHoc('from'))).toEqual({});
    expect(answered(adHoc('user'))).toEqual({ replyTo: 'ada@acme.example' });
    expect(answered(adHoc('user'), { from: 'Ada@acme.example' })).toEqual({});
    expect(answered(adHoc('group'), {}, groups)).toEqual({ replyTo: 'second@acme.example' });
    expect(answered(adHoc('group'))).toEqual({});
    expect(answered(adHoc('server'))).toEqual({ replyTo: 'server@acme.example' });
    expect(answered(adHoc('other', 'help@acme.example', 'Help'))).toEqual({
      replyTo: 'help@acme.example',
      replyToName: 'Help',
    });
  });

  test('[F94] is what the mail says, then what is set for its kind of record, then the record, then what is set for all', () => {
    const replyTo = { address: 'tickets@acme.example', name: null };
    const settings = someSettings({
      replyTo: { kind: 'other', address: 'help@acme.example', name: null },
      internalTickets: { fromName: null, replyTo, copyTo: null },
    });
    const ticket = { module: 'internal-tickets', toRecord: 'acme+1@in.example', answersTo: 'ada@acme.example' };
    expect(answered(settings, { ...ticket, wanted: 'me@acme.example' })).toEqual({ replyTo: 'me@acme.example' });
    expect(answered(settings, ticket)).toEqual({ replyTo: 'tickets@acme.example' });
    expect(answered(settings, { ...ticket, module: 'cases' })).toEqual({ replyTo: 'acme+1@in.example' });
    expect(answered(settings, { answersTo: 'ada@acme.example' })).toEqual({ replyTo: 'help@acme.example' });
    expect(answered(adHoc('from'), { answersTo: 'ada@acme.example' })).toEqual({ replyTo: 'ada@acme.example' });
  });
});

describe('settings', () => {
  const mailbox = (name: string) => ({ address: `${name}@acme.example`, name });
  const settings = someSettings({
    replyTo: { kind: 'other', ...mailbox('a') },
    cases: { fromName: null, replyTo: mailbox('b'), copyTo: { address: 'c@acme.example', as: 'cc' } },
    internalTickets: { fromName: null, replyTo: mailbox('d'), copyTo: { address: 'e@acme.example', as: 'cc' } },
    notificationsToUsers: { fromName: 'Acme robot', replyTo: mailbox('f') },
    notificationsToCustomers: { fromName: 'Acme', replyTo: mailbox('g') },
  });

  test('[F112] name every address in them', () => {
    expect(addressesIn(settings).map(({ field, address }) => `${field} ${address}`)).toEqual([
      'replyTo.address a@acme.example',
      'cases.replyTo.address b@acme.example',
      'cases.copyTo.address c@acme.example',
      'internalTickets.replyTo.address d@acme.example',
      'internalTickets.copyTo.address e@acme.example',
      'notificationsToUsers.replyTo.address f@acme.example',
      'notificationsToCustomers.replyTo.address g@acme.example',
    ]);
  });

  test('[F96] give notifications to users and to customers their name and Reply-To, unless that is no longer verified', () => {
    expect(namesOfNotification(settings, 'user', () => true)).toEqual({
      fromName: 'Acme robot',
      replyTo: 'f@acme.example',
      replyToName: 'f',
    });
    expect(namesOfNotification(settings, 'customer', () => false)).toEqual({ fromName: 'Acme' });
    expect(namesOfNotification(undefined, 'customer', () => true)).toEqual({});
  });
});
