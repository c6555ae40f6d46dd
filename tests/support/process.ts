/**
 * `npm start` as a process of its own, for what only a process can show: `kill -9`, signals, exit codes, a folder that survives. It runs the
 * command of package.json without npm in between, so that a signal reaches it and nothing else.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import * as z from 'zod';
import { PROJECT_FOLDER } from './synthesize-once.ts';

/** `exec` is for the shell that npm starts; there is none here. */
const Manifest = z.object({ scripts: z.object({ start: z.string().regex(/^(exec )?node /) }) });

const Ready = z.object({
  http: z.string(),
  smtp: z.object({ host: z.string(), port: z.number() }),
  inboundDomain: z.string(),
});

export type Ready = z.output<typeof Ready>;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartedProcess {
  /** It has written its first line. Rejects, as `ready` does, with what the process wrote when it ends before that. */
  readonly starting: Promise<void>;
  readonly ready: Promise<Ready>;
  readonly ended: Promise<Ended>;
  /** Sends the signal and answers how the process ended. */
  kill(signal: NodeJS.Signals): Promise<Ended>;
}

const READY = /^POSTROOM READY (.*)$/m;

/** Any free ports; nothing seeded. */
export const startProcess = (dataDir: string, more: Readonly<Record<string, string>> = {}): StartedProcess => {
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(PROJECT_FOLDER, 'package.json'), 'utf8')));
  const child = spawn(process.execPath, manifest.scripts.start.replace(/^(exec )?node /, '').split(' '), {
    cwd: PROJECT_FOLDER,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      POSTROOM_DATA_DIR: dataDir,
      POSTROOM_HTTP_PORT: '0',
      POSTROOM_SMTP_PORT: '0',
      POSTROOM_SEED: 'none',
      ...more,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const starting = Promise.withResolvers<void>();
  const ready = Promise.withResolvers<Ready>();
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    if (stdout.includes('\n')) starting.resolve();
    const line = READY.exec(stdout)?.[1];
    if (line !== undefined && stdout.endsWith('\n')) ready.resolve(Ready.parse(JSON.parse(line)));
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = once(child, 'close').then((): Ended => {
    const early = new Error(`npm start ended before it was ready:\n${stdout}${stderr}`);
    starting.reject(early);
    ready.reject(early);
    return { code: child.exitCode, signal: child.signalCode, stdout, stderr };
  });
  // Who does not wait for them does not want to hear that they never came.
  starting.promise.catch(() => undefined);
  ready.promise.catch(() => undefined);
  return {
    starting: starting.promise,
    ready: ready.promise,
    ended,
    kill: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
};

/** A folder of its own for the test that runs, and how to start on it, again and again; all of it is gone with the test. */
export const aFolderToStartOn = (): { readonly start: () => StartedProcess } => {
  const folder = mkdtempSync(join(tmpdir(), 'postroom-process-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return {
    start: () => {
      const started = startProcess(folder);
      onTestFinished(async () => {
        await started.kill('SIGKILL');
      });
      return started;
    },
  };
};
