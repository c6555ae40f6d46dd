/**
 * Collects the bytes of one mail while it comes in over SMTP. Used by local/smtp/listener.ts.
 * Memory is bounded over all sessions: past the bound a mail is still read to its end, as SMTP wants, but not kept.
 */
import type { Readable } from 'node:stream';

export type Collected =
  | { readonly kind: 'whole'; readonly raw: Buffer }
  /** Larger than one mail may be; the listener's library answers 552 for it. */
  | { readonly kind: 'too-large' }
  /** No room beside the other mails coming in. */
  | { readonly kind: 'no-room' }
  /** The client went away or fell silent. */
  | { readonly kind: 'cut' };

export interface IncomingData {
  collect(stream: Readable): Promise<Collected>;
  /** Bytes held now. */
  heldBytes(): number;
}

export const makeIncomingData = (limits: { mailBytes: number; allBytes: number }): IncomingData => {
  let held = 0;
  return {
    heldBytes: () => held,
    collect: (stream) =>
      new Promise((resolve) => {
        let chunks: Buffer[] = [];
        let sizeBytes = 0;
        let dropped: 'too-large' | 'no-room' | undefined;
        const release = () => {
          for (const chunk of chunks) held -= chunk.length;
          chunks = [];
        };
        stream.on('data', (chunk: Buffer) => {
          sizeBytes += chunk.length;
          if (dropped === undefined && sizeBytes > limits.mailBytes) dropped = 'too-large';
          else if (dropped === undefined && held + chunk.length > limits.allBytes) dropped = 'no-room';
          if (dropped !== undefined) return release();
          held += chunk.length;
          chunks.push(chunk);
        });
        stream.once('end', () => {
          const collected: Collected =
            dropped === undefined ? { kind: 'whole', raw: Buffer.concat(chunks) } : { kind: dropped };
          release();
          resolve(collected);
        });
        stream.once('error', () => undefined);
        stream.once('close', () => {
          release();
          resolve({ kind: 'cut' });
        });
      }),
  };
};
