/** The page behind `$custom-viewinbrowser$`, over one mail. */
import { expect, test } from 'vitest';
import { cleanTemplate } from '#shared/adapters/html/clean-template.ts';
import { ids } from '#shared/adapters/ids.ts';
import { idOfTry } from '#shared/app/sending/accept-mail.ts';
import { makeViewMail, VIEW_LIFE_DAYS } from '#shared/app/templates/view-mail.ts';
import type { OutgoingMail } from '#shared/domain/sending/outgoing-mail.ts';
import type { Content } from '#shared/ports/sending.ts';

const SENT_MS = Date.UTC(2026, 0, 1);
const REQUEST = { id: ids.derived(SENT_MS, 'request'), atMs: SENT_MS };

const aMail = (more: Partial<OutgoingMail> = {}): OutgoingMail => ({
  ...{ id: REQUEST.id, tenant: 't', user: 'u', lane: 'adhoc', phase: 'sent', from: 'a@b.example', subject: 's' },
  ...{ content: 'place', recipients: [], createdAt: '', watch: { at: '', revision: 1 }, revision: 1 },
  sentAt: new Date(SENT_MS).toISOString(),
  ...more,
});

const view = (mail: OutgoingMail, content: Content, nowMs = SENT_MS) =>
  makeViewMail({
    clock: { nowMs: () => nowMs },
    ids,
    links: { read: async () => ({ tenant: 't', fields: [REQUEST.id, String(REQUEST.atMs)] }) },
    outgoing: {
      get: async (_tenant, id) =>
        id === mail.id ? mail : id === REQUEST.id ? aMail({ phase: 'failed', failed: 'abandoned' }) : undefined,
    },
    contents: { load: async () => content, read: async ({ sizeBytes }) => new Uint8Array(sizeBytes) },
    clean: cleanTemplate,
  })('token');

const HI: Content = { html: '<p>Hi</p>', attachments: [] };
const DAY_MS = 86_400_000;

test('[F140] a mail can be seen until ninety days after it left, and never one that did not leave', async () => {
  expect(await view(aMail(), HI, SENT_MS + VIEW_LIFE_DAYS * DAY_MS)).toBe('<p>Hi</p>');
  expect(await view(aMail(), HI, SENT_MS + VIEW_LIFE_DAYS * DAY_MS + 1)).toBeUndefined();
  const { sentAt: _sentAt, ...unsent } = aMail();
  const claim = { id: 'c', at: new Date(SENT_MS).toISOString() };
  expect(await view({ ...unsent, phase: 'queued' }, HI)).toBeUndefined();
  expect(await view({ ...unsent, phase: 'failed', failed: 'rejected', claim }, HI)).toBeUndefined();
  expect(await view({ ...unsent, phase: 'unconfirmed', claim }, HI)).toBe('<p>Hi</p>');
});

test('[F140] the link finds the mail of a later try of its request', async () => {
  expect(await view(aMail({ id: idOfTry(ids, REQUEST, 2) }), HI)).toBeUndefined();
  expect(await view(aMail({ id: idOfTry(ids, REQUEST, 1) }), HI)).toBe('<p>Hi</p>');
});

test('[F140] what runs is taken out, signature and footer are there, a text is shown as text', async () => {
  const look = { below: [{ html: '<i>Ada</i>', text: 'Ada' }] };
  const hostile = '<body onload="x()"><script>x()</script><a href="javascript:x()">y</a></body>';
  expect(await view(aMail(), { html: hostile, look, attachments: [] })).toBe(
    '<body><a>y</a><div><i>Ada</i></div></body>',
  );
  expect(await view(aMail(), { text: '<b>', look, attachments: [] })).toContain('&lt;b&gt;\n\nAda</pre>');
});

test('[F140] pictures inside the mail are shown as far as an answer of Lambda holds them; SVG is not', async () => {
  const part = (cid: string, contentType: string, sizeBytes: number) => ({
    ...{ name: cid, key: cid, cid, contentType, sizeBytes },
  });
  const html = '<img src="cid:a"><img src="cid:b"><img src="cid:c">';
  const attachments = [
    ...[part('a', 'image/png', 3), part('b', 'image/svg+xml', 3), part('c', 'image/png', 3_000_000)],
  ];
  expect(await view(aMail(), { html, attachments })).toBe(
    '<img src="data:image/png;base64,AAAA" /><img src="cid:b" /><img src="cid:c" />',
  );
});
