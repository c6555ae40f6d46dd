/**
 * The S3 server of the embedded cloud: REST XML, path style, only the operations that Postroom and its callers' browsers use.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 */
import {
  type Authorizer,
  AwsError,
  type AwsService,
  type Caller,
  type HttpAnswer,
  type HttpRequest,
  type Permission,
} from '#local/kernel/aws.ts';
import type { Clock } from '#local/kernel/clock.ts';
import type { Random } from '#local/kernel/random.ts';
import { deleteObjects, listObjects } from './bucket-calls.ts';
import { corsHeaders } from './cors.ts';
import type { ObjectStore } from './object-store.ts';
import { checkPostPolicy } from './post-policy.ts';
import { checkPresignedUrl, isPresigned } from './presigned-url.ts';
import { readObject } from './reads.ts';
import { accessDenied, noSuchKey } from './refusals.ts';
import { type Operation, readRequest, type S3Input } from './request.ts';
import type { SecretOf } from './signature.ts';
import { copyObject, copySource, postObject, putObject, writtenHeaders } from './writes.ts';
import { xmlError } from './xml.ts';

export interface S3Options {
  readonly objects: ObjectStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly authorizer: Authorizer;
  /** The secret of an access key that presigned something; undefined when it was revoked or never given out. */
  readonly secretOf: SecretOf;
  /** A key that DeleteObjects was not allowed to delete: S3 answers 200 and names it, so nobody else would hear of it. */
  readonly onDenied?: (sentence: string) => void;
}

/** DELETE requests are free; a preflight is not billed. */
const UNITS: Readonly<Record<Operation, string | undefined>> = {
  PutObject: 'S3PutRequest',
  CopyObject: 'S3PutRequest',
  PostObject: 'S3PutRequest',
  GetObject: 'S3GetRequest',
  HeadObject: 'S3GetRequest',
  ListObjectsV2: 'S3ListRequest',
  DeleteObject: 'S3DeleteRequest',
  DeleteObjects: 'S3DeleteRequest',
  PreflightRequest: undefined,
};

const bucketArn = (bucket: string) => `arn:aws:s3:::${bucket}`;
const objectArn = (bucket: string, key: string) => `arn:aws:s3:::${bucket}/${key}`;

const permissionsOf = (input: S3Input): Permission[] => {
  const resource = objectArn(input.bucket, input.key);
  switch (input.operation) {
    case 'PutObject':
    case 'PostObject': {
      const put = { action: 's3:PutObject', resource };
      // "To perform conditional writes with If-Match you must have s3:GetObject too" (User Guide, conditional writes).
      return input.headers['if-match'] === undefined ? [put] : [put, { action: 's3:GetObject', resource }];
    }
    case 'CopyObject': {
      const source = copySource(input);
      return [
        { action: 's3:GetObject', resource: objectArn(source.bucket, source.key) },
        { action: 's3:PutObject', resource },
      ];
    }
    case 'GetObject':
    case 'HeadObject':
      return [{ action: 's3:GetObject', resource }];
    case 'DeleteObject':
      return [{ action: 's3:DeleteObject', resource }];
    case 'ListObjectsV2': {
      const prefix = input.parameters.get('prefix');
      const context = prefix === undefined ? {} : { context: { 's3:prefix': prefix } };
      return [{ action: 's3:ListBucket', resource: bucketArn(input.bucket), ...context }];
    }
    // Judged key by key while it is carried out.
    case 'DeleteObjects':
    case 'PreflightRequest':
      return [];
  }
};

const xmlAnswer = (body: string): HttpAnswer => ({ status: 200, headers: { 'content-type': 'application/xml' }, body });

const preflight = (objects: ObjectStore, { bucket, request }: S3Input): HttpAnswer => {
  const { corsRules } = objects.settings(bucket);
  const headers = corsHeaders(corsRules, request);
  if (headers !== undefined) return { status: 200, headers, body: '' };
  const why = corsRules.length === 0 ? 'CORS is not enabled for this bucket.' : 'This CORS request is not allowed.';
  throw new AwsError('AccessForbidden', 403, `CORSResponse: ${why}`);
};

export const makeS3 = (options: S3Options): AwsService<S3Input> => {
  const { objects, authorizer } = options;

  /** "If you have s3:ListBucket, a missing object is 404 Not Found, else 403 Access Denied" (API_GetObject): 404 would tell what exists. */
  const missing =
    (caller: Caller) =>
    (bucket: string, key: string): never => {
      const denied = authorizer.denial({
        principal: caller.principal,
        action: 's3:ListBucket',
        resource: bucketArn(bucket),
      });
      throw denied === undefined ? noSuchKey(key) : accessDenied(denied);
    };

  const run = (input: S3Input, caller: Caller): HttpAnswer => {
    const { operation, bucket, key } = input;
    switch (operation) {
      case 'PutObject':
        return { status: 200, headers: writtenHeaders(putObject(objects, input)), body: '' };
      case 'CopyObject':
        return xmlAnswer(copyObject(objects, input, missing(caller)));
      case 'PostObject':
        return postObject(objects, input);
      case 'GetObject':
      case 'HeadObject': {
        const facts = objects.head(bucket, key) ?? missing(caller)(bucket, key);
        return readObject(input, facts, () => (objects.get(bucket, key) ?? missing(caller)(bucket, key)).body);
      }
      case 'DeleteObject':
        objects.delete(bucket, key);
        return { status: 204, headers: {}, body: '' };
      case 'DeleteObjects': {
        const denial = (each: string) => {
          const resource = objectArn(bucket, each);
          const denied = authorizer.denial({ principal: caller.principal, action: 's3:DeleteObject', resource });
          if (denied !== undefined) options.onDenied?.(denied);
          return denied;
        };
        return xmlAnswer(deleteObjects(objects, input, denial));
      }
      case 'ListObjectsV2':
        return xmlAnswer(listObjects(objects, input));
      case 'PreflightRequest':
        return preflight(objects, input);
    }
  };

  /** On errors too, else a browser could not read why its upload was refused. */
  const crossOrigin = (request: HttpRequest): Readonly<Record<string, string>> => {
    const bucket = request.path.split('/')[1] ?? '';
    if (!objects.buckets().includes(bucket)) return {};
    return corsHeaders(objects.settings(bucket).corsRules, request) ?? {};
  };

  return {
    service: 's3',
    throttlingCode: 'SlowDown',
    read: (request) => {
      const now = options.clock.now();
      // Before anything else is looked at: what a stranger may learn from a wrong signature is that it is wrong.
      if (isPresigned(request)) checkPresignedUrl(request, now, options.secretOf);
      const input = readRequest(request);
      if (input.form !== undefined) checkPostPolicy(input.form, input.bucket, now, options.secretOf);
      return { service: 's3', operation: input.operation, permissions: permissionsOf(input), input };
    },
    execute: async ({ input }, caller) => {
      const answer = run(input, caller);
      const unit = UNITS[input.operation];
      return {
        answer: { ...answer, headers: { ...answer.headers, ...crossOrigin(input.request) } },
        units: unit === undefined ? [] : [{ unit, amount: 1 }],
      };
    },
    refuse: (error, request) => {
      const details = Object.entries(error.details).map(([name, value]) => [name, String(value)]);
      const members = {
        Code: error.code,
        Message: error.message,
        ...Object.fromEntries(details),
        Resource: request.path,
        RequestId: options.random.hex(8).toUpperCase(),
      };
      return {
        status: error.status,
        headers: { 'content-type': 'application/xml', ...crossOrigin(request) },
        body: request.method === 'HEAD' ? '' : xmlError(members),
      };
    },
  };
};
