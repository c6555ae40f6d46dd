/**
 * `GET /local/gallery`: a picture of every template that comes with Postroom, by purpose, with a search. The pictures are the mails themselves, in frames without any
 * rights, filled with a made-up customer; each is loaded when it comes into sight.
 */
import { parseHtml } from '#shared/domain/template/parse-template.ts';
import { READY, type ReadySummary, readyTemplate } from '#shared/domain/template/ready/ready-templates.ts';
import { renderTemplate, type Values } from '#shared/domain/template/render-template.ts';
import { type Html, html } from './html.ts';

/** What the pictures say. */
const SAMPLE: Values = {
  companyName: 'Northwind Office Supplies',
  hasLogo: false,
  byKey: new Map([
    ...[
      ['contacts-firstname', 'Maria'],
      ['leads-firstname', 'Maria'],
      ['leads-company', 'Harbour Books'],
      ['organizations-name', 'Harbour Books'],
      ['organizations-phone', '+44 20 7946 0000'],
      ['organizations-website', 'harbourbooks.example'],
      ['users-name', 'Ada Lovelace'],
      ['users-email', 'ada@northwind.example'],
      ['companydetails-organizationname', 'Northwind Office Supplies'],
    ],
    ...[
      ['companydetails-address', '12 Quay Street'],
      ['companydetails-code', 'BS1 4DJ'],
      ['companydetails-city', 'Bristol'],
      ['companydetails-phone', '+44 117 496 0000'],
      ['companydetails-website', 'https://northwind.example'],
      ['custom-portalurl', 'https://help.northwind.example'],
      ['custom-currentdate', '21 November 2026'],
    ],
    ...[
      ['cases-number', '1042'],
      ['cases-title', 'The printer does not wake up'],
      ['cases-status', 'Open'],
      ['cases-comments:3:oldest', '20 November 2026, Ada:\nWe have ordered the spare part.'],
      ['opportunities-title', 'Twelve new desks'],
      ['opportunities-status', 'In negotiation'],
      ['internal-tickets-title', 'A second screen for the front desk'],
      ['internal-tickets-status', 'Open'],
    ],
    ...[
      ['quotes-number', 'Q-2026-118'],
      ['quotes-total', '€ 4,280.00'],
      ['quotes-validuntil', '31 December 2026'],
      ['invoices-number', '2026-0917'],
      ['invoices-amount', '€ 1,190.00'],
      ['invoices-duedate', '5 December 2026'],
      ['invoices-open', '€ 90.00'],
    ],
    ...[
      ['orders-number', '60312'],
      ['orders-total', '€ 318.50'],
      ['orders-deliverydate', '27 November 2026'],
      ['orders-tracking', 'NW 0042 1187 93'],
      ['events-name', 'Open day at the workshop'],
      ['events-date', '4 December 2026, 10:00'],
      ['events-place', '12 Quay Street, Bristol'],
    ],
  ] as [string, string][]),
};

/** Undefined: there is no such template. */
export const galleryMail = (id: string): string | undefined => {
  const ready = readyTemplate(id);
  return ready === undefined ? undefined : renderTemplate(parseHtml(ready.html), SAMPLE).text;
};

const PATH = '/local/gallery';

const card = ({
  id,
  name,
  module,
  subject,
}: ReadySummary): Html => html`<li class="card" data-words="${`${name} ${id} ${module} ${subject}`.toLowerCase()}">
<a href="${PATH}/${id}" target="_blank"><span class="picture"><iframe src="${PATH}/${id}" loading="lazy" sandbox="" tabindex="-1" title="${name}"></iframe></span>
<strong>${name}</strong></a><span class="soft">${module}</span><code>${id}</code></li>`;

const titleOf = (purpose: string): string =>
  `${purpose.slice(0, 1).toUpperCase()}${purpose.slice(1).replaceAll('-', ' ')}`;

const group = ([purpose, ready]: readonly [
  string,
  readonly ReadySummary[],
]): Html => html`<section id="${purpose}" class="group">
<h2>${titleOf(purpose)} <span class="soft">${ready.length}</span></h2><ul class="cards">${ready.map(card)}</ul></section>`;

const groups = (): readonly (readonly [string, readonly ReadySummary[]])[] => {
  const found = new Map<string, ReadySummary[]>();
  for (const ready of READY) found.set(ready.purpose, [...(found.get(ready.purpose) ?? []), ready]);
  return [...found];
};

export const renderGallery = (): string =>
  html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Ready templates</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/local/page.css"><link rel="stylesheet" href="${PATH}.css"></head><body><main>
<header><div><h1>Ready templates</h1><p class="soft"><span id="count">${READY.length}</span> of ${READY.length}; copy one with <code>POST /v1/templates {"from": "..."}</code></p></div><nav><a href="/">Postroom</a></nav></header>
<p class="tools"><label>Search <input id="search" type="search" placeholder="invoice, case, welcome ..." autocomplete="off"></label></p>
<nav class="purposes">${groups().map(([purpose]) => html`<a href="#${purpose}">${titleOf(purpose)}</a>`)}</nav>
${groups().map(group)}<p id="nothing" hidden>No template has these words. Try one word less.</p>
</main><script src="${PATH}.js"></script></body></html>`.html;

export const GALLERY_STYLE = `
main { max-width: 76rem; }
.tools label { font-weight: 600; } .tools input { font: inherit; margin-left: .5rem; padding: .4rem .7rem; width: min(24rem, 70vw); border: 1px solid var(--line); border-radius: 8px; background: var(--card); color: var(--ink); }
.purposes { margin: .9rem 0 1.25rem; } .group[hidden], .card[hidden] { display: none; }
.cards { list-style: none; margin: 0; padding: 0; display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fill, minmax(15.5rem, 1fr)); }
.card { min-width: 0; } .card a { color: var(--ink); text-decoration: none; } .card a:hover strong, .card a:focus-visible strong { text-decoration: underline; }
.card strong { display: block; margin-top: .5rem; } .card code { display: table; margin-top: .2rem; } .card > .soft { font-size: .88rem; }
.picture { display: block; position: relative; width: 100%; aspect-ratio: 1; overflow: hidden; border: 1px solid var(--line); border-radius: 8px; background: #f2f4f7; }
.picture iframe { position: absolute; top: 0; left: 0; width: 250%; height: 250%; border: 0; transform: scale(.4); transform-origin: 0 0; pointer-events: none; color-scheme: light; }
.card a:hover .picture, .card a:focus-visible .picture { border-color: var(--blue); }
`;

export const GALLERY_SCRIPT = `'use strict';
const search = document.getElementById('search');
const filter = () => {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  for (const group of document.querySelectorAll('.group')) {
    let any = false;
    for (const card of group.querySelectorAll('.card')) {
      const fits = words.every((word) => card.dataset.words.includes(word) || group.id.includes(word));
      card.hidden = !fits;
      any = any || fits;
      shown += fits ? 1 : 0;
    }
    group.hidden = !any;
  }
  document.getElementById('count').textContent = shown;
  document.getElementById('nothing').hidden = shown > 0;
};
search.addEventListener('input', filter);
filter();
`;
