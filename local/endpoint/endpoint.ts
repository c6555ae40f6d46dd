/**
 * The HTTP server behind AWS_ENDPOINT_URL: reads the signature's scope to know the service and the key to know the caller. S3 takes unsigned
 * preflights and presigned URLs from browsers.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Caller, HttpRequest } from '../kernel/aws.ts';
import { AwsError } from '../kernel/aws.ts';
import type { Credentials, Identities } from '../kernel/identities.ts';
import { type EndpointParts, serveCall } from './serve-call.ts';

/** Largest request AWS would take from us: S3 uploads of mails and attachments; SES v2 takes 40 MB in base 64. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

const bodyOf = async (message: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
};

interface Signed {
  readonly accessKeyId: string;
  readonly service: string;
  readonly token: string | undefined;
  readonly presigned: boolean;
}

/** `Credential=<key>/<date>/<region>/<service>/aws4_request`, in the header or, presigned, in the query. */
const signatureOf = (message: IncomingMessage, url: URL): Signed | undefined => {
  const header = /Credential=([^/]+)\/\d{8}\/[^/]+\/([^/]+)\/aws4_request/.exec(message.headers.authorization ?? '');
  const query = /^([^/]+)\/\d{8}\/[^/]+\/([^/]+)\/aws4_request$/.exec(url.searchParams.get('X-Amz-Credential') ?? '');
  const found = header ?? query;
  if (found?.[1] === undefined || found[2] === undefined) return undefined;
  const headerToken = message.headers['x-amz-security-token'];
  const token =
    typeof headerToken === 'string' ? headerToken : (url.searchParams.get('X-Amz-Security-Token') ?? undefined);
  return { accessKeyId: found[1], service: found[2], token, presigned: header === null };
};

/** Temporary keys are worth nothing without their session token. */
const carriesToken = (signed: Signed, credentials: Credentials) => signed.token === credentials.sessionToken;

const ANONYMOUS: Caller = { principal: { kind: 'anonymous' }, functionName: 'anonymous', kill: () => undefined };

export interface Endpoint {
  readonly server: Server;
  url(): string;
}

export const makeEndpoint = (identities: Identities, parts: EndpointParts): Endpoint => {
  const callerOf = (signed: Signed | undefined): Caller | AwsError => {
    if (signed === undefined) return ANONYMOUS;
    const known = identities.find(signed.accessKeyId);
    const stale = known === undefined || (known.ended && !signed.presigned) || !carriesToken(signed, known.credentials);
    if (stale)
      return new AwsError('InvalidClientTokenId', 403, 'The security token included in the request is invalid.');
    return known.caller;
  };

  const respond = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(message.url ?? '/', 'http://127.0.0.1');
    const signed = signatureOf(message, url);
    // Browsers reach only S3 without a signature header: presigned forms carry theirs in the body.
    const service = parts.services.get(signed?.service ?? 's3');
    const body = await bodyOf(message);
    const request: HttpRequest = {
      method: message.method ?? 'GET',
      path: (message.url ?? '/').split('?', 1)[0] ?? '/',
      query: url.searchParams,
      headers: message.headers,
      body: body ?? Buffer.alloc(0),
    };
    if (service === undefined) {
      const sentence = `The service ${signed?.service} is not emulated here.`;
      parts.denials.add(sentence);
      response
        .writeHead(501, { 'content-type': 'application/json' })
        .end(JSON.stringify({ __type: 'NotEmulated', message: sentence }));
      return;
    }
    const caller = callerOf(signed);
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
    response.writeHead(served.status, { ...served.headers, 'content-length': String(Buffer.byteLength(served.body)) });
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
