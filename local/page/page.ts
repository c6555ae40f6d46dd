/** `GET /` of the embedded cloud: what runs, where to send mail, what became of the last mails, what is stuck. */
import { type Html, html } from './html.ts';
import type { Status } from './status.ts';
import { STYLE } from './style.ts';

const time = (iso: string): Html => html`<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')}</time>`;

const nothing = (columns: number, sentence: string): Html =>
  html`<tr><td colspan="${columns}" class="soft">${sentence}</td></tr>`;

const rows = <Row>(list: readonly Row[], columns: number, empty: string, row: (one: Row) => Html): readonly Html[] =>
  list.length === 0 ? [nothing(columns, empty)] : list.map(row);

const mailsIn = ({ mailsIn: list }: Status): Html => html`<section><h2>Mail in</h2><table>
<tr><th>Received (UTC)</th><th>Mailbox</th><th>From</th><th>Subject</th><th>Outcome</th><th>What became of it</th></tr>
${rows(
  list,
  6,
  'No mail yet. Send one to an address below.',
  (
    mail,
  ) => html`<tr><td>${time(mail.at)}</td><td class="wrap">${mail.mailbox}</td><td class="wrap">${mail.from}</td><td class="wrap">${mail.subject}</td>
<td class="mark ${mail.outcome}">${mail.outcome}</td><td class="wrap">${mail.what}</td></tr>`,
)}</table></section>`;

const mailsOut = ({ mailsOut: list }: Status): Html => html`<section><h2>Mail out</h2><table>
<tr><th>Accepted (UTC)</th><th>To</th><th>Subject</th><th>Sent by</th></tr>
${rows(
  list,
  4,
  'Nothing has left. Mail sent here goes nowhere: it is kept and shown.',
  (mail) =>
    html`<tr><td>${time(mail.at)}</td><td class="wrap">${mail.to}</td><td class="wrap">${mail.subject}</td><td>${mail.function}</td></tr>`,
)}</table></section>`;

const functions = ({ functions: list }: Status): Html => html`<section><h2>Functions</h2><table>
<tr><th>Name</th><th class="n">Running</th><th class="n">Warm</th><th class="n">Invocations</th><th class="n">Failures</th></tr>
${rows(
  list,
  5,
  'None',
  (
    one,
  ) => html`<tr><td>${one.name}</td><td class="n">${one.running}</td><td class="n">${one.warm}</td><td class="n">${one.invocations}</td>
<td class="n${one.failures > 0 ? ' bad' : ''}">${one.failures}</td></tr>`,
)}</table></section>`;

const queues = ({ queues: list }: Status): Html => html`<section><h2>Queues</h2><table>
<tr><th>Name</th><th class="n">Waiting</th><th class="n">In flight</th><th class="n">Delayed</th></tr>
${rows(
  list,
  4,
  'None',
  (
    one,
  ) => html`<tr><td class="wrap">${one.name}</td><td class="n${one.isDeadLetter && one.visible > 0 ? ' bad' : ''}">${one.visible}</td>
<td class="n">${one.inFlight}</td><td class="n">${one.delayed}</td></tr>`,
)}</table></section>`;

const addresses = (status: Status): Html => html`<section><h2>Send it mail</h2>
<p>SMTP at <code>${status.smtp}</code>, no password, for anything at <code>${status.inboundDomain}</code>. Behind the handle, six suffixes work at once:
<code>+lead</code> <code>+contact</code> <code>+org</code> <code>+case</code> <code>+opportunity</code> <code>+archive</code></p>
${rows(status.tenants, 1, 'No tenant yet: POST /local/tenants makes one.', (one) => html`<p>Tenant <b>${one.tenant}</b>: <code>${one.address}</code></p>`)}</section>`;

const denials = ({ denials: list }: Status): Html =>
  list.length === 0
    ? html``
    : html`<section><h2 class="bad">Denied or broken</h2><table>${list.map((one) => html`<tr><td>${time(one.at)}</td><td class="wrap">${one.sentence}</td></tr>`)}</table></section>`;

/** Refreshes the numbers without losing the scroll position; the page reads fully without it. */
const SCRIPT = `setInterval(async () => {
  const answer = await fetch(location.href).catch(() => undefined);
  if (!answer?.ok) return;
  const next = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
  if (next && !getSelection()?.toString()) document.querySelector('main').replaceWith(next);
}, 3000);`;

export const PAGE_SCRIPT = SCRIPT;

export const renderPage = (status: Status): string =>
  html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Postroom on this machine</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/local/page.css"></head><body><main>
<header><div><h1>Postroom</h1><p class="soft">The deployed template, running on this machine. Clock: ${time(status.now)} UTC</p></div>
<nav><a href="/v1/openapi.json">OpenAPI</a><a href="/local/outbox">Outbox</a><a href="/local/queues">Queues</a><a href="/local/usage">Usage</a><a href="/local/faults">Faults</a></nav></header>
${denials(status)}${mailsIn(status)}${addresses(status)}${mailsOut(status)}<div class="pair">${functions(status)}${queues(status)}</div>
</main><script src="/local/page.js"></script></body></html>`.html;

export const PAGE_STYLE = STYLE;
