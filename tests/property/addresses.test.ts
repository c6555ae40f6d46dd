import './repeatable.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { domainOf, isDeliverable, localPartOf, normaliseAddress } from '#shared/domain/address/address.ts';
import { tidyName } from '#shared/domain/address/person-name.ts';
import { mailboxName, mailboxOf } from '#shared/domain/mailroom/mailbox.ts';
import { cut } from '#shared/domain/message/cut.ts';

const Label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const WideLabel = fc.constantFrom('müller', 'mu\u0308ller', '例子', 'BÜCHER', 'xn--mller-kva', 'Example');
const Domain = fc.array(fc.oneof(Label, WideLabel), { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.'));
const Atom = fc.stringMatching(/^[A-Za-z0-9!#$%&'*/=?^_`{|}~-]{1,10}$/);
const WideAtom = fc.constantFrom('jo\u0308rg', 'İ', 'ß', '用户', 'ΑΣ');
const LocalPart = fc.oneof(
  fc.array(fc.oneof(Atom, WideAtom), { minLength: 1, maxLength: 4 }).map((atoms) => atoms.join('.')),
  fc.stringMatching(/^"[A-Za-z @.,;<>]{1,12}"$/),
);
const Address = fc.tuple(LocalPart, Domain).map(([local, domain]) => `${local}@${domain}`);

describe('[F43] the normal form of an address', () => {
  test('is its own normal form, and blind to case, composition and blanks round it', () => {
    fc.assert(
      fc.property(Address, (address) => {
        const normal = normaliseAddress(address);
        expect(normaliseAddress(normal)).toBe(normal);
        for (const typed of [` ${address}\t`, address.normalize('NFD'), address.normalize('NFC'), normal])
          expect(normaliseAddress(typed)).toBe(normal);
      }),
    );
  });

  test('is its local part and its domain', () => {
    fc.assert(
      fc.property(Address, (address) => {
        expect(`${localPartOf(address)}@${domainOf(address)}`).toBe(normaliseAddress(address));
        expect(isDeliverable(address)).toBe(true);
      }),
    );
  });

  test('keeps different domains different', () => {
    const Ascii = fc.array(Label, { minLength: 2, maxLength: 3 }).map((labels) => labels.join('.'));
    fc.assert(
      fc.property(
        Ascii,
        Ascii,
        fc.constantFrom('/', '#', '?', ':', '\\', '%2e', '\u3002', ' '),
        (ours, theirs, trick) => {
          expect(domainOf(`x@${ours}${trick}é.${theirs}`)).not.toBe(ours);
        },
      ),
    );
  });
});

describe('[F1][F2] a mailbox', () => {
  const Handle = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
  const Suffix = fc.stringMatching(/^[a-z0-9.+_-]{0,20}$/);

  test('named and addressed leads back to itself', () => {
    fc.assert(
      fc.property(Handle, Suffix, Domain, (handle, suffix, typed) => {
        const domain = domainOf(`x@${typed}`);
        const mailbox = { handle, suffix };
        expect(mailboxOf(`${mailboxName(mailbox)}@${domain}`, [domain])).toEqual(mailbox);
        expect(mailboxOf(`${mailboxName(mailbox).toUpperCase()}@${typed}`, [domain])).toEqual(mailbox);
      }),
    );
  });

  test('is only found in our own domains, not in one that holds, begins or ends with one', () => {
    fc.assert(
      fc.property(Handle, Domain, Label, (handle, typed, more) => {
        const domain = domainOf(`x@${typed}`);
        for (const other of [`${more}.${domain}`, `${domain}.${more}`, `${more}${domain}`, `${domain}${more}`])
          expect(mailboxOf(`${handle}@${other}`, [domain])).toBeUndefined();
      }),
    );
  });
});

describe('texts of strangers', () => {
  const Anything = fc.string({ unit: 'binary', maxLength: 600 });

  test('[F17] make names without control characters, marks of direction or blanks at the ends, of at most 255', () => {
    fc.assert(
      fc.property(Anything, (text) => {
        const name = tidyName(text);
        expect(name).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect([name.trim(), name.length <= 255, name.isWellFormed()]).toEqual([name, true, true]);
        expect(name).not.toMatch(/\s\s/);
      }),
    );
  });

  test('are cut to a length and never within a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-composite', maxLength: 60 }), fc.nat({ max: 80 }), (text, length) => {
        const short = cut(text, length);
        expect([short.length <= length, short.isWellFormed(), text.startsWith(short)]).toEqual([true, true, true]);
        expect(short.length).toBeGreaterThanOrEqual(Math.min(text.length, length) - 1);
      }),
    );
  });
});
