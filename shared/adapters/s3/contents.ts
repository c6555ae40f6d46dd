/**
 * Text and attachments of outgoing mail in the mail bucket: `outgoing/<tenant>/<mail id>/...`, uploads under `uploads/<tenant>/<upload id>`. The tenant
 * is part of every key and comes from the token, so an id of another tenant's upload finds nothing.
 */
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { Failure } from '../../domain/failure.ts';
import type { ContentPart, Contents } from '../../ports/sending.ts';
import { s3 } from './client.ts';
import { attachmentKey } from './mail-keys.ts';

const Stored = z.object({
  html: z.string().exactOptional(),
  text: z.string().exactOptional(),
  textOfHtml: z.literal(true).exactOptional(),
  look: z
    .object({
      font: z.string().exactOptional(),
      below: z.array(z.object({ html: z.string(), text: z.string() })),
    })
    .exactOptional(),
  attachments: z.array(
    z.object({
      name: z.string(),
      contentType: z.string(),
      sizeBytes: z.number(),
      key: z.string(),
      cid: z.string().exactOptional(),
    }),
  ),
});

const unavailable = (cause: unknown) =>
  new Failure('unavailable', 'mail-store-unavailable', 'The mail store could not be reached.', cause);

const isMissing = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'NoSuchKey' || error.name === 'NotFound');

export const uploadKey = (tenant: string, uploadId: string): string => `uploads/${tenant}/${uploadId}`;

export const makeContents = (bucket: string): Contents => {
  const put = async (key: string, body: Uint8Array | string, contentType: string) => {
    try {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType }));
    } catch (cause) {
      throw unavailable(cause);
    }
  };
  const get = async (key: string): Promise<Uint8Array | undefined> => {
    try {
      return await (await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))).Body?.transformToByteArray();
    } catch (cause) {
      if (isMissing(cause)) return undefined;
      throw unavailable(cause);
    }
  };
  return {
    saveAttachment: async (tenant, mailId, n, { name, contentType, content, cid }) => {
      const key = `outgoing/${tenant}/${mailId}/attachments/${n}`;
      await put(key, content, contentType);
      return { name, contentType, sizeBytes: content.length, key, ...(cid === undefined ? {} : { cid }) };
    },
    upload: async (tenant, uploadId) => {
      const key = uploadKey(tenant, uploadId);
      try {
        const { ContentLength, ContentType, Metadata } = await s3.send(
          new HeadObjectCommand({ Bucket: bucket, Key: key }),
        );
        const name = Buffer.from(Metadata?.['name'] ?? '', 'base64url').toString() || 'attachment';
        return { name, contentType: ContentType ?? 'application/octet-stream', sizeBytes: ContentLength ?? 0, key };
      } catch (cause) {
        if (isMissing(cause)) return undefined;
        throw unavailable(cause);
      }
    },
    attachmentOfMail: attachmentKey,
    save: async (tenant, mailId, version, content) => {
      const place = `outgoing/${tenant}/${mailId}/content-${version}.json`;
      await put(place, JSON.stringify(content), 'application/json');
      return place;
    },
    load: async (place) => {
      const bytes = await get(place);
      return bytes === undefined ? undefined : Stored.parse(JSON.parse(Buffer.from(bytes).toString()));
    },
    read: (part: ContentPart) => get(part.key),
  };
};
