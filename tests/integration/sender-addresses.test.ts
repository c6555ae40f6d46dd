/** Addresses of senders and the settings of outgoing mail, end to end: asking the owner, the page, what a recipient sees. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { makeOutgoing } from '#tests/support/outgoing.ts';

const SETTINGS = '/v1/settings/outgoing-email';

let cloud: TestCloud;
let outgoing: ReturnType<typeof makeOutgoing>;
beforeAll(async () => {
  cloud = await startTestCloud();
  outgoing = makeOutgoing(cloud);
});
afterAll(() => cloud?.stop());

const verifyPath = (address: string) => `/v1/sender-addresses/${encodeURIComponent(address)}/verify`;

const mailsTo = (tenant: string, address: string) => outgoing.left(tenant).filter(({ to }) => to.includes(address));

/** Path of the page in the newest mail to the address. */
const linkOf = async (tenant: string, address: string): Promise<string> => {
  await cloud.idle();
  const raw = mailsTo(tenant, address).at(-1)?.raw.toString().replaceAll('=\r\n', '') ?? '';
  return /https?:\/\/[^/\s]+(\/links\/sender-address\/[\w.-]+)/.exec(raw)?.[1] ?? '';
};

const verified = async (tenant: string, token: string, ...addresses: readonly string[]) => {
  for (const address of addresses) {
    await cloud.call('POST', verifyPath(address), { token });
    await cloud.call('POST', await linkOf(tenant, address));
  }
};

const unverified = async (token: string) =>
  (await cloud.call('GET', '/v1/sender-addresses?status=unverified', { token })).body.items.map(
    ({ address }: { address: string }) => address,
  );

describe('an address', () => {
  test('[F110] [F111] [F113] is used once its owner has pressed the button; opening the link changes nothing; once is enough', async () => {
    const { admin, user } = await cloud.tenant('acme');
    const desk = 'desk@acme.example';
    const refused = await outgoing.send(user, { from: desk, text: 'Hello.' });
    expect([refused.status, refused.body]).toMatchObject([
      422,
      { code: 'sender-not-verified', errors: [{ field: 'from' }], verify: [verifyPath(desk)] },
    ]);
    const answered = await outgoing.send(user, { replyTo: desk, text: 'Hello.' });
    expect(answered.body).toMatchObject({ code: 'sender-not-verified', errors: [{ field: 'replyTo' }] });

    const ask = () => cloud.call('POST', verifyPath(desk), { token: user, headers: { 'idempotency-key': 'once' } });
    await ask();
    const asked = await ask();
    expect([asked.status, asked.body]).toMatchObject([
      202,
      { address: desk, status: 'unverified', requestedBy: 'user' },
    ]);
    const link = await linkOf('acme', desk);
    expect(mailsTo('acme', desk).length).toBe(1);
    const raw = String(mailsTo('acme', desk)[0]?.raw);
    expect(raw).toContain('From: no-reply@');
    expect(raw).toContain('Auto-Submitted: auto-generated');
    const page = await cloud.call('GET', link);
    expect([page.status, page.headers.get('set-cookie'), page.body.includes('<script')]).toEqual([200, null, false]);
    expect(page.body).toContain(`Yes, I own ${desk}`);
    expect(await unverified(admin)).toEqual([desk]);

    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const _twice of [1, 2]) {
      const pressed = await cloud.call('POST', link, { headers, body: '' });
      expect([pressed.status, pressed.body.includes('is verified')]).toEqual([200, true]);
    }
    expect(await unverified(admin)).toEqual([]);
    const { two } = await outgoing.sendAndRead('acme', user, { from: desk, replyTo: desk, text: 'Hello.' });
    for (const read of Object.values(two)) expect(read).toMatchObject({ from: [desk], replyTo: [desk] });

    // Taken off the list, what its links once did is done.
    expect((await cloud.call('DELETE', `/v1/sender-addresses/${desk}`, { token: admin })).status).toBe(204);
    await cloud.call('POST', verifyPath(desk), { token: admin });
    expect((await cloud.call('POST', link)).status).toBe(404);
    expect(await unverified(admin)).toEqual([desk]);
  });
});

describe('the settings', () => {
  test('[F110] [F112] are not saved with an unverified address in them; a user who is typed in is one', async () => {
    const { admin, owner } = await cloud.tenant('corn');
    const body = { cases: { replyTo: { address: 'help@corn.example' } } };
    const before = (await cloud.call('GET', SETTINGS, { token: admin })).body;
    const refused = await cloud.call('PATCH', SETTINGS, { token: admin, body });
    expect([refused.status, refused.body]).toMatchObject([
      422,
      {
        code: 'sender-not-verified',
        errors: [{ field: 'cases.replyTo.address' }],
        verify: [verifyPath('help@corn.example')],
      },
    ]);
    expect((await cloud.call('GET', SETTINGS, { token: admin })).body).toEqual(before);
    await cloud.call('PUT', '/v1/users/eve', { token: owner, body: { email: 'eve@corn.example', role: 'user' } });
    const eve = await cloud.token('corn', 'eve');
    expect((await outgoing.send(eve, { text: 'Hello.' })).body.code).toBe('sender-not-verified');
    await verified('corn', eve, 'eve@corn.example', 'help@corn.example');
    expect((await outgoing.send(eve, { text: 'Hello.' })).status).toBe(202);
    expect((await cloud.call('PATCH', SETTINGS, { token: admin, body })).status).toBe(200);
  });

  test('[F94] [F95] [F97] [F109] decide what the recipient of a mail from a case sees, and who gets a copy', async () => {
    const { admin, owner, user } = await cloud.tenant('dune');
    await verified('dune', admin, 'help@dune.example', 'log@dune.example');
    const saved = await cloud.call('PATCH', SETTINGS, {
      token: admin,
      body: {
        cases: {
          fromName: 'Dune "Help" Désk',
          replyTo: { address: 'help@dune.example', name: 'Help' },
          copyTo: { address: 'log@dune.example' },
        },
        font: { family: "Verdana, 'Open Sans'", sizePx: 14 },
        signature: '<p onclick="x()">Yours, <b>Dune</b><script>bad()</script></p>',
        footer: '<p>Dune Ltd, 1 Sand Road</p>',
      },
    });
    expect(saved.body).toMatchObject({ signature: { html: '<p>Yours, <b>Dune</b></p>', text: 'Yours, Dune' } });
    const fields = { title: 'Broken', owner: 'owner' };
    const record = (await cloud.call('POST', '/v1/records/cases', { token: user, body: { fields } })).body;
    const quoted = '<blockquote>On Monday you wrote: <p>help</blockquote>';
    const mail = { html: `<p>Done.</p>${quoted}`, text: 'Done.\n\n> help', from: 'owner' };
    const ofCase = { ...mail, record: { module: 'cases', id: record.id } };
    const { left, two } = await outgoing.sendAndRead('dune', user, ofCase);
    expect([...left.to].sort()).toEqual(['grace@navy.example', 'log@dune.example']);
    const used = (await cloud.call('GET', '/v1/usage', { token: user })).body;
    expect(used.used + used.reserved).toBe(2);
    for (const read of Object.values(two)) {
      expect(read).toMatchObject({
        from: ['owner@dune.example'],
        replyTo: ['help@dune.example'],
        cc: ['log@dune.example'],
      });
      expect(read.text.trim().endsWith('Done.\n\n> help\n\nYours, Dune\n\nDune Ltd, 1 Sand Road')).toBe(true);
      expect(read.html).toContain(`<div style="font-family:Verdana, 'Open Sans';font-size:14px"><p>Done.</p>${quoted}`);
      expect(read.html.split('Dune Ltd').length).toBe(2);
    }
    expect(left.raw.toString()).toMatch(/^From: =\?UTF-8\?Q\?Dune_=22Help=22_D=C3=A9sk\?= <owner@dune\.example>\r$/m);

    const plain = await outgoing.sendAndRead('dune', owner, { text: 'Hello.', signature: false });
    for (const read of Object.values(plain.two)) {
      expect(read).toMatchObject({ replyTo: [], cc: [] });
      expect(read.text.trim()).toBe('Hello.\n\nDune Ltd, 1 Sand Road');
    }
  });
});
