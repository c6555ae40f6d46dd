/**
 * `aws-chunked` bodies with a trailing checksum (STREAMING-UNSIGNED-PAYLOAD-TRAILER), which the SDK sends for streams:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html. Stored undecoded they would be damaged mails.
 */
import { AwsError } from '#local/kernel/aws.ts';

export interface DecodedBody {
  readonly body: Buffer;
  /** Names in lower case. */
  readonly trailers: Readonly<Record<string, string>>;
}

const incomplete = () => new AwsError('IncompleteBody', 400, 'The request body terminated unexpectedly');

const CRLF = '\r\n';

const readTrailers = (text: string): Record<string, string> => {
  const trailers: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return trailers;
};

/** `decodedLength` is x-amz-decoded-content-length; what is shorter or longer is refused. */
export const decodeAwsChunked = (raw: Buffer, decodedLength: string | undefined): DecodedBody => {
  if (decodedLength === undefined)
    throw new AwsError('MissingContentLength', 411, 'You must provide the Content-Length HTTP header.');
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = raw.indexOf(CRLF, at);
    if (lineEnd === -1) throw incomplete();
    const line = raw.toString('latin1', at, lineEnd);
    if (!/^[0-9a-f]{1,8}$/i.test(line)) throw incomplete();
    const size = Number.parseInt(line, 16);
    at = lineEnd + CRLF.length;
    if (size === 0) break;
    if (raw.toString('latin1', at + size, at + size + CRLF.length) !== CRLF) throw incomplete();
    chunks.push(raw.subarray(at, at + size));
    at += size + CRLF.length;
  }
  const body = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
  if (body.length !== Number(decodedLength)) throw incomplete();
  return { body, trailers: readTrailers(raw.toString('latin1', at)) };
};
