/** The attachments of a parsed mail under names that can be shown and saved. For parse-mail.ts. */
import type { Attachment, ParsedMail } from 'mailparser';
import { cut } from '../../domain/message/cut.ts';
import type { AttachmentPart } from '../../domain/message/message.ts';
import { clean } from './clean.ts';
import { decodeUu, type UuFile } from './uuencode.ts';

/** Paths, control characters and marks of direction (`fdp.exe` written backwards) out: people see the name and save under it. */
const fileName = (name: string, n: number): string =>
  cut(
    clean(name)
      .replace(/[\p{Cc}\p{Cf}]+/gu, '')
      .replace(/[/\\]+/gu, '_')
      .replace(/^[\s.]+$/u, ''),
    255,
  ) || `attachment-${n}`;

const contentOf = ({ content, headers }: Attachment): Buffer => {
  const encoding = String(headers.get('content-transfer-encoding') ?? '');
  return /^\s*(x-)?uue?(ncode)?\s*$/i.test(encoding) ? decodeUu(content.toString('latin1')) : content;
};

/** `uuFiles`: found within the text. */
export const attachmentsOf = (parsed: ParsedMail, uuFiles: readonly UuFile[]): readonly AttachmentPart[] => [
  ...parsed.attachments.map((attachment, n) => ({
    name: fileName(attachment.filename ?? '', n),
    contentType: /^[\w.+-]+\/[\w.+-]+$/.test(attachment.contentType)
      ? attachment.contentType.toLowerCase()
      : 'application/octet-stream',
    content: contentOf(attachment),
  })),
  ...uuFiles.map(({ name, content }, n) => ({
    name: fileName(name, parsed.attachments.length + n),
    contentType: 'application/octet-stream',
    content,
  })),
];
