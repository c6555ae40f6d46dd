/** The lists of the last mails on the status page. Names and subjects are strangers' text: each in its own `bdi`, so that a right-to-left mark stays in it. */
import { type Html, html } from './html.ts';
import type { Status } from './status.ts';

type MailIn = Status['mailsIn'][number];
type MailOut = Status['mailsOut'][number];
type Touched = MailIn['records'][number];

const SHOWN_RECIPIENTS = 5;

export const time = (iso: string): Html => html`<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')}</time>`;

const SINGULAR: Readonly<Record<string, string>> = {
  contacts: 'contact',
  leads: 'lead',
  organizations: 'organization',
  cases: 'case',
  opportunities: 'opportunity',
  'internal-tickets': 'internal ticket',
};

const VERBS: Readonly<Record<string, string>> = { created: 'New', attached: 'Added to', updated: 'Updated' };

/** Below `/local/`, where the page is served (public-server.ts). */
const linkTo = (...parts: readonly string[]): string => ['/local/view', ...parts.map(encodeURIComponent)].join('/');

const touched =
  (tenant: string) =>
  ({ did, module, id, title }: Touched): Html =>
    html`<span class="record">${VERBS[did] ?? did} ${SINGULAR[module] ?? module} <a href="${linkTo(tenant, module, id)}">${title === '' ? html`<code>${id}</code>` : html`<bdi>${title}</bdi>`}</a></span> `;

const became = ({ tenant, records, code, reason, remedy }: MailIn): Html =>
  records.length > 0
    ? html`${records.map(touched(tenant))}`
    : html`${reason} <span class="soft">${remedy}</span> <code>${code}</code>`;

const sender = ({ from: { name, address } }: MailIn): Html =>
  name === '' ? html`<bdi>${address}</bdi>` : html`<bdi>${name}</bdi> <bdi class="soft">${address}</bdi>`;

const receivedMail = (mail: MailIn): Html => html`<li class="${mail.outcome}">
<p class="line"><b class="cut"><a href="${linkTo(mail.tenant, 'emails', mail.id)}"><bdi>${mail.subject}</bdi></a></b>${time(mail.at)}</p>
<p class="line"><span class="cut">${sender(mail)}</span><span class="to">to <bdi>${mail.mailbox}</bdi></span></p>
<p><span class="mark">${mail.outcome}</span> ${became(mail)}</p></li>`;

const older = (more: number | undefined): Html =>
  more === undefined ? html`` : html`<p class="more"><a href="/?mails=${more}">More mails</a></p>`;

export const mailIn = ({ mailsIn, more }: Status): Html =>
  html`<section id="mail-in"><h2>Mail in</h2>${
    mailsIn.length === 0
      ? html`<p class="soft">No mail yet. Send one to an address above, and it shows here with what became of it.</p>`
      : html`<ul class="mails">${mailsIn.map(receivedMail)}</ul>${older(more)}`
  }</section>`;

const BAD = /^(bounced-|complained)/;

/** As the mail in: green is well, amber waits, red went wrong. */
const tone = ({ phase, recipients }: MailOut): string => {
  if (phase === 'failed' || recipients.some(({ facts }) => facts.some((fact) => BAD.test(fact)))) return 'quarantined';
  return phase === 'sent' ? 'acted' : 'skipped';
};

const heard = ({ address, failed, facts }: MailOut['recipients'][number]): Html =>
  html`<span class="record"><bdi>${address}</bdi> <span class="soft">${[failed, ...facts].filter((word) => word !== '').join(', ')}</span></span> `;

const sentMail = (mail: MailOut): Html => html`<li class="${tone(mail)}">
<p class="line"><b class="cut"><bdi>${mail.subject}</bdi></b>${time(mail.at)}</p>
<p><span class="mark">${mail.phase}</span> ${mail.phase === 'queued' && mail.sendAt !== '' ? html`<span class="soft">until</span> ${time(mail.sendAt)} ` : html``}${mail.recipients.slice(0, SHOWN_RECIPIENTS).map(heard)}${
  mail.recipients.length > SHOWN_RECIPIENTS
    ? html`<span class="soft">and ${mail.recipients.length - SHOWN_RECIPIENTS} more</span>`
    : html``
}</p></li>`;

export const mailOut = ({ mailsOut }: Status): Html =>
  html`<section id="mail-out"><h2>Mail out</h2>${
    mailsOut.length === 0
      ? html`<p class="soft">Nothing was sent. Mail sent here goes nowhere: the outbox keeps it.</p>`
      : html`<ul class="mails">${mailsOut.map(sentMail)}</ul>`
  }</section>`;
