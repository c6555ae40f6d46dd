/** The attachments of a parsed mail under names that can be shown and saved. For parse-mail.ts. */
import { createHash } from 'node:crypto';
import { cut } from '../../domain/message/cut.ts';
import type { AttachmentPart } from '../../domain/message/message.ts';
import type { FileContent } from '../../ports/mail-files.ts';
import { clean } from './clean.ts';
import type { ReadPart } from './read-parts.ts';
import type { UuFile } from './uuencode.ts';

/** Paths, control characters and marks of direction (`fdp.exe` written backwards) out: people see the name and save under it. */
const fileName = (name: string, n: number): string =>
  cut(
    clean(name)
      .replace(/[\p{Cc}\p{Cf}]+/gu, '')
      .replace(/[/\\]+/gu, '_')
      .replace(/^[\s.]+$/u, ''),
    255,
  ) || `attachment-${n}`;

/** `uuFiles`: found within the text. */
export const attachmentsOf = (
  parts: readonly ReadPart[],
  uuFiles: readonly UuFile[],
): readonly { readonly part: AttachmentPart; read(): FileContent }[] => [
  ...parts.map(({ filename, contentType, digest, kept }, n) => ({
    part: {
      name: fileName(filename, n),
      contentType: /^[\w.+-]+\/[\w.+-]+$/.test(contentType) ? contentType.toLowerCase() : 'application/octet-stream',
      sizeBytes: kept.sizeBytes,
      digest,
    },
    read: kept.read,
  })),
  ...uuFiles.map(({ name, content }, n) => ({
    part: {
      name: fileName(name, parts.length + n),
      contentType: 'application/octet-stream',
      sizeBytes: content.length,
      digest: createHash('sha256').update(content).digest('hex'),
    },
    read: () => content,
  })),
];
