/** `npm run smoke` as a person runs it, on the embedded cloud: what it says when all is well, and when something is not. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { PROJECT_FOLDER } from '#tests/support/synthesize-once.ts';

let cloud: TestCloud;
let acme: Awaited<ReturnType<TestCloud['tenant']>>;
beforeAll(async () => {
  cloud = await startTestCloud();
  acme = await cloud.tenant('acme');
});
afterAll(() => cloud.stop());

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const isEnded = (error: unknown): error is Ended =>
  error instanceof Error && 'code' in error && 'stdout' in error && 'stderr' in error;

const run = async (args: readonly string[]): Promise<Ended> => {
  const command = [join(PROJECT_FOLDER, 'scripts', 'smoke.ts'), ...args];
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, command, { env: {}, timeout: 60_000 });
    return { code: 0, stdout, stderr };
  } catch (error) {
    if (isEnded(error)) return error;
    throw error;
  }
};

const api = () => ['--api', cloud.ready.http];
const smtp = () => ['--smtp', `${cloud.ready.smtp.host}:${cloud.ready.smtp.port}`];

test('a deployment that works passes, and is left with no lead, no suppression and one mail in the log', async () => {
  const { code, stdout, stderr } = await run([...api(), ...smtp(), '--token', acme.admin, '--timeout', '30']);
  expect(stderr).toBe('');
  expect(stdout.replace(/^ *[\d.]+ s {2}/gm, '').replace(/\+[0-9a-f]{12}@/g, '+run@')).toBe(
    [
      `${cloud.ready.http} answers; the token is that of an admin of the tenant acme`,
      `127.0.0.1:${cloud.ready.smtp.port} took a mail to acme+lead@${cloud.ready.inboundDomain}`,
      'it became a lead (created), found by its address',
      'the lead is taken away again',
      'success+run@simulator.amazonses.com: delivered',
      'bounce+run@simulator.amazonses.com: bounced',
      '  it was on the suppression list and is taken off again',
      'complaint+run@simulator.amazonses.com: complained',
      '  it was on the suppression list and is taken off again',
      'everything works',
      '',
    ].join('\n'),
  );
  expect(code).toBe(0);
  const items = async (path: string) => (await cloud.call('GET', path, { token: acme.admin })).body.items;
  expect(await items('/v1/records/leads')).toEqual([]);
  expect(await items('/v1/suppressions')).toEqual([]);
  expect(await items('/v1/mailroom/emails')).toHaveLength(1);
});

test('without a mail server no mail is sent in, and it says so', async () => {
  const { code, stdout } = await run([...api(), '--token', acme.owner, '--timeout', '30']);
  expect(stdout).toContain('SKIPPED mail in');
  expect(stdout).toContain('everything works');
  expect(code).toBe(0);
});

test('mail that never comes into the log fails with what to look at, after the time given', async () => {
  const elsewhere = ['--inbound-address', `nobody+lead@${cloud.ready.inboundDomain}`];
  const { code, stderr } = await run([...api(), ...smtp(), '--token', acme.admin, ...elsewhere, '--timeout', '1']);
  expect(stderr).toMatch(
    /^FAILED {2}The mail in the log of the Mailroom: not within 1 s\.\n.*runbook\.md#receive-mail/,
  );
  expect(code).toBe(1);
});

test.concurrent.each([
  ['a token nobody signed', ['--token', 'nonsense'], 1, 'GET /v1/tenant answered 401 instead of 200: Unauthorized'],
  ['a mail server that is not there', ['--smtp', '127.0.0.1:1'], 1, 'Nothing takes mail at 127.0.0.1:1.'],
  ['an address of nobody at SES', ['--inbound-address', 'a@nowhere.example'], 1, '127.0.0.1 refused the mail: 550'],
  ['an address without +lead', ['--inbound-address', 'acme@in.postroom.test'], 1, 'The mail arrived and was'],
  ['no URL', ['--api', 'nowhere'], 2, '--api is missing or no URL.'],
  ['an option that does not exist', ['--fast'], 2, "Unknown option '--fast'"],
])('%s is answered with a sentence', async (_what, args, wanted, sentence) => {
  const { code, stderr } = await run([...api(), ...smtp(), '--token', acme.admin, ...args, '--timeout', '20']);
  expect(stderr).toContain(sentence);
  expect(code).toBe(wanted);
});

test('an API that is not there, and a token that may not clean up, are refused before anything is sent', async () => {
  expect((await run(['--api', 'http://127.0.0.1:1', '--token', acme.admin])).stderr).toContain('cannot be reached');
  const { stderr } = await run([...api(), ...smtp(), '--token', acme.user]);
  expect(stderr).toContain('GET /v1/users answered 403 instead of 200: This needs the role admin or owner.');
});
