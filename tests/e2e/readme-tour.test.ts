/** The README's tour and the one that goes on from it, copied and pasted: the shell blocks run in order in one shell, and each must print what is shown. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { startProcess } from '#tests/support/process.ts';
import { PROJECT_FOLDER } from '#tests/support/synthesize-once.ts';

const END_OF_BLOCK = '--- end of block ---';

/** A shell block and, right below it, what it prints. */
const STEP = /^```sh\n(.*?)^```\n\n```text\n(.*?)^```$/gms;

const readSteps = () => {
  const readme = readFileSync(join(PROJECT_FOLDER, 'README.md'), 'utf8');
  const [, begin = ''] = /^## A five-minute tour\n(.*?)^## /ms.exec(readme) ?? [];
  const tour = begin + readFileSync(join(PROJECT_FOLDER, 'docs', 'tour-of-the-mailroom.md'), 'utf8');
  const steps = [...tour.matchAll(STEP)].map(([, commands = '', shown = '']) => ({ commands, shown }));
  return { steps, shellBlocks: tour.split('```sh\n').length - 1 };
};

/** "Ids and times will differ", the README says; so do SES's message ids and the bill. */
const withoutChance = (text: string) =>
  text
    .replace(/\b01[0-9a-hjkmnp-tv-z]{24}\b/g, '<id>')
    .replace(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replace(/ OK [0-9a-z]{40}$/gm, ' OK <message>')
    .replace(/^0\.00\d+$/gm, '<dollars>');

test('the tour of the README does what it says, on any Node and without any other tool', async () => {
  const { steps, shellBlocks } = readSteps();
  expect(steps.length).toBeGreaterThan(5);
  expect(steps).toHaveLength(shellBlocks);

  const folder = mkdtempSync(join(tmpdir(), 'postroom-tour-'));
  const cloud = startProcess(folder, { POSTROOM_SEED: 'demo' });
  onTestFinished(async () => {
    await cloud.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  const { http, smtp } = await cloud.ready;
  const script = steps.map(({ commands }) => `${commands}echo '${END_OF_BLOCK}'\n`).join('');
  const { stdout, stderr } = await promisify(execFile)('/bin/sh', ['-eu', '-c', script], {
    cwd: PROJECT_FOLDER,
    env: {
      // Node and nothing else: no curl, no jq.
      PATH: dirname(process.execPath),
      POSTROOM_HTTP_PORT: new URL(http).port,
      POSTROOM_SMTP_PORT: String(smtp.port),
    },
  });
  expect(stderr).toBe('');
  const printed = stdout.split(`${END_OF_BLOCK}\n`).slice(0, -1);
  expect(printed.map(withoutChance)).toEqual(steps.map(({ shown }) => withoutChance(shown)));
});
