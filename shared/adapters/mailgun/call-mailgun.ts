/**
 * One HTTP request to Mailgun, for sending and for the check of an account. Says of a request without an answer whether it may have arrived: Mailgun knows no
 * idempotency key, so who does not know must not ask again. A connection of its own each time: one kept from the last mail may be dead after a worker was
 * frozen, and a mail written into it would be one that nobody knows of. Redirections are answers like any other and never followed.
 */
import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import type { MailgunRegion } from '../../domain/account/provider.ts';

/** Mailgun, API overview, "Mailgun Regions". */
const HOSTS: Readonly<Record<MailgunRegion, string>> = {
  us: 'https://api.mailgun.net',
  eu: 'https://api.eu.mailgun.net',
};

/** Less than the 29 s of a function behind the API and than half of the senders' 60 s. Mailgun takes 25 MB. */
const PATIENCE_MS = 20_000;
/** What it answers is a sentence; a domain with its DNS records is a few kilobytes. */
const MAX_ANSWER_BYTES = 256 * 1024;

export interface MailgunRequest {
  readonly region: MailgunRegion;
  readonly apiKey: string;
  readonly method: 'GET' | 'POST';
  /** Begins with `/v3/`; parts that come from settings are encoded. */
  readonly path: string;
  readonly contentType?: string;
  readonly body?: Buffer;
}

export type MailgunAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: unknown }
  /** `mayHaveArrived` false: there was never a connection. `why`: a code of the network such as ECONNREFUSED, or nothing. */
  | { readonly kind: 'none'; readonly mayHaveArrived: boolean; readonly why: string };

export type CallMailgun = (request: MailgunRequest) => Promise<MailgunAnswer>;

const jsonOf = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    // Gateways in front of it answer in HTML.
    return undefined;
  }
};

const codeOf = (error: unknown): string => {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/.test(code) ? code : '';
};

/** @param base of the embedded cloud's Mailgun; of no tenant's choosing, or it would be a way into the network of this Postroom */
export const makeCallMailgun =
  (base?: string, patienceMs = PATIENCE_MS): CallMailgun =>
  ({ region, apiKey, method, path, contentType, body }) =>
    new Promise((resolve) => {
      const url = new URL(`${base === undefined ? HOSTS[region] : `${base}/${region}`}${path}`);
      const isSecure = url.protocol === 'https:';
      let isConnected = false;
      const lost = (error: unknown) =>
        resolve({ kind: 'none', mayHaveArrived: isConnected, why: isConnected ? '' : codeOf(error) });
      const request = (isSecure ? overHttps : overHttp)(url, {
        method,
        agent: false,
        auth: `api:${apiKey}`,
        signal: AbortSignal.timeout(patienceMs),
        headers: {
          accept: 'application/json',
          connection: 'close',
          ...(contentType === undefined ? {} : { 'content-type': contentType }),
          ...(body === undefined ? {} : { 'content-length': body.length }),
        },
      });
      request.on('socket', (socket) =>
        socket.once(isSecure ? 'secureConnect' : 'connect', () => {
          isConnected = true;
        }),
      );
      request.on('error', lost);
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size <= MAX_ANSWER_BYTES) chunks.push(chunk);
          else response.destroy(new Error('Too long'));
        });
        response.on('error', lost);
        response.on('end', () =>
          resolve({ kind: 'answer', status: response.statusCode ?? 0, body: jsonOf(Buffer.concat(chunks)) }),
        );
      });
      request.end(body);
    });
