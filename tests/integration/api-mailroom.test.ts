/** The Mailroom panel over HTTP: the list, one mail, its files, replay. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { aMail } from '#tests/support/mail.ts';
import { allPages } from '#tests/support/pages.ts';

let cloud: TestCloud;
let acme: Awaited<ReturnType<TestCloud['tenant']>>;
beforeAll(async () => {
  cloud = await startTestCloud();
  acme = await cloud.tenant('acme');
});
afterAll(() => cloud?.stop());

const get = (path: string, token = acme.admin) => cloud.call('GET', path, { token });
const newest = async (): Promise<string> => (await get('/v1/mailroom/emails?limit=1')).body.items[0].id;
const arrive = async (suffix: string, mail: string | Buffer) => {
  await cloud.deliver(acme.address(suffix), mail);
  await cloud.idle();
  return newest();
};
const advance = (duration: string) => cloud.call('POST', '/local/clock', { body: { advance: duration } });

test('[F1][F2] shows the address and what each of the six suffixes does', async () => {
  const { status, body } = await get('/v1/mailroom');
  expect([status, body.handle, body.address]).toEqual([200, 'acme', 'acme@in.postroom.test']);
  expect(
    body.defaultActions.map(({ address, action }: Record<string, string>) => `${address} ${action}`).sort(),
  ).toEqual([
    'acme+archive@in.postroom.test archive',
    'acme+case@in.postroom.test create-case',
    'acme+contact@in.postroom.test create-contact',
    'acme+lead@in.postroom.test create-lead',
    'acme+opportunity@in.postroom.test create-opportunity',
    'acme+org@in.postroom.test create-organization',
  ]);
});

describe('the list', () => {
  test('is paged newest first without twins or gaps, whole and by outcome', async () => {
    const many = await cloud.tenant('many');
    const sent = { acted: 23, skipped: 31, quarantined: 6 };
    const broken = 'From: x@y.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n'.concat(
      '--b\r\n\r\nx\r\n'.repeat(20_000),
    );
    await Promise.all([
      ...Array.from({ length: sent.acted }, (_, n) =>
        cloud.deliver(many.address('+lead'), aMail({ from: `p${n}@list.example` })),
      ),
      ...Array.from({ length: sent.skipped }, () => cloud.deliver(many.address(''), aMail({ from: 'q@list.example' }))),
      ...Array.from({ length: sent.quarantined }, (_, n) =>
        cloud.deliver(many.address('+lead'), `Subject: ${n}\r\n${broken}`),
      ),
    ]);
    await cloud.idle();
    const whole = (await allPages(cloud, '/v1/mailroom/emails', many.admin, 7)).items;
    const ids = whole.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort().reverse());
    for (const [outcome, count] of Object.entries(sent)) {
      const { items, sizes } = await allPages(cloud, `/v1/mailroom/emails?outcome=${outcome}`, many.admin, 4);
      expect(
        items.map(({ id }) => id),
        outcome,
      ).toEqual(whole.filter((mail) => mail.outcome === outcome).map(({ id }) => id));
      expect(items, outcome).toHaveLength(count);
      expect(sizes.length, outcome).toBeGreaterThanOrEqual(Math.ceil(count / 4));
    }
    expect(whole).toHaveLength(sent.acted + sent.skipped + sent.quarantined);
  });

  test("takes no cursor of another tenant's list", async () => {
    const globex = await cloud.tenant('globex');
    for (let n = 0; n < 2; n += 1) await cloud.deliver(globex.address('+lead'), aMail({ from: 'g@globex.test' }));
    await cloud.idle();
    const { nextCursor } = (await get('/v1/mailroom/emails?limit=1', globex.owner)).body;
    const { status, body } = await get(`/v1/mailroom/emails?cursor=${nextCursor}`);
    expect([status, body.code, body.errors[0].field]).toEqual([422, 'invalid-cursor', 'cursor']);
  });

  test('is for admins: a plain user sees no mail that is nobody\u2019s yet', async () => {
    const id = await arrive('', aMail({ from: 'nobody@list.example' }));
    for (const path of ['/v1/mailroom', '/v1/mailroom/emails']) expect((await get(path, acme.user)).status).toBe(403);
    for (const path of [id, `${id}/raw`])
      expect((await get(`/v1/mailroom/emails/${path}`, acme.user)).status).toBe(404);
  });

  test('[F18] but a user reads the mail of a record, as whoever has to answer it must', async () => {
    const id = await arrive('+lead', aMail({ from: 'buyer@shop.example', text: 'How much is it?' }));
    const mail = await get(`/v1/mailroom/emails/${id}`, acme.user);
    expect([mail.status, mail.body.text]).toEqual([200, 'How much is it?\n']);
    expect((await get(`/v1/mailroom/emails/${id}/raw`, acme.user)).status).toBe(303);
  });
});

const WITH_FILES = ['Content-Type: multipart/mixed; boundary=b'];
const files = (name: string, type: string, content: string) =>
  [
    '--b',
    'Content-Type: text/plain',
    '',
    'See below.',
    '--b',
    `Content-Type: ${type}`,
    `Content-Disposition: attachment; filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(content).toString('base64'),
    '--b--',
  ].join('\r\n');

describe('the raw mail and its attachments', () => {
  const HTML = '<script>alert(document.domain)</script>';

  test('[F32] come as a redirect to a link that downloads them byte for byte', async () => {
    const mail = aMail({ headers: WITH_FILES, text: files('r\u00e9sum\u00e9 "x".html', 'text/html', HTML) });
    const id = await arrive('+lead', mail);
    const raw = await get(`/v1/mailroom/emails/${id}/raw`);
    expect([raw.status, raw.body]).toEqual([303, '']);
    const answer = await fetch(raw.headers.get('location') ?? '');
    expect([answer.status, answer.headers.get('content-disposition')]).toEqual([
      200,
      expect.stringMatching(/^attachment; filename="[0-9a-z]{26}\.eml"/),
    ]);
    // The receiving SES writes its own headers above; what came is whole below them.
    expect((await answer.text()).endsWith(mail)).toBe(true);

    expect((await get(`/v1/mailroom/emails/${id}`)).body.attachments).toEqual([
      {
        ...{ n: 0, name: expect.stringContaining('.html'), contentType: 'text/html', sizeBytes: HTML.length },
        documentId: expect.stringMatching(/^[0-9a-z]{26}$/),
      },
    ]);
    const attachment = await fetch(
      (await get(`/v1/mailroom/emails/${id}/attachments/0`)).headers.get('location') ?? '',
    );
    expect([attachment.status, await attachment.text()]).toEqual([200, HTML]);
    // Never shown: a page in it would run as the bucket's own.
    expect(attachment.headers.get('content-disposition')).toMatch(/^attachment; filename="[^"]*"; filename\*=UTF-8''/);
    for (const n of ['1', '9999']) expect((await get(`/v1/mailroom/emails/${id}/attachments/${n}`)).status).toBe(404);
  });

  test('are not to be had after five minutes, with another name, or for another key', async () => {
    const id = await arrive('+lead', aMail({ headers: WITH_FILES, text: files('a.txt', 'text/plain', 'attached') }));
    for (const path of [`/v1/mailroom/emails/${id}/raw`, `/v1/mailroom/emails/${id}/attachments/0`]) {
      const link = (await get(path)).headers.get('location') ?? '';
      const status = async (url: string) => (await fetch(url)).status;
      expect(await status(link)).toBe(200);
      const longer = new URL(link);
      longer.searchParams.set('X-Amz-Expires', '604800');
      const shown = new URL(link);
      shown.searchParams.set('response-content-disposition', 'inline');
      const elsewhere = new URL(link);
      elsewhere.pathname = elsewhere.pathname.replace(/[^/]$/, (last) => (last === '0' ? '1' : '0'));
      const unsigned = new URL(link);
      unsigned.search = '';
      for (const url of [longer, shown, elsewhere, unsigned]) expect(await status(url.href), url.search).toBe(403);
      await advance('PT4M50S');
      expect(await status(link)).toBe(200);
      await advance('PT11S');
      expect(await status(link)).toBe(403);
    }
  });
});

describe('the HTML of a mail', () => {
  const shown = async (html: string): Promise<string> => {
    const id = await arrive(
      '+lead',
      aMail({ from: 'html@hostile.example', headers: ['Content-Type: text/html; charset=utf-8'], text: html }),
    );
    return (await get(`/v1/mailroom/emails/${id}`)).body.html;
  };

  test.each([
    ['a script', '<p>a</p><script>steal()</script>', /script|steal/i],
    ['a script in capitals, unclosed', '<p>a</p><SCRIPT SRC=//evil.example/x.js', /script|evil/i],
    ['an event handler', '<img src=cid:x onerror=steal()><p onclick="steal()">a</p>', /onerror|onclick|steal/i],
    ['an event handler after a slash', '<img/onerror="steal()"/src=cid:x>', /onerror|steal/i],
    ['a javascript: link', '<a href="javascript:steal()">a</a>', /javascript|steal/i],
    [
      'a javascript: link in disguise',
      '<a href=" jAva\tscr\nipt&#58;steal()">a</a><a href="&#x6A;avascript:steal()">b</a>',
      /script|steal/i,
    ],
    ['a data: link', '<a href="data:text/html,<script>steal()</script>">a</a>', /data:|steal/i],
    ['a vbscript: link', '<a href="vbscript:steal()">a</a>', /vbscript|steal/i],
    ['a link without a scheme to elsewhere', '<a href="//evil.example/">a</a>', /evil/i],
    ['a style sheet', '<style>body{background:url(//evil.example)}</style><p>a</p>', /style|evil/i],
    [
      'a style of an element',
      '<p style="background:url(https://evil.example/t.gif);position:fixed">a</p>',
      /style|evil|fixed/i,
    ],
    ['a linked style sheet', '<link rel=stylesheet href=https://evil.example/x.css><p>a</p>', /link|evil/i],
    [
      'a form',
      '<form action=https://evil.example><input name=password><button>Log in</button></form>',
      /form|input|button|evil/i,
    ],
    [
      'a remote image',
      '<img src="https://evil.example/pixel.gif" srcset="https://evil.example/2x.gif 2x">',
      /evil|http/i,
    ],
    ['a remote background', '<table background="https://evil.example/x.gif"><tr><td>a</td></tr></table>', /evil|http/i],
    [
      'an SVG',
      '<svg onload=steal()><script>steal()</script><a xlink:href="javascript:steal()">a</a></svg>',
      /svg|steal/i,
    ],
    [
      'MathML',
      '<math><mtext><table><mglyph><style><!--</style><img title="--><img src=1 onerror=steal()>">',
      /math|<style|<img[^>]*onerror=/i,
    ],
    [
      'a frame',
      '<iframe srcdoc="<script>steal()</script>"></iframe><object data=x></object><embed src=x>',
      /iframe|object|embed|steal/i,
    ],
    [
      'a new base and a refresh',
      '<base href=https://evil.example><meta http-equiv=refresh content="0;url=https://evil.example"><p>a</p>',
      /base|meta|evil/i,
    ],
    ['a comment that is none', '<!--[if IE]><script>steal()</script><![endif]--><p>a</p>', /script|steal|<!--/i],
  ])('is shown without %s', async (_what, html, hostile) => {
    expect(await shown(html)).not.toMatch(hostile);
  });

  test('keeps what is harmless: text, tables, links to the web, pictures of the mail itself', async () => {
    const html = await shown(
      '<table><tr><td align="left"><b>Hi</b> <a href="https://shop.example/x?a=1">shop</a><img src="cid:logo" alt="Logo" /></td></tr></table>',
    );
    expect(html).toContain('<b>Hi</b>');
    expect(html).toMatch(/<a href="https:\/\/shop\.example\/x\?a=1"[^>]* rel="noopener noreferrer nofollow"/);
    expect(html).toContain('<img src="cid:logo" alt="Logo" />');
  });
});

describe('replay', () => {
  const replay = (id: string, token = acme.admin) => cloud.call('POST', `/v1/mailroom/emails/${id}/replay`, { token });
  const leads = async (email: string) => (await get(`/v1/records/leads?email=${email}`)).body.items;

  test('[F33] of a mail that was acted on makes nothing twice and comes to the same', async () => {
    const id = await arrive('+lead', aMail({ from: 'Twice <twice@replay.example>' }));
    const before = (await get(`/v1/mailroom/emails/${id}`)).body;
    for (let n = 0; n < 2; n += 1) {
      const { status, body } = await replay(id);
      expect([status, body]).toEqual([202, { id }]);
      await cloud.idle();
    }
    const [lead, ...others] = await leads('twice@replay.example');
    expect(others).toEqual([]);
    expect((await get(`/v1/records/leads/${lead.id}/timeline`)).body.items).toHaveLength(1);
    expect((await get(`/v1/mailroom/emails/${id}`)).body).toEqual(before);
  });

  test('ten times at once makes nothing twice', async () => {
    const id = await arrive('+case', aMail({ from: 'Crowd <crowd@replay.example>' }));
    await Promise.all(Array.from({ length: 10 }, () => replay(id)));
    await cloud.idle();
    expect((await get('/v1/records/cases?email=crowd@replay.example')).body.items).toHaveLength(1);
    expect((await get('/v1/records/contacts?email=crowd@replay.example')).body.items).toHaveLength(1);
  });

  test('[F33] of a mail that found no record finds the one made since', async () => {
    const id = await arrive('+archive', aMail({ from: 'later@replay.example' }));
    expect((await get(`/v1/mailroom/emails/${id}`)).body).toMatchObject({
      outcome: 'skipped',
      reason: { code: 'no-record-found' },
    });
    const made = (
      await cloud.call('POST', '/v1/records/contacts', {
        token: acme.user,
        body: { fields: { lastname: 'Later', email: 'later@replay.example' } },
      })
    ).body;
    await replay(id);
    await cloud.idle();
    expect((await get(`/v1/mailroom/emails/${id}`)).body).toMatchObject({
      outcome: 'acted',
      reason: null,
      records: [{ module: 'contacts', id: made.id, did: 'attached' }],
    });
  });

  test('is for admins, and for mail that is there', async () => {
    const mail = await arrive('+lead', aMail({ from: 'anybody@replay.example' }));
    expect((await replay(mail, acme.user)).status).toBe(403);
    expect((await replay('01jd3x8q4v7m0000000000000a')).status).toBe(404);
  });
});
