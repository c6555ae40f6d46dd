/**
 * Every route that needs no token of the API, attacked: forged, cut, foreign and used-up links, targets of the attacker's own, and programs that open every link. A new public
 * route without a row here fails.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from '#shared/contracts/routes.ts';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { tablesOf } from '#tests/support/everything.ts';
import { howMuch } from '#tests/support/how-much.ts';
import { makeOutgoing } from '#tests/support/outgoing.ts';
import { request } from '#tests/support/request.ts';

const SCANNER = { 'user-agent': 'Mozilla/5.0 (compatible; Proofpoint URL Defense)' };
const DESK = 'desk@brand.example';
const HTML = '<a href="https://shop.example/">Shop</a> <a href="$custom-viewinbrowser$">View</a>';

interface Row {
  /** How the token stands in the mail that brings it; undefined: the route takes none. */
  readonly link: RegExp | undefined;
  /** Where it stands in the query, beside what else has to be there. */
  readonly query?: (token: string) => string;
  /** Using it asks somebody outside, so it is not used here. */
  readonly asksOutside?: true;
  /** A visit is noted as a machine's, and nothing else. */
  readonly notesVisits?: true;
  /** How long it is good for, and a little more. */
  readonly lasts?: string;
}

const ROWS: Readonly<Record<string, Row>> = {
  '/v1/openapi.json': { link: undefined },
  '/t/o/{token}': { link: /\/t\/o\/([\w.-]+)/, notesVisits: true },
  '/t/c/{token}': { link: /\/t\/c\/([\w.-]+)/, notesVisits: true },
  '/links/sender-address/{token}': { link: /\/links\/sender-address\/([\w.-]+)/, lasts: 'P8D' },
  '/view/{token}': { link: /\/view\/([\w.-]+)/, lasts: 'P91D' },
  // Not in a mail but in the answer that begins a sign-in.
  '/oauth/callback': {
    link: /[?&]state=([\w.-]+)/,
    query: (token) => `?state=${encodeURIComponent(token)}&code=4%2F0AX`,
    asksOutside: true,
    lasts: 'PT1H',
  },
};

const PUBLIC = routes.filter(({ access }) => access === 'public');
const rowOf = (path: string): Row => {
  const row = ROWS[path];
  if (row === undefined)
    throw new Error(`${path} is public and has no row: add one to ROWS, and to makeLinks a mail that brings its link.`);
  return row;
};

let cloud: TestCloud;
let outgoing: ReturnType<typeof makeOutgoing>;
let admin = '';
let mailId = '';
/** By path; those of the other tenant are not used before the end. */
const tokens = new Map<string, string>();
const unused = new Map<string, string>();

/** One tenant's links of every kind, out of the mails that brought them. */
const makeLinks = async (tenant: string) => {
  const users = await cloud.tenant(tenant);
  await cloud.call('PUT', '/v1/settings/tracking', { token: users.admin, body: { single: true } });
  const template = { name: 'A page', subject: 'A page', html: HTML, text: 'A page' };
  const made = await cloud.call('POST', '/v1/templates', { token: users.admin, body: template });
  const sent = await outgoing.send(users.user, { subject: undefined, templateId: made.body.id });
  await cloud.call('POST', `/v1/sender-addresses/${DESK}/verify`, { token: users.user });
  const app = { clientId: 'an-app', clientSecret: 'a-secret' };
  await cloud.call('PUT', '/v1/settings/oauth/google', { token: users.admin, body: app });
  const signIn = { provider: 'google', user: 'ada@gmail.example' };
  const begun = await cloud.call('POST', '/v1/oauth-connections', { token: users.admin, body: signIn });
  await cloud.idle();
  const mails = outgoing.left(tenant).map(({ raw }) => raw.toString().replaceAll('=\r\n', ''));
  const all = [...mails, begun.body.authorizeUrl].join('\n').replaceAll('=3D', '=');
  const found = Object.entries(ROWS).map(([path, { link }]) => [path, link?.exec(all)?.[1] ?? ''] as const);
  return { users, id: String(sent.body.id), found: new Map(found) };
};

beforeAll(async () => {
  cloud = await startTestCloud();
  outgoing = makeOutgoing(cloud);
  for (const [path, token] of (await makeLinks('other')).found) unused.set(path, token);
  const { users, id, found } = await makeLinks('alpha');
  admin = users.admin;
  mailId = id;
  for (const [path, token] of found) tokens.set(path, token);
});
afterAll(() => cloud?.stop());

const visit = async (method: string, path: string, token: string, query = '') => {
  const own = rowOf(path).query?.(token);
  const at = own === undefined ? `${path.replace('{token}', encodeURIComponent(token))}${query}` : `${path}${own}`;
  const body = method === 'POST' ? { body: '', headers: { 'content-type': 'application/x-www-form-urlencoded' } } : {};
  const answer = await request(cloud.ready.http, method, at, { ...body, headers: SCANNER });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};

/** The same claim for another tenant, under the old signature. */
const ofOther = (token: string): string => {
  if (token.startsWith('alpha.')) return token.replace('alpha.', 'other.');
  const [payload = '', mac] = token.split('.');
  const claim = Buffer.from(payload, 'base64url').toString().replace('"alpha"', '"other"');
  return `${Buffer.from(claim).toString('base64url')}.${mac}`;
};
const changed = (token: string, at: number): string =>
  `${token.slice(0, at)}${token[at] === '2' ? '3' : '2'}${token.slice(at + 1)}`;

const TARGETS = [
  '//evil.example',
  'https://evil.example/',
  '/\\evil.example',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '\r\nLocation: https://evil.example/',
  '../../v1/openapi.json',
  '<script>alert(1)</script>',
  '%',
  'a'.repeat(2_000),
];

/** What somebody may try who has a right link, or none. */
const forgeries = (path: string): readonly string[] => {
  const right = tokens.get(path) ?? '';
  const body = right.slice(0, right.lastIndexOf('.'));
  return [
    right.slice(0, -1),
    right.slice(0, right.length / 2),
    body,
    `${body}.`,
    `${right}x`,
    `${right}.x`,
    changed(right, 3),
    changed(right, right.length >> 1),
    changed(right, body.length + 1),
    ofOther(right),
    ...[...tokens].filter(([other]) => other !== path).map(([, token]) => token),
    ...TARGETS,
    ...TARGETS.slice(0, 6).map((target) => `${right}${target}`),
  ].filter((token) => token !== '' && token !== right);
};

const withToken = PUBLIC.filter(({ path }) => rowOf(path).link !== undefined);

test('every public route has a row, and every row its link in a mail', () => {
  expect([...new Set(PUBLIC.map(({ path }) => path))].toSorted()).toEqual(Object.keys(ROWS).toSorted());
  const missing = withToken.map(({ path }) => path).filter((path) => (tokens.get(path) ?? '').length < 30);
  expect(missing).toEqual([]);
});

describe.each(withToken.map(({ method, path }) => ({ method, path })))('$method $path', ({ method, path }) => {
  test('[F201] takes no forged, cut or foreign link, none for another purpose, and leads nowhere else', async () => {
    const before = await tablesOf(cloud);
    const taken: string[] = [];
    for (const token of forgeries(path)) {
      const { status, headers, text } = await visit(method, path, token);
      const location = headers.get('location');
      const isEcho = text.includes('evil.example') || text.includes('<script>');
      if (status < 400 || status >= 500 || location !== null || headers.get('set-cookie') !== null || isEcho)
        taken.push(`${token}: ${status} ${location} ${text.slice(0, 200)}`);
    }
    expect(taken).toEqual([]);
    expect(await tablesOf(cloud)).toEqual(before);
  });

  test.runIf(method !== 'POST')('[F201] takes no target from who calls', async () => {
    const right = tokens.get(path) ?? '';
    const { headers } = await visit(method, path, right, '?url=https://evil.example/&next=//evil.example');
    expect(headers.get('location') ?? '').not.toContain('evil');
  });
});

/** What stands in the tables now and did not before. */
const newIn = async (before: readonly string[]): Promise<readonly string[]> => {
  const known = new Set(before);
  return (await tablesOf(cloud)).filter((line) => !known.has(line));
};

test('[F113] [F199] programs that open every link, by GET and by HEAD, change nothing but the note that they did', async () => {
  for (const { method, path } of PUBLIC.filter((one) => one.method !== 'POST')) {
    const before = await tablesOf(cloud);
    const { status, headers } = await visit(method, path, tokens.get(path) ?? '');
    expect([200, 302], `${method} ${path}`).toContain(status);
    expect(headers.get('set-cookie')).toBeNull();
    const notes = (await newIn(before)).filter((line) => !line.includes('"machine":{"S":"scanner"}'));
    expect(notes, `${method} ${path}`).toEqual([]);
    if (method === 'HEAD' || rowOf(path).notesVisits !== true) expect(await tablesOf(cloud)).toEqual(before);
  }
  const { tracking } = await outgoing.shown(admin, mailId);
  expect(tracking.readers).toMatchObject([{ opened: { count: 0 }, clicked: { count: 0 } }]);
});

test('[F113] a link that was used does nothing more', async () => {
  const used = PUBLIC.filter(({ method, path }) => method === 'POST' && rowOf(path).asksOutside !== true);
  for (const { path } of used) {
    const token = tokens.get(path) ?? '';
    const before = await tablesOf(cloud);
    expect([(await visit('POST', path, token)).status, (await newIn(before)).length > 0]).toEqual([200, true]);
    const after = await tablesOf(cloud);
    await visit('POST', path, token);
    expect(await tablesOf(cloud)).toEqual(after);
  }
});

/** Three months of the clock are three months of its timers. */
const LIVES = howMuch({ part: ['PT1H', 'P8D'], whole: ['PT1H', 'P8D', 'P91D'] });

test.each(LIVES)(
  '[F113] [F140] a link that is older than %s and has run out by then shows nothing and does nothing',
  async (life) => {
    await cloud.call('POST', '/local/clock', { body: { advance: life } });
    await cloud.idle();
    const before = await tablesOf(cloud);
    const old = withToken.filter(({ path }) => rowOf(path).lasts === life);
    expect(old.length).toBeGreaterThan(0);
    for (const { method, path } of old)
      expect([404, 410], `${method} ${path}`).toContain((await visit(method, path, unused.get(path) ?? '')).status);
    expect(await tablesOf(cloud)).toEqual(before);
  },
);
