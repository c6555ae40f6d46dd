import { S3Client } from '@aws-sdk/client-s3';
import { PATIENCE } from '../sdk.ts';

/** One client per cold start. */
export const s3 = new S3Client(PATIENCE);
