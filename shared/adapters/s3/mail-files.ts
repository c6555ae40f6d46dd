/** Raw mails and attachments in the mail bucket. */
import { Readable } from 'node:stream';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { Failure } from '../../domain/failure.ts';
import type { MailFiles } from '../../ports/mail-files.ts';
import { s3 } from './client.ts';
import { attachmentKey } from './mail-keys.ts';

const unavailable = (cause: unknown) =>
  new Failure('unavailable', 'mail-store-unavailable', 'The mail store could not be reached.', cause);

/** A connection may also break amid an answer. */
async function* chunksOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (cause) {
    throw unavailable(cause);
  }
}

const remove = async (bucket: string, key: string): Promise<void> => {
  try {
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  } catch (cause) {
    throw unavailable(cause);
  }
};

export const makeMailFiles = (bucket: string): MailFiles => ({
  removeRaw: (rawKey) => remove(bucket, rawKey),
  removeAttachment: (tenant, mailId, n) => remove(bucket, attachmentKey(tenant, mailId, n)),
  readRaw: async (rawKey) => {
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: rawKey }));
      return chunksOf(Body instanceof Readable ? Body : Readable.from([]));
    } catch (cause) {
      throw unavailable(cause);
    }
  },
  /** One that is read from a file cannot be sent twice by the SDK: then the message comes again. */
  saveAttachment: async (tenant, mailId, n, { contentType, sizeBytes, content }) => {
    try {
      await s3.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: attachmentKey(tenant, mailId, n),
          Body: content instanceof Uint8Array ? content : Readable.from(content, { objectMode: false }),
          ContentLength: sizeBytes,
          ContentType: contentType,
        }),
      );
    } catch (cause) {
      throw unavailable(cause);
    }
  },
});
