/** `GET /` of the embedded cloud: what runs, where to send mail, what became of the last mails, what is stuck. */
import { type Html, html } from './html.ts';
import { machinery } from './machinery.ts';
import { mailIn, mailOut, time } from './mails.ts';
import type { Status } from './status.ts';

/** What a person may want to open; each answers without a token. */
const LINKS = [
  ['/v1/openapi.json', 'API'],
  ['/local/gallery', 'Templates'],
  ['/local/outbox', 'Outbox'],
  ['/local/queues', 'Queues'],
  ['/local/usage', 'Usage'],
  ['/local/faults', 'Faults'],
  ['/local/clock', 'Clock'],
] as const;

const head = ({ now }: Status): Html => html`<header>
<div><h1>Postroom</h1><p class="soft">The deployed template, running on this machine</p></div>
<nav>${LINKS.map(([href, name]) => html`<a href="${href}">${name}</a>`)}</nav>
<p class="state" id="clock"><span class="dot"></span><span class="when-live">running, clock at ${time(now)} UTC</span><span class="when-lost">stopped, or out of reach: this is how it was</span></p>
</header>`;

const addresses = ({ smtp, inboundDomain, tenants }: Status): Html => html`<section id="addresses"><h2>Send it mail</h2>
<p>By SMTP to <code>${smtp}</code>, no password. Behind a tenant's address six suffixes work at once:
<code>+lead</code> <code>+contact</code> <code>+org</code> <code>+case</code> <code>+opportunity</code> <code>+archive</code></p>
<dl>${
  tenants.length === 0
    ? html`<dt>No tenant yet</dt><dd><code>POST /local/tenants</code> makes one; its mail comes to <code>&lt;handle&gt;@${inboundDomain}</code></dd>`
    : tenants.map(({ tenant, address }) => html`<dt>${tenant}</dt><dd><code>${address}</code></dd>`)
}</dl></section>`;

const denied = ({ denials }: Status): Html => html`<section id="denied"${denials.length === 0 ? html` hidden` : html``}>
<h2 class="bad">Denied or broken</h2><ul class="mails">${denials.map(
  ({ at, sentence }) => html`<li><p class="line"><span>${sentence}</span>${time(at)}</p></li>`,
)}</ul></section>`;

export const renderPage = (status: Status): string =>
  html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Postroom on this machine</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/local/page.css"></head><body><main>
${head(status)}${denied(status)}${addresses(status)}${mailIn(status)}${mailOut(status)}${machinery(status)}
</main><script src="/local/page.js"></script></body></html>`.html;
