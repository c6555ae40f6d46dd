/**
 * A receipt handle names one receive of one message: queue, sequence number and how often it had been received. So it changes at each
 * receive, and an old one can be told from the newest without a column for it. Opaque to callers, as SQS's is.
 */
import { invalidHandle } from './refusals.ts';

export interface Receipt {
  readonly seq: number;
  readonly receiveCount: number;
}

const VERSION = 'postroom1';

export const writeReceiptHandle = (queueName: string, receipt: Receipt): string =>
  Buffer.from(`${VERSION} ${queueName} ${receipt.seq} ${receipt.receiveCount}`).toString('base64');

/** A handle of another queue is as invalid as a made-up one: SQS answers ReceiptHandleIsInvalid for both. */
export const readReceiptHandle = (queueName: string, handle: string): Receipt => {
  const [version, queue, seq, receiveCount] = Buffer.from(handle, 'base64').toString().split(' ');
  const receipt = { seq: Number(seq), receiveCount: Number(receiveCount) };
  const known = version === VERSION && Number.isSafeInteger(receipt.seq) && Number.isSafeInteger(receipt.receiveCount);
  if (!known || queue !== queueName) throw invalidHandle(handle);
  return receipt;
};
