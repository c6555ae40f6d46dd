/**
 * Where the attachments of one mail wait between parsing and saving: the first megabytes in memory, the rest in temporary files, so that a mail of
 * 40 MB does not take its size. A file has no name from the moment it is open: what a killed worker leaves goes with its process.
 */
import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Failure } from '../../domain/failure.ts';
import type { FileContent } from '../../ports/mail-files.ts';

/** Of all attachments of a mail together; most mails need no file. */
const MAX_HELD_BYTES = 2 * 1024 * 1024;

/** A write of a file is a round trip through a thread: not for every few kilobytes. */
const WRITE_BYTES = 512 * 1024;

export interface Kept {
  readonly sizeBytes: number;
  read(): FileContent;
}

export interface Spool {
  keep(content: AsyncIterable<Uint8Array>): Promise<Kept>;
  close(): Promise<void>;
}

/** A full disk says nothing about the mail; on another machine, or later, there is room. */
const onDisk = async <Value>(work: Promise<Value>): Promise<Value> => {
  try {
    return await work;
  } catch (cause) {
    throw new Failure('unavailable', 'no-room', 'A temporary file could not be written.', cause);
  }
};

const openNameless = async (): Promise<FileHandle> => {
  const place = path.join(tmpdir(), `postroom-${randomUUID()}`);
  const file = await open(place, 'wx+', 0o600);
  await unlink(place);
  return file;
};

export const makeSpool = (): Spool => {
  const files: FileHandle[] = [];
  let held = 0;

  const keep = async (content: AsyncIterable<Uint8Array>): Promise<Kept> => {
    let file: FileHandle | undefined;
    let waiting: Uint8Array[] = [];
    let waitingBytes = 0;
    let sizeBytes = 0;
    const write = async () => {
      if (file === undefined) {
        file = await onDisk(openNameless());
        files.push(file);
      }
      await onDisk(file.writev(waiting));
      waiting = [];
      waitingBytes = 0;
    };
    for await (const chunk of content) {
      waiting.push(chunk);
      waitingBytes += chunk.length;
      sizeBytes += chunk.length;
      const inMemory = file === undefined && held + sizeBytes <= MAX_HELD_BYTES;
      if (!inMemory && waitingBytes >= WRITE_BYTES) await write();
    }
    if (file !== undefined) {
      await write();
      const written = file;
      return { sizeBytes, read: () => written.createReadStream({ start: 0, autoClose: false }) };
    }
    held += sizeBytes;
    const whole = Buffer.concat(waiting, sizeBytes);
    return { sizeBytes, read: () => whole };
  };

  return {
    keep,
    close: async () => {
      await Promise.all(files.splice(0).map((file) => file.close()));
    },
  };
};
