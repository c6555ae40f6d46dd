import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { howMuch } from '#tests/support/how-much.ts';
import { makeOutgoing } from '#tests/support/outgoing.ts';
import { aPart, reparsed } from '#tests/support/reparsed.ts';

let cloud: TestCloud;
let out: ReturnType<typeof makeOutgoing>;
let acme: Awaited<ReturnType<TestCloud['tenant']>>;

beforeAll(async () => {
  cloud = await startTestCloud();
  out = makeOutgoing(cloud);
  acme = await cloud.tenant('acme');
});
afterAll(() => cloud.stop());

interface Form {
  readonly id: string;
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

const announce = async (
  file: { readonly name: string; readonly contentType: string; readonly sizeBytes: number },
  token = acme.user,
): Promise<Form> => {
  const answer = await cloud.call('POST', '/v1/uploads', { token, body: file });
  expect([answer.status, answer.body]).toMatchObject([201, {}]);
  return answer.body;
};
/** As a browser's form would: the fields, then the file. */
const post = ({ url, fields }: Form, bytes: Uint8Array, change: Readonly<Record<string, string>> = {}) => {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...change })) form.set(name, value);
  form.set('file', new Blob([new Uint8Array(bytes)]), 'whatever');
  return fetch(url, { method: 'POST', body: form });
};
const upload = async (bytes: Uint8Array, name = 'film.q7x', contentType = 'application/x-film', token = acme.user) => {
  const form = await announce({ name, contentType, sizeBytes: bytes.length }, token);
  const answer = await post(form, bytes);
  expect([answer.status, await answer.text()]).toEqual([204, '']);
  return form.id;
};

const MB = 1024 * 1024;
/** Base 64 in lines of 76 makes 78 characters of 57 bytes; a little stays for the header. */
const bytesFor = (mailBytes: number) => randomBytes(Math.floor(((mailBytes - 2000) * 57) / 78));
const sentBy = (operation: string) =>
  cloud.usage
    .report()
    .items.filter((row) => row.function === 'send-adhoc-mail' && row.operation === operation)
    .reduce((sum, { requests }) => sum + requests, 0);

describe('[F125] a mail with a large attachment', () => {
  test.each([
    ...howMuch<[number, string][]>({ part: [], whole: [[9.9, 'SendRawEmail']] }),
    [10.1, 'SendEmail'],
    [39, 'SendEmail'],
  ])('of %d MB leaves by %s, byte by byte', async (size, operation) => {
    const bytes = bytesFor(size * MB);
    const uploadId = await upload(bytes);
    const before = sentBy(operation);
    const answer = await out.send(acme.user, { text: 'Look', attachments: [{ uploadId }] });
    expect(answer.status).toBe(202);
    await cloud.idle();
    expect(await out.shown(acme.user, answer.body.id)).toMatchObject({ status: 'delivered', failure: null });
    const mail = out.left('acme').at(-1);
    expect((mail?.raw.length ?? 0) / MB).toBeCloseTo(size, 1);
    expect(sentBy(operation)).toBe(before + 1);
    const { mailparser, 'postal-mime': postalMime } = await reparsed(mail?.raw ?? Buffer.alloc(0));
    const expected = { text: 'Look', attachments: [aPart('film.q7x', 'application/x-film', bytes)] };
    expect(mailparser).toMatchObject(expected);
    expect(postalMime).toMatchObject(expected);
  });

  test('that is too large together is refused before anything is counted', async () => {
    const [one, two] = [await upload(randomBytes(15_000_000)), await upload(randomBytes(15_000_001))];
    const before = (await cloud.call('GET', '/v1/usage', { token: acme.user })).body;
    const answer = await out.send(acme.user, { attachments: [{ uploadId: one }, { uploadId: two }] });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: 'attachments' }] } });
    expect((await cloud.call('GET', '/v1/usage', { token: acme.user })).body).toEqual(before);
  });

  test('[F135] [F233] that grows past 40 MB only as a mail has failed, says why and what to do, and gives its place back', async () => {
    const uploadId = await upload(randomBytes(27_300_000));
    const { used } = (await cloud.call('GET', '/v1/usage', { token: acme.user })).body;
    // Quoted-printable doubles it.
    const text = 'aaü'.repeat(333_333);
    const answer = await out.send(acme.user, { text, html: text, attachments: [{ uploadId }] });
    expect(answer.status).toBe(202);
    await cloud.idle();
    expect(await out.shown(acme.user, answer.body.id)).toMatchObject({
      status: 'failed',
      failure: { code: 'too-large', remedy: expect.stringContaining('link') },
    });
    expect((await cloud.call('GET', '/v1/usage', { token: acme.user })).body).toMatchObject({ used, reserved: 0 });
  });
});

describe('an upload', () => {
  const file = { name: 'a.pdf', contentType: 'application/pdf', sizeBytes: 1000 };

  test.each([
    ['one byte too few', 999, {}, 400],
    ['one byte too many', 1001, {}, 400],
    ['another type', 1000, { 'Content-Type': 'text/html' }, 403],
    ['another place', 1000, { key: 'uploads/acme/mine' }, 403],
    ['another name', 1000, { 'x-amz-meta-name': 'evil.exe' }, 403],
  ])('is refused by S3: %s', async (_title, sizeBytes, change, status) => {
    const form = await announce(file);
    expect((await post(form, randomBytes(sizeBytes), change)).status).toBe(status);
    const answer = await out.send(acme.user, { attachments: [{ uploadId: form.id }] });
    expect(answer.body.errors).toMatchObject([{ field: 'attachments.0.uploadId' }]);
  });

  test('is refused by S3 after its hour; one announced then is not', async () => {
    const form = await announce(file);
    await cloud.call('POST', '/local/clock', { body: { advance: 'PT61M' } });
    expect((await post(form, randomBytes(1000))).status).toBe(403);
    // S3 has answered the function since: its answers must not bear another time.
    await out.send(acme.user, { attachments: [{ uploadId: form.id }] });
    await upload(randomBytes(1000));
  });

  test.each([
    ['nothing', { ...file, sizeBytes: 0 }, 'sizeBytes'],
    ['more than fits into a mail', { ...file, sizeBytes: 30_000_001 }, 'sizeBytes'],
    ['a folder', { ...file, name: 'a/b.pdf' }, 'name'],
    ['parts for a file', { ...file, contentType: 'multipart/mixed' }, 'contentType'],
  ])('of %s is refused by the name of its field', async (_title, body, field) => {
    const answer = await cloud.call('POST', '/v1/uploads', { token: acme.user, body });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ field }] } });
  });

  test('[F130] keeps a long name outside ASCII', async () => {
    const name = `${'报告'.repeat(125)}.q7x`;
    const bytes = randomBytes(10);
    const uploadId = await upload(bytes, name);
    const { two } = await out.sendAndRead('acme', acme.user, { attachments: [{ uploadId }] });
    for (const mail of Object.values(two)) expect(mail.attachments).toEqual([aPart(name, 'application/x-film', bytes)]);
  });

  test("that is another tenant's looks like one that never was", async () => {
    const rival = await cloud.tenant('rival');
    const theirs = await upload(randomBytes(10), 'secret.pdf', 'application/pdf', rival.user);
    const never = (await announce(file)).id;
    const refusal = async (uploadId: string) => {
      const { status, body } = await out.send(acme.owner, { attachments: [{ uploadId }] });
      return { status, ...body, requestId: '' };
    };
    expect(await refusal(theirs)).toEqual(await refusal(never));
    expect(await refusal(theirs)).toMatchObject({ status: 422, errors: [{ field: 'attachments.0.uploadId' }] });
  });
});

describe('an attachment inside the request', () => {
  const inline = (bytes: Uint8Array) => ({
    attachments: [{ name: 'a.q7x', contentType: 'application/x-a', content: Buffer.from(bytes).toString('base64') }],
  });

  test('of 4 MB leaves byte by byte', async () => {
    const bytes = randomBytes(4 * 1000 * 1000);
    const { two } = await out.sendAndRead('acme', acme.user, inline(bytes));
    for (const mail of Object.values(two)) expect(mail.attachments).toEqual([aPart('a.q7x', 'application/x-a', bytes)]);
  });

  test('of more than the gateway takes is its 413', async () => {
    expect((await out.send(acme.user, inline(randomBytes(5_000_000)))).status).toBe(413);
  });

  test.each(['eA=', 'e A==', 'eA==\r\n', 'ä', 'eA==='])('that is no base64 is refused: %j', async (content) => {
    const attachments = [{ name: 'a.pdf', contentType: 'application/pdf', content }];
    const answer = await out.send(acme.user, { attachments });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: 'attachments.0.content' }] } });
  });
});
