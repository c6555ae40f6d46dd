import { describe, expect, test } from 'vitest';
import { customerOf, isOwn } from '#shared/domain/mailroom/customer.ts';
import { aMessage } from '#tests/support/message.ts';

const USER = 'ben@acme.example';
const HELP_DESK = 'support@acme.example';
const OWN = { addresses: new Set([USER, HELP_DESK]), inboundDomains: ['in.postroom.test'] };
const people = (...addresses: string[]) => addresses.map((address) => ({ address, name: '' }));

describe('[F8][F9] who the customer of a mail is', () => {
  test.each([
    ['a stranger writes', { from: 'ada@customer.example', to: people(HELP_DESK) }, 'sender', 'ada@customer.example'],
    [
      'a stranger writes to another stranger: the sender',
      { from: 'ada@customer.example', to: people('carl@other.example') },
      'sender',
      'ada@customer.example',
    ],
    [
      'user to contact, Cc support: the contact',
      { from: USER, to: people('carl@other.example'), cc: people(HELP_DESK) },
      'recipient',
      'carl@other.example',
    ],
    [
      'user to support, Cc contact: the contact',
      { from: USER, to: people(HELP_DESK), cc: people('carl@other.example') },
      'recipient',
      'carl@other.example',
    ],
    [
      'To comes before Cc',
      { from: USER, to: people('carl@other.example'), cc: people('dora@third.example') },
      'recipient',
      'carl@other.example',
    ],
    [
      'of several in To the first that is not ours',
      { from: USER, to: people(HELP_DESK, 'acme+case@in.postroom.test', 'carl@other.example') },
      'recipient',
      'carl@other.example',
    ],
    [
      'the user in other letters',
      { from: 'BEN@Acme.Example', to: people('carl@other.example') },
      'recipient',
      'carl@other.example',
    ],
    [
      'a recipient that cannot be written to is passed over',
      { from: USER, to: people('undisclosed-recipients', 'carl@other.example') },
      'recipient',
      'carl@other.example',
    ],
    [
      'no sender, but a stranger in To',
      { from: '', to: people('carl@other.example') },
      'recipient',
      'carl@other.example',
    ],
  ])('%s', (_what, fields, kind, address) => {
    expect(customerOf(aMessage(fields), OWN)).toMatchObject({ kind, address: { address } });
  });

  test.each([
    ['user to support', { from: USER, to: people(HELP_DESK) }],
    [
      'user to support, Bcc contact: the Bcc is never looked at',
      { from: USER, to: people(HELP_DESK), headers: { bcc: 'carl@other.example' } },
    ],
    ['user to the Mailroom alone', { from: USER, to: people('acme+case@in.postroom.test') }],
    ['nobody named at all', { from: '', to: [] }],
  ])('nobody: %s', (_what, fields) => {
    expect(customerOf(aMessage(fields), OWN)).toEqual({ kind: 'none' });
  });

  test('our own are users, the help desk and every Mailroom address, and nobody else', () => {
    expect(['Ben@ACME.example', 'anything+at-all@in.postroom.test'].map((address) => isOwn(address, OWN))).toEqual([
      true,
      true,
    ]);
    expect(['eve@acme.example', 'ben@acme.example.evil'].map((address) => isOwn(address, OWN))).toEqual([false, false]);
  });
});
