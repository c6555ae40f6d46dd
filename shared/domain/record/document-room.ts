/** How much of a mail's attachments a record has room for: 10 MB of decoded content in all (seed, FEATURES 14). */
import type { NotKeptCode } from './document.ts';

/** The seed's 10 MB, read as 2^20 bytes each, which is how mail programs show sizes. */
export const MAX_DOCUMENT_BYTES = 10 * 1024 * 1024;

/** Empty files take no room, and what was counted has to fit into one item (DynamoDB: 400 KB; each takes about 60 bytes). */
export const MAX_DOCUMENTS = 500;

export interface SizedDocument {
  readonly id: string;
  /** Of the decoded content. */
  readonly sizeBytes: number;
}

export interface Fit {
  /** What was counted before and what fits beside it. */
  readonly counted: readonly SizedDocument[];
  readonly grew: boolean;
  readonly refused: ReadonlyMap<string, NotKeptCode>;
}

/** In their order: one that does not fit is left out and takes no room, so a smaller one behind it may. What is counted already fits. */
export const fitDocuments = (before: readonly SizedDocument[], wanted: readonly SizedDocument[]): Fit => {
  const known = new Set(before.map(({ id }) => id));
  const counted = [...before];
  const refused = new Map<string, NotKeptCode>();
  let bytes = before.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  for (const { id, sizeBytes } of wanted) {
    if (known.has(id)) continue;
    if (counted.length >= MAX_DOCUMENTS) refused.set(id, 'too-many-documents');
    else if (bytes + sizeBytes > MAX_DOCUMENT_BYTES) refused.set(id, 'too-large-for-record');
    else {
      counted.push({ id, sizeBytes });
      bytes += sizeBytes;
    }
  }
  return { counted, grew: counted.length > before.length, refused };
};
