/** What a person sees of `npm start`: what it says, what the page holds, and one sentence for each way it cannot start. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startProcess } from '#tests/support/process.ts';
import { PROJECT_FOLDER } from '#tests/support/synthesize-once.ts';

const aFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'postroom-start-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const start = (folder = aFolder(), environment: Readonly<Record<string, string>> = {}) => {
  const started = startProcess(folder, environment);
  onTestFinished(async () => {
    await started.kill('SIGKILL');
  });
  return started;
};

/** Some program that was here first. */
const takenPort = async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return String(typeof address === 'object' && address !== null ? address.port : 0);
};

const STARTING = 'Postroom: starting the deployed template on this machine ...';

const lines = (text: string) => text.split('\n').filter((line) => line !== '');

test('says in a few lines where to look, where to send mail and how to stop; the page and everything it links to answers', async () => {
  const folder = aFolder();
  const started = start(folder, { POSTROOM_SEED: 'demo' });
  const ready = await started.ready;
  const page = await fetch(ready.http);
  expect(page.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'self'; script-src 'self';/,
  );
  const links = [...(await page.text()).matchAll(/(?:href|src)="(\/[^"]*)"/g)].map(([, link]) => link);
  expect(links).toContain('/v1/openapi.json');
  for (const link of links) expect([link, (await fetch(`${ready.http}${link}`)).status]).toEqual([link, 200]);

  const { stdout, stderr } = await started.kill('SIGINT');
  expect([lines(stdout), stderr]).toEqual([
    [
      STARTING,
      `  Look at it     ${ready.http}`,
      `  Send it mail   smtp://127.0.0.1:${ready.smtp.port}, for example to demo+lead@${ready.inboundDomain}`,
      `  State          ${folder} (delete it to begin anew)`,
      '  Stop           Ctrl+C',
      `POSTROOM READY ${JSON.stringify(ready)}`,
      'SIGINT: stopping. Waiting mail is kept for the next start.',
    ],
    '',
  ]);
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s while it starts ends it as calmly', async (signal) => {
  const started = start();
  await started.starting;
  const ended = await started.kill(signal);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(lines(ended.stdout)).toEqual([STARTING, `${signal}: stopping. Waiting mail is kept for the next start.`]);
});

/** Resolves with all it said when npm and everything it started are gone: that is when the last of them lets go of the output. */
const npmStartKilledBy = async (signal: NodeJS.Signals): Promise<string> => {
  const npm = spawn('npm', ['start'], {
    cwd: PROJECT_FOLDER,
    env: { ...process.env, POSTROOM_HTTP_PORT: '0', POSTROOM_SMTP_PORT: '0', POSTROOM_DATA_DIR: aFolder() },
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const closed = once(npm, 'close');
  onTestFinished(async () => {
    if (npm.pid !== undefined && !npm.stdout.closed) process.kill(-npm.pid, 'SIGKILL');
    await closed;
  });
  let said = '';
  for await (const text of npm.stdout.setEncoding('utf8')) {
    said += text;
    if (text.includes(STARTING)) npm.kill(signal);
  }
  return said;
};

test('SIGTERM to npm alone, as supervisors send it, ends Postroom calmly', async () => {
  expect(await npmStartKilledBy('SIGTERM')).toContain('SIGTERM: stopping.');
});

test('kill -9 of npm alone leaves no Postroom behind that holds the ports', async () => {
  expect(await npmStartKilledBy('SIGKILL')).not.toContain('stopping');
});

const cannotStart = async (environment: Readonly<Record<string, string>>) => {
  const { code, stderr } = await start(environment['POSTROOM_DATA_DIR'] ?? aFolder(), environment).ended;
  return { code, said: lines(stderr) };
};
const sentence = (text: string) => ({ code: 1, said: [`Postroom cannot start. ${text}`] });

test.each([
  ['POSTROOM_HTTP_PORT', 'Port'],
  ['POSTROOM_SMTP_PORT', 'SMTP port'],
])('a port in use: %s is named in one sentence', async (variable, what) => {
  const port = await takenPort();
  expect(await cannotStart({ [variable]: port })).toEqual(
    sentence(
      `${what} ${port} is in use by another program. Set ${variable} to another port, or to 0 for any free one.`,
    ),
  );
});

test.each([
  ['the data folder is a file', 'a-file', 'is a file, not a folder'],
  ['the data folder lies below a file', 'a-file/state', 'lies below a file, not a folder'],
])('%s: told in one sentence', async (_what, name, reason) => {
  const folder = aFolder();
  writeFileSync(join(folder, 'a-file'), 'mine');
  const asked = join(folder, name);
  expect(await cannotStart({ POSTROOM_DATA_DIR: asked })).toEqual(
    sentence(`The data folder ${asked} ${reason}. Set POSTROOM_DATA_DIR to a folder you may write to.`),
  );
});

// Root may write nearly everywhere; /proc is a place where not even root may.
test.runIf(existsSync('/proc/self'))('a place where nobody may make a folder is told in one sentence', async () => {
  expect(await cannotStart({ POSTROOM_DATA_DIR: '/proc/postroom/state' })).toEqual(
    sentence(
      'The data folder /proc/postroom/state cannot be made there. Set POSTROOM_DATA_DIR to a folder you may write to.',
    ),
  );
});

test('a data folder in use by another Postroom is told in one sentence, and the other goes on', async () => {
  const folder = aFolder();
  const { http } = await start(folder).ready;
  expect(await cannotStart({ POSTROOM_DATA_DIR: folder })).toEqual(
    sentence(
      `The data folder ${folder} is in use by another Postroom. Stop that one, or set POSTROOM_DATA_DIR to another folder.`,
    ),
  );
  const made = await fetch(`${http}/local/tenants`, {
    method: 'POST',
    body: JSON.stringify({ tenant: 'later', plan: 'trial', users: [] }),
  });
  expect(made.status).toBe(201);
});

test('a data folder with a database of somebody else is left as it is', async () => {
  const folder = aFolder();
  writeFileSync(join(folder, 'cloud.sqlite'), 'not a database at all, but somebody wants to keep it '.repeat(40));
  expect(await cannotStart({ POSTROOM_DATA_DIR: folder })).toEqual(
    sentence(
      `The data folder ${folder} holds a cloud.sqlite that cannot be read. Set POSTROOM_DATA_DIR to a folder you may write to.`,
    ),
  );
});

test('bad settings are told together, before anything starts', async () => {
  expect(await cannotStart({ POSTROOM_HTTP_PORT: 'http', POSTROOM_SEED: 'much' })).toEqual(
    sentence(
      'POSTROOM_HTTP_PORT must be a port number from 0 to 65535 (0 = any free port). POSTROOM_SEED must be demo or none.',
    ),
  );
});

test('an older Node is told in one sentence which one is needed', () => {
  const older = "Object.defineProperty(process.versions, 'node', { value: '20.19.0' })";
  const run = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${older}`, '--import', './scripts/require-node.mjs', '--eval', 'void 0'],
    { cwd: PROJECT_FOLDER, encoding: 'utf8' },
  );
  expect(run.status).toBe(1);
  expect(run.stderr).toMatch(/^Postroom runs on Node 24 and this is .*\n$/);
});
