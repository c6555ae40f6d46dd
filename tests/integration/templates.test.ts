/** Templates over HTTP: kept, previewed, tried on oneself, sent. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud?.stop());

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const aTenant = async (name: string) => {
  const tenant = await cloud.tenant(name, { name: 'Acme' });
  const call = (method: string, path: string, body?: unknown, token = tenant.admin, headers = {}) =>
    cloud.call(method, path, { token, headers, ...(body === undefined ? {} : { body }) });
  const make = async (body: unknown) => {
    const made = await call('POST', '/v1/templates', body);
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    return made.body;
  };
  const record = async (module: string, fields: Readonly<Record<string, unknown>>) =>
    (await call('POST', `/v1/records/${module}`, { fields })).body;
  return { ...tenant, call, make, record };
};

const outbox = async () => (await cloud.call('GET', '/local/outbox')).body.items;

test('[F139] a ready template is copied, changed by admins only, and never over somebody else’s change', async () => {
  const acme = await aTenant('keeping');
  const ready = (await acme.call('GET', '/v1/templates/ready?purpose=case-solved&limit=2', undefined, acme.user)).body;
  expect([ready.items.length, ready.items[0].module, ready.nextCursor]).toEqual([2, 'cases', ready.items[1].id]);
  const made = await acme.make({ from: ready.items[0].id, name: 'Ours' });
  expect([made.name, made.module, made.revision, made.warnings]).toEqual(['Ours', 'cases', 1, []]);
  const path = `/v1/templates/${made.id}`;
  expect((await acme.call('GET', path, undefined, acme.user)).body).toEqual(made);
  const body = {
    name: 'Ours',
    module: 'cases',
    subject: 'Done',
    html: '<p onclick="x">Hi $contacts-firstname|you$</p>',
  };
  expect((await acme.call('PUT', path, body, acme.user)).status).toBe(403);
  const changed = await acme.call('PUT', path, { ...body, revision: 1 });
  expect([changed.body.html, changed.body.text, changed.body.revision]).toEqual([
    ...['<p>Hi $contacts-firstname|you$</p>', 'Hi $contacts-firstname|you$', 2],
  ]);
  expect((await acme.call('PUT', path, { ...body, revision: 1 })).body.code).toBe('changed');
  const wrong = await acme.call('PUT', path, { ...body, subject: 'Hi $cases-status:email$' });
  expect(wrong.body.errors[0]).toMatchObject({
    field: 'subject',
    message: expect.stringContaining('$cases-status:email$'),
  });
  const listed = (await acme.call('GET', '/v1/templates?module=cases', undefined, acme.user)).body.items;
  expect(listed).toEqual([expect.objectContaining({ id: made.id, revision: 2, languages: ['en'] })]);
  const strangers = await aTenant('strangers');
  expect((await strangers.call('GET', path)).status).toBe(404);
  expect((await acme.call('DELETE', path)).status).toBe(204);
  expect((await acme.call('PUT', path, body)).status).toBe(404);
});

test('[F144][F146] a preview as a contact is in their language and names what has no value; nothing is sent', async () => {
  const acme = await aTenant('previewing');
  const contact = await acme.record('contacts', { firstname: 'Jörg <b>', email: 'j@shop.example', language: 'de-AT' });
  const made = await acme.make({
    ...{ name: 'Hello', subject: 'Hello $contacts-firstname$', text: 'Hello' },
    variants: [
      { language: 'DE', subject: 'Hallo $contacts-firstname$', html: '<p>$contacts-firstname$ $contacts-phone$</p>' },
    ],
  });
  const preview = (body: unknown) => acme.call('POST', `/v1/templates/${made.id}/preview`, body, acme.user);
  expect((await preview({ contactId: contact.id })).body).toEqual({
    ...{ language: 'de', subject: 'Hallo Jörg <b>', text: 'Jörg <b> ' },
    ...{ html: '<p>Jörg &lt;b&gt; </p>', missing: ['$contacts-phone$'] },
  });
  expect((await preview({ contactId: contact.id, language: 'en' })).body.subject).toBe('Hello Jörg <b>');
  expect((await preview({ contactId: made.id })).body.errors[0].field).toBe('contactId');
  expect(await outbox()).toEqual([]);
});

test('[F140][F146] a test mail goes to oneself, with the logo inside', async () => {
  const acme = await aTenant('trying');
  await acme.call('PUT', '/v1/company-details', { city: 'Bristol', logo: { contentType: 'image/png', content: PNG } });
  const made = await acme.make({ from: 'welcome-customer' });
  const sent = await acme.call('POST', `/v1/templates/${made.id}/test`, {}, acme.user);
  expect(sent.status, JSON.stringify(sent.body)).toBe(202);
  await cloud.idle();
  const [mail] = (await outbox()).filter(({ tenant }: { tenant: string }) => tenant === 'trying');
  expect(mail.envelope.to).toEqual(['user@trying.example']);
  expect(mail.raw).toContain('Subject: Welcome to Acme');
  expect(mail.raw).toContain('Content-ID: <logo@postroom>');
  expect(mail.raw).toMatch(/multipart\/related/);
  expect(mail.raw.replaceAll('=\r\n', '')).toMatch(/cid:logo@postroom/);
  expect(mail.raw.replaceAll('=\r\n', '')).toContain('Bristol');
});

test('[F140] a mail is made of its template when it is submitted; a repeat gets the same answer though the template is gone', async () => {
  const acme = await aTenant('sending');
  const contact = await acme.record('contacts', { firstname: 'Ada', email: 'ada@shop.example' });
  const asked = {
    name: 'A case',
    module: 'cases',
    subject: 'Case $cases-number$: $cases-title$',
    text: 'Hello $contacts-firstname$',
  };
  const { id: templateId } = await acme.make(asked);
  const aCase = await acme.record('cases', { title: 'Broken\u2028screen', contactId: contact.id });
  const body = { to: ['ada@shop.example'], templateId, record: { module: 'cases', id: aCase.id } };
  const send = (more = {}, headers = {}) => acme.call('POST', '/v1/emails', { ...body, ...more }, acme.user, headers);
  expect((await send({ record: undefined })).body.errors[0]).toEqual({
    ...{ field: 'record', message: 'the template is about cases; name the record' },
  });
  expect((await send({ templateId: aCase.id })).body.errors[0].field).toBe('templateId');
  expect((await send({ subject: 'x' })).body.errors[0].field).toBe('subject');
  const key = { 'idempotency-key': 'once' };
  const first = await send({}, key);
  expect(first.status, JSON.stringify(first.body)).toBe(202);
  expect((await acme.call('DELETE', `/v1/templates/${templateId}`)).status).toBe(204);
  const second = await send({}, key);
  expect([second.status, second.body.id]).toEqual([202, first.body.id]);
  await cloud.idle();
  const mails = (await outbox()).filter(({ tenant }: { tenant: string }) => tenant === 'sending');
  expect(mails).toHaveLength(1);
  expect(mails[0].raw).toContain('Subject: Case 1: Broken screen');
  expect(mails[0].raw).toContain('Hello Ada');
});

test('[F140] a mail is seen in a browser as it was sent, by who has its link; a forged one and another tenant’s are the same page', async () => {
  const acme = await aTenant('viewing');
  await acme.call('PUT', '/v1/company-details', { logo: { contentType: 'image/png', content: PNG } });
  const html = '<p>$logo$ Hi $contacts-firstname|you$</p><a href="$custom-viewinbrowser$">View</a>';
  const { id: templateId } = await acme.make({ name: 'V', subject: 'Hi', html });
  expect((await acme.call('POST', `/v1/templates/${templateId}/preview`, {})).body.missing).toContain(
    '$custom-viewinbrowser$',
  );
  await acme.call('POST', '/v1/emails', { to: ['ada@shop.example'], templateId }, acme.user);
  await cloud.idle();
  const [mail] = (await outbox()).filter(({ tenant }: { tenant: string }) => tenant === 'viewing');
  const [, path = ''] = /href=3D"https?:\/\/[^/"]+(\/view\/[\w.-]+)"/.exec(mail.raw.replaceAll('=\r\n', '')) ?? [];
  const page = await cloud.call('GET', path);
  expect([page.status, page.headers.get('cache-control'), page.headers.get('x-robots-tag')]).toEqual([
    ...[200, 'no-store, private', 'noindex, nofollow'],
  ]);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; img-src https: data:");
  expect(page.body).toContain(`src="data:image/png;base64,${PNG}"`);
  expect(page.body).toContain('Hi you</p>');
  expect((await cloud.call('HEAD', path)).status).toBe(200);
  const [payload = '', mac = ''] = path.slice('/view/'.length).split('.');
  const [tenant, ...rest] = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const stranger = Buffer.from(JSON.stringify(['sending', ...rest])).toString('base64url');
  expect(tenant).toBe('viewing');
  const forged = await Promise.all(
    [`${stranger}.${mac}`, `${payload}.${'A'.repeat(mac.length)}`, 'nothing'].map((token) =>
      cloud.call('GET', `/view/${token}`),
    ),
  );
  expect(forged.map(({ status, body }) => [status, body])).toEqual(Array(3).fill([404, forged[0]?.body]));
});

test('[F139] the gallery shows every ready template as a picture with all its blanks filled', async () => {
  const page = (await cloud.call('GET', '/local/gallery')).body;
  const ids = [...page.matchAll(/<iframe src="([^"]+)"/g)].map(([, path]) => String(path));
  expect(ids.length).toBeGreaterThan(100);
  const mail = await cloud.call('GET', ids.find((path) => path.endsWith('/invoice-send')) ?? 'none');
  expect(mail.headers.get('content-security-policy')).toContain('sandbox');
  expect(mail.body).toContain('€ 1,190.00');
  expect(mail.body).not.toMatch(/\$[a-z]/i);
  expect((await cloud.call('GET', '/local/gallery/nothing')).status).toBe(404);
});
