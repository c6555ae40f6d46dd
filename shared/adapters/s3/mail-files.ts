/** Raw mails and attachments in the mail bucket. */
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { Failure } from '../../domain/failure.ts';
import type { MailFiles } from '../../ports/mail-files.ts';
import { s3 } from './client.ts';
import { attachmentKey } from './mail-keys.ts';

export const makeMailFiles = (bucket: string): MailFiles => ({
  readRaw: async (rawKey) => {
    try {
      const answer = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: rawKey }));
      return (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
    } catch (cause) {
      throw new Failure('unavailable', 'mail-store-unavailable', 'The mail store could not be reached.', cause);
    }
  },
  saveAttachment: async (tenant, mailId, n, part) => {
    try {
      await s3.send(
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
