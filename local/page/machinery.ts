/** The functions and queues of the deployed template on the status page: how busy, how broken. */
import { type Html, html } from './html.ts';
import type { Status } from './status.ts';

const figure = (value: number, isBad: boolean): Html => html`<td class="n${isBad ? ' bad' : ''}">${value}</td>`;

const functions = ({ functions: list }: Status): Html => html`<section id="functions"><h2>Functions</h2><table>
<tr><th>Name</th><th class="n">Running</th><th class="n">Warm</th><th class="n">Calls</th><th class="n">Failed</th></tr>
${list.map(
  (one) => html`<tr><td>${one.name}</td>${figure(one.running, false)}${figure(one.warm, false)}
${figure(one.invocations, false)}${figure(one.failures, one.failures > 0)}</tr>`,
)}</table></section>`;

/** What lies in a dead-letter queue waits for a person. */
const queues = ({ queues: list }: Status): Html => html`<section id="queues"><h2>Queues</h2><table>
<tr><th>Name</th><th class="n">Waiting</th><th class="n">In&nbsp;flight</th><th class="n">Delayed</th></tr>
${list
  .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  .map(
    (one) => html`<tr><td>${one.name}</td>${figure(one.visible, one.isDeadLetter && one.visible > 0)}
${figure(one.inFlight, false)}${figure(one.delayed, false)}</tr>`,
  )}</table></section>`;

export const machinery = (status: Status): Html => html`<div class="pair">${functions(status)}${queues(status)}</div>`;
