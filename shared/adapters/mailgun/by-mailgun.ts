/**
 * Hands mail to Mailgun as MIME, once: `POST /v3/<domain>/messages.mime` (Mailgun, "Send an email in MIME format"). Its recipients are those named here, whatever
 * the header says. Used by the sending functions for accounts of the tenant.
 */
import type { HandOverBy, OpenedAccount } from '../../ports/accounts.ts';
import type { CallMailgun } from './call-mailgun.ts';
import { handOverOf } from './mailgun-answer.ts';

type MailgunAccount = Extract<OpenedAccount, { provider: 'mailgun' }>;

export const byMailgun =
  (call: CallMailgun): HandOverBy<MailgunAccount> =>
  async ({ region, domain, apiKey }, { mail, recipients, raw }) => {
    const form = new FormData();
    for (const address of recipients) form.append('to', address);
    form.append('message', new Blob([new Uint8Array(raw)], { type: 'message/rfc822' }), 'message.mime');
    // Postroom counts opens and clicks itself; twice rewritten, links would lead over both.
    form.append('o:tracking', 'no');
    const encoded = new Response(form);
    const answer = await call({
      ...{ region, apiKey, method: 'POST', path: `/v3/${encodeURIComponent(domain)}/messages.mime` },
      contentType: encoded.headers.get('content-type') ?? '',
      body: Buffer.from(await encoded.arrayBuffer()),
    });
    return handOverOf(answer, mail.id);
  };
