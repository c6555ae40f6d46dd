/** Presigned downloads: a Lambda answer is at most 6 MB, a mail 40. Always as a download, so that nobody's HTML runs in our origin. */
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { MailLinks } from '../../ports/mail-files.ts';
import { s3 } from './client.ts';
import { attachmentKey } from './mail-keys.ts';

const LINK_SECONDS = 300;

/** RFC 6266 with the extended form of RFC 8187; control characters and quotes cannot stand in either. */
const disposition = (name: string): string => {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const extended = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${extended}`;
};

export const makeMailLinks = (bucket: string): MailLinks => {
  const sign = (key: string, name: string, contentType?: string) =>
    getSignedUrl(
      s3,
      new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ResponseContentDisposition: disposition(name),
        ...(contentType === undefined ? {} : { ResponseContentType: contentType }),
      }),
      { expiresIn: LINK_SECONDS },
    );
  return {
    rawUrl: (rawKey, mailId) => sign(rawKey, `${mailId}.eml`, 'message/rfc822'),
    attachmentUrl: (tenant, mailId, n, name) => sign(attachmentKey(tenant, mailId, n), name),
  };
};
