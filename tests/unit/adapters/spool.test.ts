/** Attachments that wait between parsing and saving: small ones in memory, large ones in files that have no name. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { makeSpool } from '#shared/adapters/mime/spool.ts';
import { wholeOf } from '#tests/support/parse.ts';

const MB = 1024 * 1024;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'postroom-spool-'));
  vi.stubEnv('TMPDIR', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

async function* inChunks(content: Uint8Array, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

/** Linux lists what a process has open; elsewhere only the content is looked at. */
const openFiles = (): number => {
  if (process.platform !== 'linux') return Number.NaN;
  return readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(folder);
    } catch {
      return false;
    }
  }).length;
};

describe('a spool gives back what it was given', () => {
  test.each([
    ['nothing', [0]],
    ['a few small ones', [1, 1000, 100_000]],
    ['a large one', [5 * MB + 1]],
    ['a small one after a large one', [3 * MB, 10]],
    ['many that are large together', [MB, MB, MB, MB]],
  ])('%s', async (_what, sizes) => {
    const spool = makeSpool();
    const contents = sizes.map((size) => randomBytes(size));
    const kept = [];
    for (const content of contents) kept.push(await spool.keep(inChunks(content)));
    expect(kept.map(({ sizeBytes }) => sizeBytes)).toEqual(sizes);
    for (const [n, one] of kept.entries()) {
      expect(contents[n]?.equals(await wholeOf(one.read()))).toBe(true);
      expect(contents[n]?.equals(await wholeOf(one.read())), 'a second time').toBe(true);
    }
    await spool.close();
  });
});

test.skipIf(process.platform !== 'linux')(
  'holds two megabytes in memory; a file has no name and is gone when closed',
  async () => {
    const spool = makeSpool();
    await spool.keep(inChunks(randomBytes(2 * MB)));
    expect([openFiles(), readdirSync(folder)]).toEqual([0, []]);
    await spool.keep(inChunks(randomBytes(MB)));
    await spool.keep(inChunks(randomBytes(MB)));
    expect([openFiles(), readdirSync(folder)]).toEqual([2, []]);
    await spool.close();
    expect(openFiles()).toBe(0);
  },
);

test('where nothing can be written the mail is tried again, not called unreadable', async () => {
  vi.stubEnv('TMPDIR', path.join(folder, 'not-there'));
  const keeping = makeSpool().keep(inChunks(randomBytes(3 * MB)));
  await expect(keeping).rejects.toMatchObject({ kind: 'unavailable', code: 'no-room' });
});
