/** A presigned form for one file of the stated size and type: S3 refuses anything else, so nobody fills the bucket with what was not asked for. */
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { s3 } from './client.ts';
import { uploadKey } from './contents.ts';

const LINK_SECONDS = 3600;

export const makePresignUpload =
  (bucket: string) =>
  async (tenant: string, uploadId: string, file: { name: string; contentType: string; sizeBytes: number }) => {
    // User metadata is a header: only ASCII survives there, and of all of it 2 KB (S3 guide, "Working with object metadata"). Escaped by `%`, 255
    // characters outside Latin would be more.
    const name = Buffer.from(file.name).toString('base64url');
    const { url, fields } = await createPresignedPost(s3, {
      Bucket: bucket,
      Key: uploadKey(tenant, uploadId),
      Conditions: [['content-length-range', file.sizeBytes, file.sizeBytes]],
      Fields: { 'Content-Type': file.contentType, 'x-amz-meta-name': name },
      Expires: LINK_SECONDS,
    });
    return { url, fields };
  };
