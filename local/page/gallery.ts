/**
 * `GET /local/gallery`: a picture of every template that comes with Postroom, by purpose, with a search. The pictures are the mails themselves, in frames without any
 * rights, filled with a made-up customer; each is loaded when it comes into sight.
 */
import { type Html, html } from './html.ts';

export interface ReadyMail {
  readonly id: string;
  readonly name: string;
  readonly module: string;
  readonly purpose: string;
  readonly subject: string;
}

const PATH = '/local/gallery';

const card = ({
  id,
  name,
  module,
  subject,
}: ReadyMail): Html => html`<li class="card" data-words="${`${name} ${id} ${module} ${subject}`.toLowerCase()}">
<a href="${PATH}/${id}" target="_blank"><span class="picture"><iframe src="${PATH}/${id}" loading="lazy" sandbox="" tabindex="-1" title="${name}"></iframe></span>
<strong>${name}</strong></a><span class="soft">${module}</span><code>${id}</code></li>`;

const titleOf = (purpose: string): string =>
  `${purpose.slice(0, 1).toUpperCase()}${purpose.slice(1).replaceAll('-', ' ')}`;

const group = ([purpose, ready]: readonly [
  string,
  readonly ReadyMail[],
]): Html => html`<section id="${purpose}" class="group">
<h2>${titleOf(purpose)} <span class="soft">${ready.length}</span></h2><ul class="cards">${ready.map(card)}</ul></section>`;

const groupsOf = (ready: readonly ReadyMail[]): readonly (readonly [string, readonly ReadyMail[]])[] => {
  const found = new Map<string, ReadyMail[]>();
  for (const one of ready) found.set(one.purpose, [...(found.get(one.purpose) ?? []), one]);
  return [...found];
};

export const renderGallery = (ready: readonly ReadyMail[]): string =>
  html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Ready templates</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/local/page.css"><link rel="stylesheet" href="${PATH}.css"></head><body><main>
<header><div><h1>Ready templates</h1><p class="soft"><span id="count">${ready.length}</span> of ${ready.length}; copy one with <code>POST /v1/templates {"from": "..."}</code></p></div><nav><a href="/">Postroom</a></nav></header>
<p class="tools"><label>Search <input id="search" type="search" placeholder="invoice, case, welcome ..." autocomplete="off"></label></p>
<nav class="purposes">${groupsOf(ready).map(([purpose]) => html`<a href="#${purpose}">${titleOf(purpose)}</a>`)}</nav>
${groupsOf(ready).map(group)}<p id="nothing" hidden>No template has these words. Try one word less.</p>
</main><script src="${PATH}.js"></script></body></html>`.html;
