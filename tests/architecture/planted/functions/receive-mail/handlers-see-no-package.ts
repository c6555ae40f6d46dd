import { hostname } from 'node:os';
import type { S3Client } from '@aws-sdk/client-s3';
export const host: string | S3Client = hostname();
