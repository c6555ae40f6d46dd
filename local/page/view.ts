/** One mail or one record as people read it: where the links of the status page lead. */
import { type Html, html } from './html.ts';

export interface ShownThing {
  readonly title: string;
  /** Names and values; one without a value is left out. */
  readonly facts: readonly (readonly [string, string])[];
  /** Of a mail: what it says; null: it is not shown. */
  readonly text?: string | null;
}

const fact = ([name, value]: readonly [string, string]): Html =>
  value === '' ? html`` : html`<dt>${name}</dt><dd><bdi>${value}</bdi></dd>`;

const textOf = ({ text }: ShownThing): Html =>
  text === undefined
    ? html``
    : html`<section><h2>Text</h2>${text === null ? html`<p class="soft">Not shown.</p>` : html`<pre><bdi>${text}</bdi></pre>`}</section>`;

export const renderThing = (thing: ShownThing): string =>
  html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${thing.title}</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/local/page.css"></head><body><main>
<header><h1><bdi>${thing.title}</bdi></h1><nav><a href="/">Postroom</a></nav></header>
<section><dl>${thing.facts.map(fact)}</dl></section>${textOf(thing)}
</main></body></html>`.html;
