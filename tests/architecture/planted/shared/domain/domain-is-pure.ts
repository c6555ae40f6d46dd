import { randomUUID } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import type { Thing } from '../ports/any-port.ts';
export const id: Thing | S3Client = randomUUID();
