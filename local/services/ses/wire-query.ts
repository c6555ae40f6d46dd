/** SES v1: the query protocol. https://docs.aws.amazon.com/ses/latest/APIReference/API_SendRawEmail.html */
import type { AwsError, HttpAnswer, HttpRequest } from '#local/kernel/aws.ts';
import { invalidParameter, type MessageTag, notEmulated, type SendRequest } from './send-request.ts';

const NAMESPACE = 'http://ses.amazonaws.com/doc/2010-12-01/';
const SINGLE = new Set(['Action', 'Version', 'Source', 'RawMessage.Data', 'ConfigurationSetName']);
const DESTINATION = /^Destinations\.member\.(\d+)$/;
const TAG = /^Tags\.member\.(\d+)\.(Name|Value)$/;

export type QueryCall =
  | { readonly operation: 'GetSendQuota' }
  | { readonly operation: 'SendRawEmail'; readonly send: SendRequest };

const readSend = (form: URLSearchParams): SendRequest => {
  const destinations: string[] = [];
  const tags = new Map<string, { Name?: string; Value?: string }>();
  for (const [name, value] of form) {
    const tag = TAG.exec(name);
    if (DESTINATION.test(name)) destinations.push(value);
    else if (tag?.[1] !== undefined)
      tags.set(tag[1], { ...tags.get(tag[1]), [tag[2] === 'Name' ? 'Name' : 'Value']: value });
    else if (!SINGLE.has(name)) throw notEmulated(`the parameter ${name} of SendRawEmail`);
  }
  const data = form.get('RawMessage.Data');
  if (data === null)
    throw invalidParameter("Value null at 'rawMessage.data' failed to satisfy constraint: Member must not be null");
  const read: MessageTag[] = [...tags.values()].map((tag) => ({ name: tag.Name ?? '', value: tag.Value ?? '' }));
  return {
    api: 'v1',
    source: form.get('Source') ?? undefined,
    destinations: destinations.length === 0 ? undefined : destinations,
    raw: Buffer.from(data, 'base64'),
    configurationSet: form.get('ConfigurationSetName') ?? undefined,
    tags: read.length === 0 ? undefined : read,
  };
};

export const readQuery = (request: HttpRequest): QueryCall => {
  const form = new URLSearchParams(request.body.toString('latin1'));
  const action = form.get('Action');
  if (action === 'SendRawEmail') return { operation: 'SendRawEmail', send: readSend(form) };
  if (action === 'GetSendQuota') return { operation: 'GetSendQuota' };
  throw notEmulated(action === null ? 'a request without an Action' : `the operation ${action}`);
};

/** XML 1.0 has no other control characters than these three. */
const escapeXml = (text: string): string =>
  text
    .replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/\p{Cc}/gu, (character) => ('\t\n\r'.includes(character) ? character : '?'));

const xml = (status: number, body: string): HttpAnswer => ({ status, headers: { 'content-type': 'text/xml' }, body });

export const queryAnswer = (
  operation: string,
  result: Readonly<Record<string, string | number>>,
  requestId: string,
): HttpAnswer => {
  const members = Object.entries(result).map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`);
  return xml(
    200,
    `<${operation}Response xmlns="${NAMESPACE}"><${operation}Result>${members.join('')}</${operation}Result>` +
      `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`,
  );
};

/** The v1 names of errors that the endpoint in front words as the newer services do. */
const CODES: Readonly<Record<string, string>> = { AccessDeniedException: 'AccessDenied' };

export const queryError = (error: AwsError, requestId: string): HttpAnswer =>
  xml(
    error.status,
    `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>${error.status < 500 ? 'Sender' : 'Receiver'}</Type>` +
      `<Code>${escapeXml(CODES[error.code] ?? error.code)}</Code><Message>${escapeXml(error.message)}</Message></Error>` +
      `<RequestId>${requestId}</RequestId></ErrorResponse>`,
  );
