/** What DNS records of a domain mean for mail that comes from it (FEATURES 103-107). */
import { describe, expect, test } from 'vitest';
import { judgeSender } from '#shared/domain/sender-domain/authenticated-sender.ts';
import { isSampled } from '#shared/domain/sender-domain/bulk.ts';
import { readDmarc } from '#shared/domain/sender-domain/dmarc.ts';
import type { DnsAnswer } from '#shared/domain/sender-domain/dns-answer.ts';
import { isFreemail } from '#shared/domain/sender-domain/freemail.ts';
import { judgeDomain, type Looked } from '#shared/domain/sender-domain/judge-domain.ts';
import { type WantedRecord, WEIGHTS, wantedRecords } from '#shared/domain/sender-domain/records.ts';
import { nextCheckMs } from '#shared/domain/sender-domain/sender-domain.ts';
import { readSpf, spfAmong } from '#shared/domain/sender-domain/spf.ts';

const wanted = wantedRecords({
  ...{ domain: 'acme.example', region: 'eu-west-1', proof: 'p' },
  dkim: { tokens: ['a', 'b', 'c'], zone: 'dkim.amazonses.com' },
  tracking: { host: 'links.acme.example', target: 'api.postroom.test' },
});

const NONE: DnsAnswer = { kind: 'none' };
const found = (...values: string[]): DnsAnswer => ({ kind: 'found', values });

/** As pasted, but for what a test says. */
const judged = (over: Readonly<Record<string, DnsAnswer>> = {}, more: Partial<Looked> = {}) =>
  judgeDomain({
    wanted,
    answer: (type, name) =>
      over[`${type} ${name}`] ??
      found(...wanted.filter((one) => one.type === type && one.name === name).map(({ value }) => value)),
    spfLookups: 1,
    isSigned: true,
    ...more,
  });
const statusOf = (of: ReturnType<typeof judged>, purpose: WantedRecord['purpose']) =>
  of.report.records.filter((record) => record.purpose === purpose).map(({ status }) => status);
const codesOf = (of: ReturnType<typeof judged>) => of.report.warnings.map(({ code }) => code);

test('[F103] the records to paste are those SES and receivers look for', () => {
  expect(wanted.map(({ type, name, value }) => `${name} ${type} ${value}`)).toEqual([
    '_postroom.acme.example TXT postroom-domain=p',
    'a._domainkey.acme.example CNAME a.dkim.amazonses.com',
    'b._domainkey.acme.example CNAME b.dkim.amazonses.com',
    'c._domainkey.acme.example CNAME c.dkim.amazonses.com',
    '_dmarc.acme.example TXT v=DMARC1; p=none',
    'bounce.acme.example MX 10 feedback-smtp.eu-west-1.amazonses.com',
    'bounce.acme.example TXT v=spf1 include:amazonses.com ~all',
    'acme.example TXT v=spf1 include:amazonses.com ~all',
    'acme.example MX 10 inbound-smtp.eu-west-1.amazonaws.com',
    'links.acme.example CNAME api.postroom.test',
  ]);
});

describe('[F107] readiness', () => {
  test('with every record as answered it is 100 and authenticated; the weights make 100', () => {
    expect(judged()).toMatchObject({ score: 100, verdict: 'authenticated', report: { warnings: [] } });
    expect(Object.values(WEIGHTS).reduce((sum, weight) => sum + weight, 0)).toBe(100);
  });

  test.each<[string, Readonly<Record<string, DnsAnswer>>, Partial<Looked>, number, string, string[]]>([
    ['no proof of ownership', { 'TXT _postroom.acme.example': NONE }, {}, 90, 'not-authenticated', []],
    [
      'the proof among other texts',
      { 'TXT _postroom.acme.example': found('x', 'postroom-domain=p') },
      {},
      100,
      'authenticated',
      [],
    ],
    [
      "another tenant's proof",
      { 'TXT _postroom.acme.example': found('postroom-domain=q') },
      {},
      90,
      'not-authenticated',
      [],
    ],
    [
      'one of three DKIM names',
      { 'CNAME a._domainkey.acme.example': NONE, 'CNAME b._domainkey.acme.example': found('old.host') },
      { isSigned: false },
      76,
      'not-authenticated',
      [],
    ],
    ['DKIM pasted and SES has not looked', {}, { isSigned: false }, 100, 'not-authenticated', ['dkim-pending']],
    ['no DMARC', { 'TXT _dmarc.acme.example': NONE }, {}, 75, 'not-authenticated', []],
    [
      'a stricter DMARC of theirs',
      { 'TXT _dmarc.acme.example': found('v=DMARC1; p=reject; rua=mailto:a@b.example') },
      {},
      100,
      'authenticated',
      [],
    ],
    [
      'two DMARC records',
      { 'TXT _dmarc.acme.example': found('v=DMARC1; p=none', 'v=DMARC1; p=reject') },
      {},
      75,
      'not-authenticated',
      ['dmarc-several'],
    ],
    [
      'a DMARC record without a policy',
      { 'TXT _dmarc.acme.example': found('v=DMARC1; rua=mailto:a@b.example') },
      {},
      75,
      'not-authenticated',
      ['dmarc-invalid'],
    ],
    ['no MAIL FROM', { 'MX bounce.acme.example': NONE, 'TXT bounce.acme.example': NONE }, {}, 80, 'authenticated', []],
    [
      'a second MX for MAIL FROM',
      { 'MX bounce.acme.example': found('10 feedback-smtp.eu-west-1.amazonses.com', '20 mx.other.example') },
      {},
      90,
      'authenticated',
      [],
    ],
    [
      'MAIL FROM that allows somebody else',
      { 'TXT bounce.acme.example': found('v=spf1 include:other.example ~all') },
      {},
      90,
      'authenticated',
      [],
    ],
    [
      'an SPF record of theirs',
      { 'TXT acme.example': found('v=spf1 include:_spf.google.com ~all', 'google-site-verification=x') },
      {},
      100,
      'authenticated',
      [],
    ],
    [
      'two SPF records',
      { 'TXT acme.example': found('v=spf1 ~all', 'v=spf1 mx -all') },
      {},
      95,
      'authenticated',
      ['spf-several'],
    ],
    [
      'SPF that allows all',
      { 'TXT acme.example': found('v=spf1 mx +all') },
      {},
      95,
      'authenticated',
      ['spf-allows-all'],
    ],
    ['SPF at the limit of look-ups', {}, { spfLookups: 10 }, 100, 'authenticated', []],
    ['SPF past the limit of look-ups', {}, { spfLookups: 11 }, 95, 'authenticated', ['spf-too-many-lookups']],
    ['an MX of their own', { 'MX acme.example': found('5 mx.acme.example') }, {}, 100, 'authenticated', []],
    ['a domain that takes no mail', { 'MX acme.example': found('0 ') }, {}, 95, 'authenticated', []],
    [
      'a tracking host that leads elsewhere',
      { 'CNAME links.acme.example': found('old.example') },
      {},
      100,
      'authenticated',
      [],
    ],
  ])('%s', (_what, over, more, score, verdict, warnings) => {
    const of = judged(over, more);
    expect([of.score, of.verdict, codesOf(of)]).toEqual([score, verdict, warnings]);
  });

  test('a name server that is silent takes nothing away; one that says no does', () => {
    const silent = { 'TXT _dmarc.acme.example': { kind: 'unknown' } } as const;
    expect(judged(silent).verdict).toBe('unknown');
    expect(statusOf(judged(silent), 'dmarc')).toEqual(['unknown']);
    expect(judged({ ...silent, 'TXT _postroom.acme.example': NONE }).verdict).toBe('not-authenticated');
    expect(judged(silent, { isSigned: false }).verdict).toBe('not-authenticated');
  });

  test("the organisation's DMARC counts where the domain has none of its own (RFC 7489)", () => {
    const organisationDmarc = found('v=DMARC1; p=quarantine; adkim=s');
    expect(judged({ 'TXT _dmarc.acme.example': NONE }, { organisationDmarc })).toMatchObject({
      ...{ verdict: 'authenticated', coversSubdomains: false },
    });
    expect(judged({}, { organisationDmarc })).toMatchObject({ coversSubdomains: true });
    expect(judged({ 'TXT _dmarc.acme.example': found('v=DMARC1; p=x') }, { organisationDmarc }).verdict).toBe(
      'not-authenticated',
    );
  });

  test("strangers' records are shown in one line each and not without end", () => {
    const many = Array.from({ length: 20 }, () => `x\r\n${'y'.repeat(400)}`);
    const [spf] = judged({ 'TXT acme.example': found(...many) }).report.records.filter((one) => one.purpose === 'spf');
    expect(spf?.found).toHaveLength(8);
    expect(spf?.found[0]).toMatch(/^x y{298}$/);
  });
});

test('[F103] SPF is read as receivers read it', () => {
  expect(spfAmong(['v=spf1 -all', 'V=SPF1', 'v=spf10 -all', 'spf1 -all'])).toEqual(['v=spf1 -all', 'V=SPF1']);
  expect(
    readSpf('v=spf1 a mx:x.example ptr exists:%{i}.x include:A.example redirect=b.example ip4:1.2.3.4 -all'),
  ).toEqual({
    ...{ lookups: 6, allowsAll: false, refersTo: ['a.example', 'b.example'] },
  });
  expect(
    ['v=spf1 all', 'v=spf1 +all', 'v=spf1 ?all', 'v=spf1 ~all'].map((record) => readSpf(record).allowsAll),
  ).toEqual([...[true, true, false, false]]);
  expect(readSpf('v=spf1 include:%{d}.x.example').refersTo).toEqual([]);
});

test('[F105] [F106] a DMARC record begins with its version, and only the right one', () => {
  expect(
    ['v=DMARC1; p=none', 'v = DMARC1 ;p=NONE;', 'p=none; v=DMARC1', 'v=dmarc1; p=none', 'v=DMARC12; p=none'].map(
      (text) => readDmarc([text]).kind,
    ),
  ).toEqual(['policy', 'policy', 'none', 'none', 'none']);
});

describe('[F104] who may send through the platform', () => {
  const domain = { domain: 'acme.example', authenticated: true, coversSubdomains: true };
  const known = {
    users: [
      { email: 'Ada@made.example' },
      { email: 'ben@typed.example', unverified: true as const },
      { email: 'c@gmail.com' },
    ],
    domains: [
      domain,
      { domain: 'strict.example', authenticated: true, coversSubdomains: false },
      { ...domain, domain: 'new.example', authenticated: false },
    ],
  };
  test.each([
    ['a@acme.example', 'authenticated'],
    ['A@Mail.ACME.example', 'authenticated'],
    ['a@notacme.example', 'unauthenticated'],
    ['a@strict.example', 'authenticated'],
    ['a@sub.strict.example', 'unauthenticated'],
    ['a@new.example', 'unauthenticated'],
    ['else@made.example', 'authenticated'],
    ['a@sub.made.example', 'unauthenticated'],
    ['ben@typed.example', 'unauthenticated'],
    ['c@gmail.com', 'freemail'],
    ['', 'unauthenticated'],
  ])('%s: %s', (address, kind) => {
    expect(judgeSender(known, address).kind).toBe(kind);
  });

  test('the remedy names the route that helps', () => {
    const remedyFor = (address: string) => {
      const judgement = judgeSender(known, address);
      return judgement.kind === 'authenticated' ? '' : judgement.remedy;
    };
    expect(remedyFor('a@other.example')).toContain('POST /v1/domains');
    expect(remedyFor('a@new.example')).toContain('POST /v1/domains/new.example/check');
    expect(remedyFor('c@gmail.com')).toContain('PUT /v1/settings/outgoing-server');
  });

  test("mail providers' domains are theirs in every country, and nobody else's", () => {
    const theirs = ['gmail.com', 'yahoo.co.uk', 'outlook.de', 'hotmail.com', 'live.com.au', 'gmx.net', 'qq.com'];
    expect(theirs.filter((one) => !isFreemail(one))).toEqual([]);
    const others = ['mygmail.com', 'yahoo.acme.example', 'gmail.com.acme.example', 'outlook.example', 'live.events'];
    expect(others.filter(isFreemail)).toEqual([]);
  });
});

test('[F107] a domain is looked at every hour for 72 hours, and once a day when it is set up or nobody seems to be at it', () => {
  const requestedAt = '2026-01-01T00:00:00.000Z';
  const hoursAfter = (authenticated: boolean, hours: number) => {
    const now = Date.parse(requestedAt) + hours * 3_600_000;
    return (nextCheckMs({ authenticated, requestedAt }, now) - now) / 3_600_000;
  };
  expect([hoursAfter(false, 0), hoursAfter(false, 71.9), hoursAfter(false, 72), hoursAfter(true, 0)]).toEqual([
    1, 1, 24, 24,
  ]);
});

test('[F105] of the mails that are counted each stands for those that are not', () => {
  const letters = [...'0123456789abcdefghjkmnpqrstvwxyz'];
  expect(letters.filter((letter) => isSampled(`01jd3x8q4v7m000000000000a${letter}`))).toEqual(['0']);
});
