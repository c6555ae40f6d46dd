/** Opens, clicks and failures of outgoing mail, end to end. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { heardByCrm, withCrmRule } from '#tests/support/crm-rule.ts';
import { howMuch } from '#tests/support/how-much.ts';
import { makeOutgoing } from '#tests/support/outgoing.ts';
import { request } from '#tests/support/request.ts';

const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';
const HTML =
  '<p>Hello</p><a href="https://shop.example/?a=1&amp;b=2">Shop</a> <a href="mailto:a@b.example">Write</a> <a data-no-track href="https://quiet.example/">Quiet</a>';

let cloud: TestCloud;
let outgoing: ReturnType<typeof makeOutgoing>;
beforeAll(async () => {
  // The CRM's own queue hears of failures; it is not in this stack.
  cloud = await startTestCloud({ change: withCrmRule(['failures.spike']), unchecked: true });
  outgoing = makeOutgoing(cloud);
});
afterAll(() => cloud?.stop());

/** As a mail program or browser asks: redirects are shown and not followed. */
const visit = async (url: string, method = 'GET', headers: Record<string, string> = {}) => {
  const { origin, pathname } = new URL(url);
  const answer = await request(origin, method, pathname, { headers: { 'user-agent': CHROME, ...headers } });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
};

const aTenant = async (tenant: string, settings: Readonly<Record<string, unknown>> = { single: true }) => {
  const users = await cloud.tenant(tenant);
  const saved = await cloud.call('PUT', '/v1/settings/tracking', { token: users.admin, body: settings });
  if (saved.status !== 200) throw new Error(JSON.stringify(saved.body));
  return users;
};

/** The HTML that left, and our links in it. */
const sent = async (tenant: string, token: string, more: Readonly<Record<string, unknown>> = {}) => {
  const { id, left, two } = await outgoing.sendAndRead(tenant, token, { html: HTML, ...more });
  const html = Object.values(two)[0]?.html ?? left.raw.toString();
  const [link = ''] = html.match(/http[^"]*\/t\/c\/[^"]*/) ?? [];
  const [pixel = ''] = html.match(/http[^"]*\/t\/o\/[^"]*/) ?? [];
  return { id, html, link, pixel };
};

test('[F198] [F203] [F204] counts opens and clicks of a person, leads where the sender meant, and changes no other link', async () => {
  const { user } = await aTenant('alpha');
  const { id, html, link, pixel } = await sent('alpha', user);
  expect(html).not.toContain('shop.example');
  expect(html).toContain('<a href="mailto:a@b.example">Write</a> <a href="https://quiet.example/">Quiet</a>');
  await cloud.call('POST', '/local/clock', { body: { advance: 'PT1M' } });
  const opened = await visit(pixel);
  const followed = await visit(link);
  await visit(link, 'HEAD');
  await visit(pixel, 'GET', { 'user-agent': 'Mozilla/5.0' });
  expect([opened.status, opened.headers.get('content-type'), opened.bytes.subarray(0, 6).toString()]).toEqual([
    200,
    'image/gif',
    'GIF89a',
  ]);
  expect([followed.status, followed.headers.get('location')]).toEqual([302, 'https://shop.example/?a=1&b=2']);
  expect([followed.headers.get('cache-control'), followed.headers.get('set-cookie')]).toEqual([
    'no-store, private',
    null,
  ]);
  const { tracking } = await outgoing.shown(user, id);
  expect(tracking.readers).toMatchObject([
    {
      address: 'grace@navy.example',
      opened: { count: 1 },
      clicked: { count: 1 },
      byMachines: { opened: 1, clicked: 0 },
      visits: [{ url: null, machine: 'picture-proxy' }, { url: 'https://shop.example/?a=1&b=2' }, { url: null }],
    },
  ]);
});

test('[F201] a forged, cut or foreign link leads nowhere and counts nothing', async () => {
  const { user } = await aTenant('beta');
  const { id, link } = await sent('beta', user);
  const forged = [
    link.replace('/beta.', '/alpha.'),
    link.replace(/\.0\.0\.([^.]*)$/, '.0.1.$1'),
    link.replace(/\.0\.0\.([^.]*)$/, '.1.0.$1'),
    link.replace('/t/c/', '/t/o/'),
    link.slice(0, -1),
    `${new URL(link).origin}/t/c/https:%2F%2Fevil.example`,
  ];
  for (const one of forged) {
    const answer = await visit(one);
    expect([answer.status, answer.headers.get('location'), one === link]).toEqual([404, null, false]);
  }
  expect((await outgoing.shown(user, id)).tracking).toEqual({ readers: [] });
});

test('[F198] [F202] [F108] off by default and for this mail or person; own host; one copy to several names nobody', async () => {
  const { user: plain } = await cloud.tenant('gamma');
  expect((await sent('gamma', plain)).html).toContain('https://shop.example/');
  const refused = await outgoing.send(plain, { html: HTML, track: true });
  expect([refused.status, refused.body.errors]).toMatchObject([422, [{ field: 'track' }]]);

  const { user } = await aTenant('delta', {
    single: true,
    host: 'links.delta.example',
    exceptDomains: ['shop.example'],
  });
  const record = await cloud.call('POST', '/v1/records/contacts', {
    token: user,
    body: { fields: { lastName: 'Hopper', trackingConsent: 'no' } },
  });
  const quiet = { module: 'contacts', id: record.body.id };
  expect((await sent('delta', user, { track: false })).pixel).toBe('');
  expect((await sent('delta', user, { record: quiet })).pixel).toBe('');
  const several = await sent('delta', user, { cc: ['ada@navy.example'] });
  expect([several.link, several.pixel]).toEqual([
    '',
    expect.stringMatching(/^https:\/\/links\.delta\.example\/t\/o\/.*\.all\./),
  ]);
  await visit(several.pixel.replace('https://links.delta.example', cloud.ready.http));
  const { tracking } = await outgoing.shown(user, several.id);
  expect(tracking.readers).toMatchObject([{ address: null, byMachines: { opened: 1 } }]);
});

test('[F199] a failing table is not the reader’s concern', async () => {
  const { user } = await aTenant('epsilon');
  const { id, link } = await sent('epsilon', user);
  await cloud.call('POST', '/local/faults', {
    body: { function: 'public-links', service: 'dynamodb', operation: 'PutItem', nth: 1, kind: 'error', times: 20 },
  });
  expect((await visit(link)).status).toBe(302);
  await cloud.call('DELETE', '/local/faults');
  expect((await outgoing.shown(user, id)).tracking).toEqual({ readers: [] });
});

test('[F236] failures are listed by reason and day for admins, once each, and a reason that stands out is told', async () => {
  const { user, admin } = await cloud.tenant('zeta');
  const to = Array.from({ length: 10 }, (_, n) => `bounce+${n}@simulator.amazonses.com`);
  await outgoing.send(user, { to, text: 'Hello.' });
  await cloud.idle();
  const list = () => cloud.call('GET', '/v1/emails/failures', { token: admin });
  expect((await list()).body.failures).toMatchObject([{ code: 'bounced-permanent', count: 10, remedy: /./ }]);
  expect((await cloud.call('GET', '/v1/emails/failures', { token: user })).status).toBe(403);
  expect(heardByCrm(cloud).map(({ detail }) => detail)).toMatchObject([
    { tenant: 'zeta', code: 'bounced-permanent', count: 10, hourBefore: 0 },
  ]);
});

/** The worker's first two writes: where the links lead, and its claim. */
const KILLS = howMuch({
  part: [],
  whole: [1, 2].flatMap((nth) => [['kill-before', nth] as const, ['kill-after', nth] as const]),
});

test.each(KILLS)(
  '[F198] a worker killed (%s) at its write %i sends once, and the links of what left lead on',
  async (kind, nth) => {
    const tenant = `${kind}-${nth}`;
    const { user } = await aTenant(tenant);
    cloud.faults.plant({ function: 'send-adhoc-mail', service: 'dynamodb', operation: 'PutItem', nth, kind, times: 1 });
    await outgoing.send(user, { html: HTML });
    await cloud.drain();
    // A claim without a mail is the reconciler's, half an hour later.
    await cloud.call('POST', '/local/clock', { body: { advance: 'PT2H' } });
    await cloud.idle();
    cloud.faults.clear();
    const left = outgoing.left(tenant);
    const html = left[0]?.raw.toString().replaceAll('=\r\n', '') ?? '';
    const [link = ''] = html.match(/http[^"]*\/t\/c\/[^"]*/) ?? [];
    expect([left.length, (await visit(link)).status]).toEqual([1, 302]);
  },
);
