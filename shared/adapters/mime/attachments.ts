/** The attachments of a parsed mail under names that can be shown and saved. For parse-mail.ts. */
import { createHash } from 'node:crypto';
import { cut } from '../../domain/message/cut.ts';
import type { AttachmentPart } from '../../domain/message/message.ts';
import type { FileContent } from '../../ports/mail-files.ts';
import { clean } from './clean.ts';

/** Paths, control characters and marks of direction (`fdp.exe` written backwards) out: people see the name and save under it. */
const fileName = (name: string, n: number): string =>
  cut(
    clean(name)
      .replace(/[\p{Cc}\p{Cf}]+/gu, '')
      .replace(/[/\\]+/gu, '_')
      .replace(/^[\s.]+$/u, ''),
    255,
  ) || `attachment-${n}`;

/** A file of a mail, whatever it was wrapped in. */
export interface FoundFile {
  readonly filename: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly digest: string;
  read(): FileContent;
}

export const fileInMemory = (filename: string, contentType: string | undefined, content: Uint8Array): FoundFile => ({
  filename,
  contentType: contentType ?? 'application/octet-stream',
  sizeBytes: content.length,
  digest: createHash('sha256').update(content).digest('hex'),
  read: () => content,
});

export const attachmentsOf = (files: readonly FoundFile[]): readonly AttachmentPart[] =>
  files.map(({ filename, contentType, sizeBytes, digest }, n) => ({
    name: fileName(filename, n),
    contentType: /^[\w.+-]+\/[\w.+-]+$/.test(contentType) ? contentType.toLowerCase() : 'application/octet-stream',
    sizeBytes,
    digest,
  }));
