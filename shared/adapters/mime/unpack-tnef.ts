/** Puts what is in the `winmail.dat` of a mail in its place (FEATURES 29). For parse-mail.ts. */
import type { FileContent } from '../../ports/mail-files.ts';
import { type FoundFile, fileInMemory } from './attachments.ts';
import { readTnef, type TnefBody } from './tnef/read-tnef.ts';

/** Read into memory to be taken apart; a larger one stays as it came. */
const MAX_TNEF_BYTES = 12 * 1024 * 1024;

/** An embedded message is a stream again; deeper ones stay as they are. */
const MAX_DEPTH = 3;

export interface Unpacked {
  readonly files: readonly FoundFile[];
  /** Of the outermost streams. */
  readonly bodies: readonly TnefBody[];
}

const isTnef = ({ filename, contentType, sizeBytes }: FoundFile): boolean =>
  sizeBytes <= MAX_TNEF_BYTES &&
  (/^application\/(vnd\.)?ms-tnef\b/i.test(contentType) || /^win(mail|dat)\.dat$/i.test(filename.trim()));

const wholeOf = async (content: FileContent): Promise<Uint8Array> => {
  if (content instanceof Uint8Array) return content;
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
};

export const unpackTnef = async (files: readonly FoundFile[], depth = 0): Promise<Unpacked> => {
  if (depth === MAX_DEPTH || !files.some(isTnef)) return { files, bodies: [] };
  const unpacked: FoundFile[] = [];
  const bodies: TnefBody[] = [];
  for (const file of files) {
    const tnef = isTnef(file) ? readTnef(await wholeOf(file.read())) : undefined;
    if (tnef === undefined) unpacked.push(file);
    else {
      const inner = tnef.attachments.map(({ name, contentType, content }) => fileInMemory(name, contentType, content));
      unpacked.push(...(await unpackTnef(inner, depth + 1)).files);
      bodies.push(tnef.body);
    }
  }
  return { files: unpacked, bodies };
};
