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
  /** Without angle brackets. */
  readonly contentId?: string | undefined;
  read(): FileContent;
}

export const fileInMemory = (filename: string, contentType: string | undefined, content: Uint8Array): FoundFile => ({
  filename,
  contentType: contentType ?? 'application/octet-stream',
  sizeBytes: content.length,
  digest: createHash('sha256').update(content).digest('hex'),
  read: () => content,
});

/** Some programs call a picture that they show a file of no type. Anything else is a file that the reader should find, whatever the HTML says. */
const isPicture = (contentType: string): boolean => /^(image\/|application\/octet-stream\b)/i.test(contentType);

/** @param shown Content-IDs that the HTML shows */
export const attachmentsOf = (files: readonly FoundFile[], shown: ReadonlySet<string>): readonly AttachmentPart[] =>
  files.map(({ filename, contentType, sizeBytes, digest, contentId }, n) => ({
    name: fileName(filename, n),
    contentType: /^[\w.+-]+\/[\w.+-]+$/.test(contentType) ? contentType.toLowerCase() : 'application/octet-stream',
    sizeBytes,
    digest,
    ...(contentId !== undefined && shown.has(contentId) && isPicture(contentType) ? { inline: true } : {}),
  }));
