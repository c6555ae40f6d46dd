/**
 * The HTTP server behind AWS_ENDPOINT_URL: reads the signature's scope to know the service and the key to know the caller. S3 takes unsigned
 * preflights and presigned URLs from browsers.
 */
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Caller, HttpRequest } from '../kernel/aws.ts';
import { AwsError } from '../kernel/aws.ts';
import type { Identities } from '../kernel/identities.ts';
import { accessKeyIdOf } from '../services/s3/signer.ts';
import { type EndpointParts, serveCall } from './serve-call.ts';

/** Largest request AWS would take from us: S3 uploads of mails and attachments; SES v2 takes 40 MB in base 64. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** Undefined: too large. Read to its end all the same: to stop in the middle would close the connection before the refusal is heard. */
const bodyOf = async (message: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size <= MAX_BODY_BYTES) chunks.push(bytes);
  }
  return size > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks);
};

interface Signed {
  readonly accessKeyId: string;
  readonly service: string;
}

/** `Credential=<key>/<date>/<region>/<service>/aws4_request` of the Authorization header. */
const headerSignature = ({ authorization = '' }: IncomingHttpHeaders): Signed | undefined => {
  const [, accessKeyId, service] = /Credential=([^/]+)\/\d{8}\/[^/]+\/([^/]+)\/aws4_request/.exec(authorization) ?? [];
  return accessKeyId === undefined || service === undefined ? undefined : { accessKeyId, service };
};

const ANONYMOUS: Caller = { principal: { kind: 'anonymous' }, functionName: 'anonymous' };

export interface Endpoint {
  readonly server: Server;
  url(): string;
}

export const makeEndpoint = (identities: Identities, parts: EndpointParts): Endpoint => {
  const refusedToken = () =>
    new AwsError('InvalidClientTokenId', 403, 'The security token included in the request is invalid.');

  /** A signature header needs a living key with its session token: temporary keys are worth nothing without it. */
  const signerOf = ({ accessKeyId }: Signed, headers: IncomingHttpHeaders): Caller | AwsError => {
    const known = identities.find(accessKeyId);
    const isAlive =
      known !== undefined && !known.ended && headers['x-amz-security-token'] === known.credentials.sessionToken;
    return isAlive ? known.caller : refusedToken();
  };

  /** Browsers reach only S3: by a presigned URL or form, whose signature S3 checks itself, or anonymously (a preflight). */
  const presignerOf = (request: HttpRequest): Caller | AwsError => {
    const accessKeyId = accessKeyIdOf(request);
    if (accessKeyId === undefined) return ANONYMOUS;
    const signer = identities.find(accessKeyId)?.caller;
    return signer === undefined ? refusedToken() : { principal: signer.principal, functionName: signer.functionName };
  };

  const callerOf = (signed: Signed | undefined, request: HttpRequest): Caller | AwsError => {
    try {
      return signed === undefined ? presignerOf(request) : signerOf(signed, request.headers);
    } catch (error) {
      if (error instanceof AwsError) return error;
      throw error;
    }
  };

  const respond = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    // The SDK sets its signing clock by it; by the machine's time every presigned URL would be too old after the clock was advanced.
    response.setHeader('date', new Date(parts.now()).toUTCString());
    const url = new URL(message.url ?? '/', 'http://127.0.0.1');
    const signed = headerSignature(message.headers);
    const outside = /^\/mailgun\//.test(message.url ?? '') ? parts.outside?.() : undefined;
    const service = parts.services.get(signed?.service ?? 's3');
    const body = await bodyOf(message);
    const request: HttpRequest = {
      method: message.method ?? 'GET',
      path: (message.url ?? '/').split('?', 1)[0] ?? '/',
      query: url.searchParams,
      headers: message.headers,
      body: body ?? Buffer.alloc(0),
    };
    if (outside !== undefined) {
      const answer = await outside(request);
      if (answer === 'silence') message.socket.destroy();
      else response.writeHead(answer.status, { ...answer.headers }).end(answer.body);
      return;
    }
    if (service === undefined) {
      const sentence = `The service ${signed?.service} is not emulated here.`;
      parts.denials.add(sentence);
      response
        .writeHead(501, { 'content-type': 'application/json' })
        .end(JSON.stringify({ __type: 'NotEmulated', message: sentence }));
      return;
    }
    const caller = callerOf(signed, request);
    if (body === undefined || caller instanceof AwsError) {
      const error =
        caller instanceof AwsError ? caller : new AwsError('RequestEntityTooLarge', 413, 'The request is too large.');
      const refusal = service.refuse(error, request);
      response.writeHead(refusal.status, { ...refusal.headers }).end(refusal.body);
      return;
    }
    const served = await serveCall(parts, service, request, caller);
    if (served === 'hang') return;
    if (served === 'silence') {
      message.socket.destroy();
      return;
    }
    // HEAD answers with the length of what GET would give.
    const length = request.method === 'HEAD' ? {} : { 'content-length': String(Buffer.byteLength(served.body)) };
    response.writeHead(served.status, { ...served.headers, ...length });
    response.end(request.method === 'HEAD' ? undefined : served.body);
  };

  const server = createServer((message, response) => {
    respond(message, response).catch((error: unknown) => {
      parts.denials.add(
        `The embedded cloud itself failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end('internal error of the embedded cloud');
    });
  });
  // The SDK's agent keeps connections; a shorter server time-out would close one just as it is used.
  server.keepAliveTimeout = 120_000;
  return {
    server,
    url: () => {
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('The endpoint is not listening.');
      return `http://127.0.0.1:${address.port}`;
    },
  };
};
