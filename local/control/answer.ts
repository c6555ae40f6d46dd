/** Answers of the control routes: JSON, mistakes as problem details like the API's own. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface ControlAnswer {
  readonly status: number;
  readonly body: unknown;
}

export class ControlError extends Error {
  override readonly name = 'ControlError';
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const sendJson = (response: ServerResponse, { status, body }: ControlAnswer): void => {
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(JSON.stringify(body));
};

export const problem = ({ status, code, message }: ControlError): ControlAnswer => ({
  status,
  body: { type: 'about:blank', title: code, status, code, detail: message },
});

const MAX_BODY_BYTES = 1024 * 1024;

export const readJson = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size <= MAX_BODY_BYTES) chunks.push(bytes);
  }
  // Only now: to stop in the middle would close the connection before the refusal is heard.
  if (size > MAX_BODY_BYTES) throw new ControlError(413, 'too-large', 'A control request is at most 1 MB.');
  if (size === 0) return {};
  try {
    const json: unknown = JSON.parse(Buffer.concat(chunks).toString());
    return json;
  } catch {
    throw new ControlError(400, 'malformed-json', 'The body is not JSON.');
  }
};
