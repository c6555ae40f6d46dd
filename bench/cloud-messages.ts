/** What cloud.ts and cloud-process.ts say to each other. */
import type { SqsRecord } from '#local/lambda/sqs-event.ts';

/** A deployed function as a side needs it. */
export interface BenchFunction {
  readonly assetFolder: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface CloudReady {
  readonly http: string;
  readonly inboundDomain: string;
  /** By folder name. */
  readonly functions: Readonly<Record<string, BenchFunction>>;
}

export type CloudRequest =
  | { readonly kind: 'deliver'; readonly to: string; readonly from: string; readonly raw: Uint8Array }
  /** Takes everything that waits in the queue of this function and forgets it there. */
  | { readonly kind: 'take'; readonly folder: string };

export type CloudAnswer =
  | { readonly kind: 'ready'; readonly ready: CloudReady }
  | { readonly kind: 'delivered' }
  | { readonly kind: 'taken'; readonly records: readonly SqsRecord[] }
  | { readonly kind: 'failed'; readonly message: string };
