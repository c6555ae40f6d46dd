/** Reads a request's body up to the gateway's limit and says how it travels in the event. */
import type { IncomingMessage } from 'node:http';

/** "HTTP API quotas": payload size 10 MB. */
export const BODY_BYTES = 10 * 1024 * 1024;

/** Undefined when it is too large; the rest is read and thrown away, so that the client hears the 413 instead of a broken connection. */
export const readBody = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    sizeBytes += bytes.length;
    if (sizeBytes <= BODY_BYTES) chunks.push(bytes);
    else chunks.length = 0;
  }
  return sizeBytes <= BODY_BYTES ? Buffer.concat(chunks) : undefined;
};

/**
 * The guide only says "binary"; what the gateway really takes for text was measured by others on AWS (ministackorg/ministack pull request
 * 766): these types only - a form and a body without content type come base64-encoded.
 */
const TEXT = /^(text\/.*|application\/(json|xml|javascript))$/;

export const encodeBody = (
  body: Buffer,
  contentType: string | undefined,
): { body?: string; isBase64Encoded: boolean } => {
  if (body.length === 0) return { isBase64Encoded: false };
  const mediaType = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return TEXT.test(mediaType)
    ? { body: body.toString('utf8'), isBase64Encoded: false }
    : { body: body.toString('base64'), isBase64Encoded: true };
};
