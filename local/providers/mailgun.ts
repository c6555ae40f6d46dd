/**
 * Mailgun's API below `/mailgun/<region>` of the endpoint: `POST /v3/<domain>/messages.mime` and `GET /v3/domains/<domain>`, with the answers its documentation
 * gives (documentation.mailgun.com, Messages, Domains, "API Response Codes"). It keeps the Message-ID of the mail and answers it as `id`.
 */

import type { HttpAnswer, HttpRequest } from '#local/kernel/aws.ts';
import { readHeaderSection } from '#local/services/ses/header-fields.ts';
import type { Elsewhere, MailgunDomain } from './elsewhere.ts';

/** `silence`: the connection is closed without an answer. */
export type Outside = (request: HttpRequest) => Promise<HttpAnswer | 'silence'>;

const json = (status: number, body: unknown): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** Mailgun, "Sending messages": 25 MB. */
const MOST_BYTES = 25 * 1024 * 1024;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const messageIdOf = (raw: Buffer): string => {
  const field = readHeaderSection(raw).fields.find(({ name }) => name.toLowerCase() === 'message-id');
  return field?.value ?? '';
};

const keyOf = ({ headers }: HttpRequest): string => {
  const [, encoded = ''] = /^Basic (.+)$/.exec(headers.authorization ?? '') ?? [];
  return Buffer.from(encoded, 'base64').toString();
};

export const makeMailgun = (elsewhere: Elsewhere): Outside => {
  const take = async (known: MailgunDomain, request: HttpRequest): Promise<HttpAnswer | 'silence'> => {
    const { answers, domain, region } = known;
    if (typeof answers === 'object') return json(answers.status, { message: answers.message });
    if (known.state === 'disabled')
      return json(403, { message: `Domain ${domain} is not allowed to send: The domain is disabled` });
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    const form = await new Response(new Uint8Array(request.body), { headers }).formData();
    const to = form.getAll('to').map(textOf);
    if (to.length === 0) return json(400, { message: 'to parameter is missing' });
    const message = form.get('message');
    if (message === null || typeof message === 'string')
      return json(400, { message: "'message' parameter is not a file" });
    const raw = Buffer.from(await message.arrayBuffer());
    if (raw.length > MOST_BYTES) return json(413, { message: 'Request Entity Too Large' });
    const messageId = messageIdOf(raw);
    const options = Object.fromEntries(
      [...form].filter(([name]) => name.startsWith('o:')).map(([name, value]) => [name, textOf(value)]),
    );
    elsewhere.add({ provider: 'mailgun', account: domain, region, messageId, to, options, raw: raw.toString() });
    return answers === 'cut' ? 'silence' : json(200, { id: messageId, message: 'Queued. Thank you.' });
  };

  return async (request) => {
    const [, region = '', mailPath, checkPath] =
      /^\/mailgun\/(us|eu)\/v3\/(?:([^/]+)\/messages\.mime|domains\/([^/]+))$/.exec(request.path) ?? [];
    const domain = decodeURIComponent(mailPath ?? checkPath ?? '');
    if (request.method !== (mailPath === undefined ? 'GET' : 'POST') || domain === '')
      return json(404, { message: 'Not Found' });
    const known = elsewhere.mailgun(region, domain);
    // A key says whose domains are looked at, so without a right one nothing is said of any domain.
    if (known === undefined ? keyOf(request) === '' : keyOf(request) !== `api:${known.apiKey}`)
      return json(401, { message: 'Forbidden' });
    if (known === undefined) return json(404, { message: 'Domain not found' });
    if (mailPath !== undefined) return take(known, request);
    return json(200, { domain: { name: domain, state: known.state } });
  };
};
