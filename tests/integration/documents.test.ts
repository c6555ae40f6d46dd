/** Attachments of a mail become documents of the record that the mail became or joined. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { aMail, type MailFields } from '#tests/support/mail.ts';

let cloud: TestCloud;
let counter = 0;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud?.stop());

const MB = 1024 * 1024;

interface File {
  readonly name: string;
  readonly content: string;
  readonly contentId?: string;
}

const withFiles = (files: readonly File[], { headers = [], text = 'See below.', ...fields }: MailFields = {}) => {
  const parts = files.map(({ name, content, contentId }) => [
    '--b',
    `Content-Type: ${contentId === undefined ? 'text/plain' : 'image/png'}`,
    `Content-Disposition: attachment; filename="${name}"`,
    ...(contentId === undefined ? [] : [`Content-ID: <${contentId}>`]),
    'Content-Transfer-Encoding: base64',
    '',
    ...(Buffer.from(content)
      .toString('base64')
      .match(/.{1,76}/g) ?? []),
  ]);
  const body = ['--b', 'Content-Type: text/html', '', `<p>${text}</p>`, ...parts.flat(), '--b--'];
  return aMail({
    ...fields,
    headers: ['Content-Type: multipart/mixed; boundary=b', ...headers],
    text: body.join('\r\n'),
  });
};

const aTenant = async () => {
  counter += 1;
  const tenant = await cloud.tenant(`files-${counter}`);
  const call = (method: string, path: string, body?: unknown) =>
    cloud.call(method, path, { token: tenant.admin, ...(body === undefined ? {} : { body }) });
  const newest = async () => {
    const { id, records } = (await call('GET', '/v1/mailroom/emails?limit=1')).body.items[0];
    return { id, records, ...(await call('GET', `/v1/mailroom/emails/${id}`)).body };
  };
  const receive = async (mail: string, suffix = '+case') => {
    await cloud.deliver(tenant.address(suffix), mail);
    await cloud.idle();
    const mailShown = await newest();
    const [record] = mailShown.records;
    return { ...mailShown, path: `/v1/records/${record?.module}/${record?.id}` };
  };
  const replay = async (id: string) => {
    await call('POST', `/v1/mailroom/emails/${id}/replay`);
    await cloud.idle();
    return newest();
  };
  const documents = async (path: string, query = ''): Promise<readonly { id: string; fields: { title: string } }[]> =>
    (await call('GET', `${path}/documents${query}`)).body.items;
  const titles = async (path: string) => (await documents(path)).map(({ fields }) => fields.title);
  const content = (id: string) => call('GET', `/v1/records/documents/${id}/content`);
  return { ...tenant, call, receive, replay, documents, titles, content };
};

test('[F14][F18] attachments of a mail that becomes a case are documents of the case, with the mail they came by', async () => {
  const acme = await aTenant();
  const mail = await acme.receive(
    withFiles([
      { name: 'one.txt', content: 'The first.' },
      { name: 'two.txt', content: 'The second.' },
    ]),
  );
  expect(mail.records).toMatchObject([{ module: 'cases' }, { module: 'contacts' }]);
  const [first, second] = mail.attachments.map(({ documentId }: { documentId: string }) => documentId);
  const documents = await acme.documents(mail.path);
  expect(documents.map(({ id }) => id)).toEqual([second, first]);
  expect(documents[1]?.fields).toEqual({
    ...{ title: 'one.txt', contentType: 'text/plain', sizeBytes: 10, source: 'mail', owner: expect.any(String) },
    ...{ emailId: mail.id, attachment: 0, parentModule: 'cases', parentId: mail.records[0].id },
  });
  const timeline = (await acme.call('GET', `${mail.path}/timeline`)).body.items;
  expect(timeline).toContainEqual({
    ...{ id: `document-${mail.id}-0`, kind: 'document', at: mail.receivedAt, summary: 'one.txt' },
    ...{ emailId: mail.id, documentId: first },
  });
  // One document each: the contact shows them through its case.
  expect(await acme.titles(`/v1/records/contacts/${mail.records[1].id}`)).toEqual([]);
  expect((await acme.call('GET', '/v1/records/documents')).body.items).toHaveLength(2);
});

test('[F18][F130] a document downloads under its title, which can be changed; what ties it to its mail cannot', async () => {
  const acme = await aTenant();
  const { path, id } = await acme.receive(withFiles([{ name: 'a.txt', content: 'Attached.' }]));
  const [document] = await acme.documents(path);
  const at = `/v1/records/documents/${document?.id}`;
  expect((await acme.call('PATCH', at, { fields: { title: 'offer.txt' } })).status).toBe(200);
  const link = await acme.content(document?.id ?? '');
  expect(link.status).toBe(303);
  const answer = await fetch(link.headers.get('location') ?? '');
  expect(await answer.text()).toBe('Attached.');
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="offer\.txt"/);
  // [F130] It goes along with a mail; what is no document does not.
  const attach = (documentId: string | undefined) =>
    acme.call('POST', '/v1/emails', { to: ['grace@navy.example'], subject: 'Offer', attachments: [{ documentId }] });
  expect((await attach(document?.id)).status).toBe(202);
  await cloud.idle();
  const sent = (await cloud.call('GET', '/local/outbox')).body.items.at(-1)?.raw;
  expect(sent).toMatch(/filename=offer\.txt[\s\S]*(?:Attached\.|QXR0YWNoZWQu)/);
  expect((await attach(id)).body.errors).toEqual([
    { field: 'attachments.0.documentId', message: 'is no document here' },
  ]);
  const refused = await acme.call('PATCH', at, { fields: { attachment: 1, emailId: id } });
  expect([refused.status, refused.body.errors.map(({ field }: { field: string }) => field)]).toEqual([
    422,
    ['fields.emailId', 'fields.attachment'],
  ]);
  const forged = { fields: { emailId: id, attachment: 0, parentModule: 'cases', parentId: id } };
  expect((await acme.call('POST', '/v1/records/documents', forged)).status).toBe(422);
  const rule = { name: 'A rule', action: { type: 'create-record', module: 'documents', fields: forged.fields } };
  expect((await acme.call('POST', '/v1/mailroom/rules', rule)).status).toBe(422);
});

test('[F14] what does not fit into 10 MB is not kept and says so, with the mail processed and the attachment in it; room that is given back is used by a replay', async () => {
  const acme = await aTenant();
  const six = 'x'.repeat(6 * MB);
  const files = [
    { name: 'six.txt', content: six },
    { name: 'too-much.txt', content: six },
    { name: 'small.txt', content: 'Fits.' },
  ];
  const mail = await acme.receive(withFiles(files));
  expect(await acme.titles(mail.path)).toEqual(['small.txt', 'six.txt']);
  expect(mail).toMatchObject({ outcome: 'acted', html: expect.stringContaining('See below.') });
  expect(mail.attachments[1]).toEqual({
    ...{ n: 1, name: 'too-much.txt', contentType: 'text/plain', sizeBytes: 6 * MB },
    notKept: {
      code: 'too-large-for-record',
      message: expect.stringContaining('10 MB'),
      remedy: expect.stringContaining('Download it from the mail'),
    },
  });
  const link = await acme.call('GET', `/v1/mailroom/emails/${mail.id}/attachments/1`);
  expect((await (await fetch(link.headers.get('location') ?? '')).arrayBuffer()).byteLength).toBe(6 * MB);

  await acme.call('DELETE', `/v1/records/documents/${mail.attachments[0].documentId}`);
  const replayed = await acme.replay(mail.id);
  expect(await acme.titles(mail.path)).toEqual(['small.txt', 'too-much.txt']);
  expect(replayed.attachments).toMatchObject([
    { notKept: { code: 'document-deleted' } },
    { documentId: expect.any(String) },
    { documentId: mail.attachments[2].documentId },
  ]);
});

test('a replay makes no second documents, and none that somebody deleted', async () => {
  const acme = await aTenant();
  const files = [
    { name: 'kept.txt', content: 'Kept.' },
    { name: 'gone.txt', content: 'Gone.' },
  ];
  const mail = await acme.receive(withFiles(files), '+lead');
  const gone = mail.attachments[1].documentId;
  expect((await acme.call('DELETE', `/v1/records/documents/${gone}`)).status).toBe(204);
  const replayed = await acme.replay(mail.id);
  expect(await acme.titles(mail.path)).toEqual(['kept.txt']);
  expect(replayed.attachments).toMatchObject([{}, { notKept: { code: 'document-deleted' } }]);
  expect((await acme.content(gone)).status).toBe(404);
});

test('[F42] a picture that the HTML shows is no document, one that it does not show is', async () => {
  const acme = await aTenant();
  const pictures = [
    { name: 'logo.png', content: 'logo', contentId: 'logo@shop' },
    { name: 'photo.png', content: 'photo', contentId: 'photo@shop' },
  ];
  const mail = await acme.receive(withFiles(pictures, { text: '<img src="cid:logo@shop">' }));
  expect(await acme.titles(mail.path)).toEqual(['photo.png']);
  expect(mail.attachments).toMatchObject([{ name: 'logo.png', inline: true }, { name: 'photo.png' }]);
});

test('[F7] a confidential mail makes no document, so that nobody who sees the record reads what it holds', async () => {
  const acme = await aTenant();
  const files = [{ name: 'salaries.txt', content: 'Secret.' }];
  const mail = await acme.receive(withFiles(files, { headers: ['Sensitivity: Private'] }));
  expect(mail).toMatchObject({ outcome: 'acted', confidential: true, attachments: [] });
  expect(await acme.titles(mail.path)).toEqual([]);
  const timeline = await acme.call('GET', `${mail.path}/timeline`);
  expect(JSON.stringify(timeline.body)).not.toContain('salaries');
});

test('documents are paged, and those of a record that is not there or of another tenant are 404', async () => {
  const acme = await aTenant();
  const other = await aTenant();
  const files = ['a', 'b', 'c'].map((name) => ({ name, content: name }));
  const { path, attachments } = await acme.receive(withFiles(files));
  const first = (await acme.call('GET', `${path}/documents?limit=2`)).body;
  const rest = await acme.documents(path, `?cursor=${first.nextCursor}`);
  expect([...first.items, ...rest]).toHaveLength(3);
  expect((await other.call('GET', `${path}/documents`)).status).toBe(404);
  expect((await other.content(attachments[0].documentId)).status).toBe(404);
});
