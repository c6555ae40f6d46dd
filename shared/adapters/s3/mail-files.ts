/** Raw mails and attachments in the mail bucket. */
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Failure } from '../../domain/failure.ts';
import type { MailFiles } from '../../ports/mail-files.ts';
import { attachmentKey } from './mail-keys.ts';

export const makeS3Client = (): S3Client => new S3Client({});

export const makeMailFiles = (client: S3Client, bucket: string): MailFiles => ({
  readRaw: async (rawKey) => {
    try {
      const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: rawKey }));
      return (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
    } catch (cause) {
      if (cause instanceof NoSuchKey)
        throw new Failure('invalid-input', 'raw-mail-missing', 'The raw mail is not there.', cause);
      throw new Failure('unavailable', 'mail-store-unavailable', 'The mail store could not be reached.', cause);
    }
  },
  saveAttachment: async (tenant, mailId, n, part) => {
    try {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: attachmentKey(tenant, mailId, n),
          Body: part.content,
          ContentType: part.contentType,
        }),
      );
    } catch (cause) {
      throw new Failure('unavailable', 'mail-store-unavailable', 'The mail store could not be reached.', cause);
    }
  },
});
