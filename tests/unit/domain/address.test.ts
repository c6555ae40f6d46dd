import { describe, expect, test } from 'vitest';
import { domainOf, isDeliverable, localPartOf, normaliseAddress } from '#shared/domain/address/address.ts';

describe('[F43] addresses are compared in one form', () => {
  test.each([
    ['case', 'Ada@Example.COM', 'ada@example.com'],
    ['white space round it', '  ada@example.com\t', 'ada@example.com'],
    ['an accent as one character or two', 'rene\u0301@example.com', 'ren\u00e9@example.com'],
    ['a domain in Unicode or in ASCII', 'info@MÜLLER.example', 'info@xn--mller-kva.example'],
    ['a decomposed domain', 'info@mu\u0308ller.example', 'info@xn--mller-kva.example'],
    ['a sub-domain in Unicode', 'info@mail.müller.example', 'info@mail.xn--mller-kva.example'],
    ['a local part in Unicode', 'JÖRG@example.com', 'jörg@example.com'],
    ['capital I with a dot, which becomes two characters', 'İ@example.com', 'i\u0307@example.com'],
    ['a quoted local part with an at sign', '"A@B"@Example.com', '"a@b"@example.com'],
    ['what is no address', 'MAILER-DAEMON', 'mailer-daemon'],
    ['nothing', '', ''],
  ])('%s', (_what, typed, normal) => {
    expect(normaliseAddress(typed)).toBe(normal);
    expect(normaliseAddress(normal)).toBe(normal);
  });

  test.each(['x@ours.example/é.evil', 'x@ours.example#é', 'x@ours.example?é', 'x@é:80', 'x@ours.example\\é'])(
    '%s is no way to write another domain',
    (address) => {
      expect(normaliseAddress(address)).toBe(address);
    },
  );
});

describe('the parts of an address', () => {
  test.each([
    ['ada@example.com', 'ada', 'example.com'],
    ['"a@b"@example.com', '"a@b"', 'example.com'],
    ['rene\u0301@example.com', 'ren\u00e9', 'example.com'],
    ['İ@example.com', 'i\u0307', 'example.com'],
    [' Ada@Example.com ', 'ada', 'example.com'],
    ['ada', 'ada', ''],
    ['@example.com', '', 'example.com'],
    ['ada@', 'ada', ''],
    ['', '', ''],
  ])('%j', (address, localPart, domain) => {
    expect([localPartOf(address), domainOf(address)]).toEqual([localPart, domain]);
  });
});

describe('an address that can be written to', () => {
  test.each([
    'ada@example.com',
    'a+b@example.com',
    "o'hara@example.com",
    'ada@localhost',
    '用户@例子.example',
    '"a b"@example.com',
    '"a@b"@example.com',
    '"a\\"b"@example.com',
  ])('%s', (address) => {
    expect(isDeliverable(address)).toBe(true);
  });

  test.each(['', 'MAILER-DAEMON', '@example.com', 'ada@', 'a b@example.com', 'a@b@example.com', 'ada@exa mple.com'])(
    'but not %j',
    (address) => {
      expect(isDeliverable(address)).toBe(false);
    },
  );
});
