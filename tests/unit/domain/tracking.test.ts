import { describe, expect, test } from 'vitest';
import { ids } from '#shared/adapters/ids.ts';
import { type Hit, MAX_HITS, MAX_LOG, NO_HITS, type ReaderHits, withHit } from '#shared/domain/tracking/count-hit.ts';
import { isOwnUser, machineSign } from '#shared/domain/tracking/judge-hit.ts';
import { MAX_LINK_LENGTH, trackableUrl } from '#shared/domain/tracking/links.ts';
import { consents, isTracked } from '#shared/domain/tracking/settings.ts';
import { isGenuine, readToken, type TrackedPlace, trackingToken } from '#shared/domain/tracking/token.ts';

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';
const SENT_AT = '2026-11-21T09:00:00.000Z';
const after = (seconds: number) => Date.parse(SENT_AT) + seconds * 1000;

describe('[F199] a visit is a machine’s', () => {
  const sign = (more: { userAgent?: string; purpose?: string; seconds?: number; sentAt?: string | undefined } = {}) =>
    machineSign(
      { userAgent: more.userAgent ?? CHROME, purpose: more.purpose ?? '', atMs: after(more.seconds ?? 60) },
      'sentAt' in more ? more.sentAt : SENT_AT,
    );

  test.each([
    ['Mozilla/5.0', 'picture-proxy'],
    ['Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)', 'picture-proxy'],
    ['YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html', 'picture-proxy'],
    ['', 'scanner'],
    ['curl/8.5.0', 'scanner'],
    ['python-requests/2.32', 'scanner'],
    ['Mozilla/5.0 (compatible; SafeLinks)', 'scanner'],
    ['Mozilla/5.0 (compatible; Proofpoint URL Defense)', 'scanner'],
    ['Mozilla/5.0 (compatible; bingbot/2.0)', 'scanner'],
    ['Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0', 'scanner'],
  ])('by its name %j', (userAgent, expected) => {
    expect(sign({ userAgent })).toBe(expected);
  });

  test('when it is fetched ahead, within ten seconds of sending, or before the mail is known to have gone', () => {
    expect([sign({ purpose: 'prefetch;prerender' }), sign({ seconds: 9.9 }), sign({ sentAt: undefined })]).toEqual([
      'prefetch',
      'too-soon',
      'too-soon',
    ]);
    expect([sign({ seconds: 10 }), sign()]).toEqual([undefined, undefined]);
  });
});

describe('counting one reader', () => {
  const at = (seconds: number) => new Date(after(seconds)).toISOString();
  const hit = (seconds: number, link: Hit['link'], machine?: Hit['machine']): Hit => ({
    at: at(seconds),
    link,
    ...(machine === undefined ? {} : { machine }),
  });
  const counted = (links: number, ...hits: readonly Hit[]): ReaderHits =>
    hits.reduce((before, one) => withHit(before, one, links) ?? before, NO_HITS);

  test('[F198] [F204] keeps how often, when first and when last, and machines apart', () => {
    const hits = counted(3, hit(60, 'pixel', 'picture-proxy'), hit(100, 'pixel'), hit(200, 1), hit(300, 'pixel'));
    expect(hits).toMatchObject({
      opened: { count: 2, firstAt: at(100), lastAt: at(300) },
      clicked: { count: 1, firstAt: at(200), lastAt: at(200) },
      machineOpened: 1,
      machineClicked: 0,
    });
    expect(hits.log.map(({ link }) => link)).toEqual(['pixel', 'pixel', 1, 'pixel']);
  });

  test('[F199] all links at once were a machine: what was counted for a person before is taken back', () => {
    const two = counted(3, hit(50, 0), hit(100, 0), hit(101, 1));
    expect(two.clicked).toEqual({ count: 3, firstAt: at(50), lastAt: at(101) });
    const three = counted(3, hit(50, 0), hit(100, 0), hit(101, 1), hit(102, 2), hit(103, 0));
    expect([three.clicked, three.machineClicked]).toEqual([{ count: 1, firstAt: at(50), lastAt: at(50) }, 4]);
    expect(three.log.map(({ machine }) => machine)).toEqual([undefined, ...Array(4).fill('all-at-once')]);
    expect(counted(2, hit(100, 0), hit(102, 1))).toMatchObject({ clicked: { count: 0 }, machineClicked: 2 });
    expect(counted(2, hit(100, 0), hit(106, 1))).toMatchObject({ clicked: { count: 2 }, machineClicked: 0 });
    expect(counted(1, hit(100, 0), hit(101, 0)).clicked.count).toBe(2);
  });

  test('ends: the last thirty visits are kept, and a program in a loop is no longer counted', () => {
    const many = counted(1, ...Array.from({ length: MAX_HITS }, (_, n) => hit(60 + n, 'pixel')));
    expect([many.opened.count, many.log.length, many.opened.firstAt]).toEqual([MAX_HITS, MAX_LOG, at(60)]);
    expect(withHit(many, hit(9999, 'pixel'), 1)).toBeUndefined();
  });
});

describe('[F201] a token', () => {
  const PLACE: TrackedPlace = {
    tenant: 'demo',
    mailId: '01jd3x8q4v7m0000000000000a',
    edition: '0123abcd',
    reader: 3,
    link: 12,
  };
  const genuine = (token: string, secret = 'secret') => {
    const read = readToken(token);
    return read !== undefined && isGenuine(ids, secret, read);
  };

  test('says whose mail, reader and link it is, and no part of it can be changed', () => {
    const token = trackingToken(ids, 'secret', PLACE);
    expect(readToken(token)).toMatchObject(PLACE);
    expect(genuine(token)).toBe(true);
    const changed = [
      token.replace('demo', 'demp'),
      token.replace('0000a', '0000b'),
      token.replace('abcd', 'abce'),
      token.replace('.3.', '.4.'),
      token.replace('.3.', '.all.'),
      token.replace('.12.', '.13.'),
      token.replace('.12.', '.pixel.'),
    ];
    expect(changed.filter((one) => one === token || genuine(one))).toEqual([]);
    expect(genuine(token, 'another')).toBe(false);
  });

  test.each(['', 'a', '../../x', 'demo.01jd3x8q4v7m0000000000000a.0123abcd.3.12', 'x'.repeat(9000)])(
    'is no token: %j',
    (text) => {
      expect(readToken(text)).toBeUndefined();
    },
  );
});

describe('which links are followed', () => {
  const url = (href: string) =>
    trackableUrl(href, { exceptDomains: ['bank.example'], ownHosts: ['links.example', '127.0.0.1:8080'] });

  test.each([
    'mailto:ada@example.com',
    'tel:+4930123',
    'news:comp.mail',
    '#top',
    'cid:logo',
    '/relative',
    '//host.example/',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://',
    'https://bank.example/pay',
    'HTTPS://www.Bank.example./pay',
    'https://links.example/t/c/demo.x',
    'http://127.0.0.1:8080/t/o/demo.x',
    `https://a.example/${'x'.repeat(MAX_LINK_LENGTH)}`,
  ])('[F202] [F203] not %s', (href) => {
    expect(url(href)).toBeUndefined();
  });

  test.each([
    [' https://shop.example/?a=1&b=2#c ', 'https://shop.example/?a=1&b=2#c'],
    ['HTTP://shop.example', 'http://shop.example/'],
    ['https://notbank.example/', 'https://notbank.example/'],
    ['https://bank.example.org/', 'https://bank.example.org/'],
    ['https://links.example/pricing', 'https://links.example/pricing'],
    ['https://shop.example/a\r\nSet-Cookie: x', 'https://shop.example/aSet-Cookie:%20x'],
    ['https://bücher.example/ü', 'https://xn--bcher-kva.example/%C3%BC'],
  ])('%j leads to %j', (href, target) => {
    expect(url(href)).toBe(target);
  });
});

describe('whether a mail is tracked', () => {
  const single = { lane: 'adhoc', track: undefined, goesToOwnUsersOnly: false } as const;

  test('[F198] single mail by the setting, campaigns always; [F202] not when the mail says no', () => {
    expect(isTracked({ single: false }, single)).toBe(false);
    expect(isTracked({ single: true }, single)).toBe(true);
    expect(isTracked({ single: false }, { ...single, lane: 'campaign' })).toBe(true);
    expect(isTracked({ single: true }, { ...single, track: false })).toBe(false);
    expect(isTracked({ single: true }, { ...single, goesToOwnUsersOnly: true })).toBe(false);
  });

  test.each([false, 0, 'no', ' No ', 'OFF', 'false'])('[F202] not when the record’s trackingConsent is %j', (value) => {
    expect(consents({ trackingConsent: value })).toBe(false);
  });

  test.each([{}, { trackingConsent: true }, { trackingConsent: 'yes' }, { trackingConsent: null }])(
    '[F202] nothing says no in %j',
    (fields) => {
      expect(consents(fields)).toBe(true);
    },
  );
});

test('[F200] a look from a page of the CRM is an own user’s', () => {
  const origins = ['https://crm.example'];
  expect(isOwnUser('https://crm.example/mails/1', origins)).toBe(true);
  expect(
    ['', 'x', 'https://crm.example.evil/', 'http://crm.example/'].filter((one) => isOwnUser(one, origins)),
  ).toEqual([]);
});
