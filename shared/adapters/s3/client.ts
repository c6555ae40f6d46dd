import { S3Client } from '@aws-sdk/client-s3';

/** One client per cold start. */
export const s3 = new S3Client({});
