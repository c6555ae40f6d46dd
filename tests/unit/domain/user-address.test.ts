import { describe, expect, test } from 'vitest';
import {
  DEFAULT_USER_ADDRESS_SETTINGS,
  MAX_PEOPLE,
  namesNeverLogged,
  peopleWrittenTo,
  readUserSuffix,
  userSuffixOf,
} from '#shared/domain/mailroom/user-address.ts';
import { aMessage } from '#tests/support/message.ts';

const KEY = '0123456789abcdef';
const OWN = { addresses: new Set(['ben@shop.example', 'support@shop.example']), inboundDomains: ['in.postroom.test'] };
const at = (address: string) => ({ address, name: '' });

describe("[F78][F79] the suffix of a user's own address", () => {
  test.each(['dropbox', 'forwarding'] as const)('of the %s is read as it was written', (kind) => {
    expect(readUserSuffix(userSuffixOf(kind, KEY))).toEqual({ kind, key: KEY });
  });

  test('fits the 64 octets of a local part behind the longest handle', () => {
    expect(`${'h'.repeat(40)}+${userSuffixOf('forwarding', KEY)}`.length).toBeLessThanOrEqual(64);
  });

  test.each(['bcc', 'bcc-', `bcc-${KEY}0`, `bcc-${KEY.slice(1)}`, `bcc-${KEY.slice(1)}u`, `x+bcc-${KEY}`, `cc-${KEY}`])(
    '%s is a virtual address like any other',
    (suffix) => {
      expect(readUserSuffix(suffix)).toBeUndefined();
    },
  );
});

describe('[F78] whom a user wrote to', () => {
  test('own people, the help desk and mailboxes are left out, and each counts once', () => {
    const to = ['Ada@customer.example', 'support@shop.example', 'shop+case@in.postroom.test'].map(at);
    const cc = ['ada@CUSTOMER.example', 'undisclosed', 'bob@customer.example', 'BEN@shop.example'].map(at);
    expect(peopleWrittenTo({ to, cc }, OWN).map(({ address }) => address)).toEqual([
      'Ada@customer.example',
      'bob@customer.example',
    ]);
  });

  test.each([
    [MAX_PEOPLE, MAX_PEOPLE],
    [MAX_PEOPLE + 1, MAX_PEOPLE],
  ])('of %i people %i are looked at', (count, looked) => {
    const to = Array.from({ length: count }, (_, n) => at(`reader-${n}@customer.example`));
    expect(peopleWrittenTo({ to, cc: [] }, OWN)).toHaveLength(looked);
  });
});

describe('[F39] a mail to one of these addresses is not logged', () => {
  const named = (neverLog: readonly string[], senders: Parameters<typeof namesNeverLogged>[3]['senders'] = []) =>
    namesNeverLogged(
      aMessage({ from: 'ben@shop.example', to: [at('ada@customer.example')], cc: [at('kate@law.example')] }),
      at('first@author.example'),
      `bcc-${KEY}`,
      { senders },
      { ...DEFAULT_USER_ADDRESS_SETTINGS, neverLog },
      OWN,
    );

  test.each([['law.example'], ['kate@law.example'], ['author.example']])('when it names %s of the list', (listed) => {
    expect([named([listed]), named([], [{ sender: listed, list: 'never-log' }])]).toEqual([true, true]);
  });

  test("for nobody else, and not because the user's own colleagues are on it", () => {
    expect([named([]), named(['other.example']), named(['shop.example'])]).toEqual([false, false, false]);
  });
});
