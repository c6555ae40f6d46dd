import { expect, test } from 'vitest';
import { renderPage } from '#local/page/page.ts';
import { SCRIPT } from '#local/page/refresh.ts';
import type { Status } from '#local/page/status.ts';
import { renderThing } from '#local/page/view.ts';

/** Every text of the page is `text`; everything that can be shown is there. */
const aStatus = (text: string, more: Partial<Status> = {}): Status => ({
  now: text,
  httpUrl: text,
  smtp: text,
  inboundDomain: text,
  tenants: [{ tenant: text, address: text }],
  functions: [{ name: text, running: 1, warm: 2, invocations: 3, failures: 4 }],
  queues: [
    { name: text, visible: 0, inFlight: 1, delayed: 2, isDeadLetter: false },
    { name: text, visible: 3, inFlight: 0, delayed: 0, isDeadLetter: true },
  ],
  more: 40,
  mailsIn: (['acted', 'skipped', 'quarantined'] as const).map((outcome) => ({
    id: text,
    at: text,
    tenant: text,
    mailbox: text,
    from: { name: text, address: text },
    subject: text,
    outcome,
    records: outcome === 'acted' ? [{ did: text, module: text, id: text, title: text }] : [],
    code: text,
    reason: text,
    remedy: text,
  })),
  mailsOut: [
    {
      at: text,
      subject: text,
      phase: text,
      sendAt: text,
      recipients: [{ address: text, failed: text, facts: [text] }],
    },
  ],
  denials: [{ at: text, sentence: text }],
  ...more,
});

const aMailIn = (more: Partial<Status['mailsIn'][number]>): Status['mailsIn'][number] => ({
  id: 'mail1',
  at: '2026-11-21T09:00:00.000Z',
  tenant: 'demo',
  mailbox: 'demo+lead',
  from: { name: 'Grace Hopper', address: 'grace@compiler.example' },
  subject: 'A question',
  outcome: 'acted',
  records: [],
  code: '',
  reason: '',
  remedy: '',
  ...more,
});

const tagsOf = (page: string) => page.match(/<[^>]*>/g)?.map((tag) => tag.replace(/"[^"]*"/g, '""'));
const textOf = (page: string) => page.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

test.each([
  ['<script>alert(1)</script>'],
  ['"><img src=x onerror=alert(1)>'],
  ["' onmouseover='alert(1)"],
  ['</title></main><!--'],
  ['&lt;b&gt;'],
])('%s in any text is shown as it is and makes no tag and no attribute', (hostile) => {
  const page = renderPage(aStatus(hostile));
  expect(tagsOf(page)).toEqual(tagsOf(renderPage(aStatus('x'))));
  expect(page).not.toContain(hostile);
});

test('nothing on the page needs more than the content security policy allows: no inline script, style or handler, nothing from elsewhere', () => {
  const page = renderPage(aStatus('x'));
  expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=|<script>/);
  expect([...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, link]) => link)).toSatisfy((links: string[]) =>
    links.every((link) => link.startsWith('/') || link === 'data:,'),
  );
});

test('says what became of a mail: what it made or touched, or the reason and the remedy', () => {
  const page = textOf(
    renderPage(
      aStatus('x', {
        mailsIn: [
          aMailIn({
            records: [
              { did: 'created', module: 'cases', id: 'case1', title: 'It broke' },
              { did: 'attached', module: 'contacts', id: 'person1', title: 'Grace Hopper' },
              { did: 'updated', module: 'shipments', id: 'custom1', title: '' },
            ],
          }),
          aMailIn({ outcome: 'skipped', code: 'duplicate', reason: 'It came before.', remedy: 'Nothing to do.' }),
          aMailIn({ outcome: 'quarantined', code: 'too-complex', reason: 'Too deep.', remedy: 'Ask the sender.' }),
        ],
      }),
    ),
  );
  expect(page).toContain('acted New case It broke Added to contact Grace Hopper Updated shipments custom1');
  expect(page).toContain('skipped It came before. Nothing to do. duplicate');
  expect(page).toContain('quarantined Too deep. Ask the sender. too-complex');
});

test('leads to the text of a mail, to its records, and to older mails while there are any', () => {
  const records = [{ did: 'created', module: 'leads', id: 'lead1', title: 'Grace' }];
  const page = renderPage(aStatus('x', { mailsIn: [aMailIn({ records })], more: 40 }));
  for (const link of ['/local/view/demo/emails/mail1', '/local/view/demo/leads/lead1', '/?mails=40'])
    expect(page).toContain(`href="${link}"`);
  const { more: _more, ...all } = aStatus('x', { mailsIn: [aMailIn({ id: '../x' })] });
  expect(renderPage(all)).not.toContain('?mails=');
  expect(renderPage(all)).toContain('/local/view/demo/emails/..%2Fx');
});

test('a mail or record is shown with every text as it is, without what is not there, and says when a text is not shown', () => {
  const hostile = '<script>alert(1)</script>';
  const page = renderThing({
    title: hostile,
    facts: [
      ['From', hostile],
      ['Reason', ''],
    ],
    text: hostile,
  });
  expect(page).not.toContain(hostile);
  expect(page).not.toContain('Reason');
  expect(textOf(renderThing({ title: 'x', facts: [], text: null }))).toContain('Not shown.');
});

const aMailOut = (more: Partial<Status['mailsOut'][number]>): Status['mailsOut'][number] => ({
  at: '2026-11-21T09:00:00.000Z',
  subject: 'Your quote',
  phase: 'sent',
  sendAt: '',
  recipients: [{ address: 'grace@compiler.example', failed: '', facts: ['delivered'] }],
  ...more,
});
const outOf = (...mailsOut: Status['mailsOut'][number][]) => {
  const page = renderPage(aStatus('x', { mailsOut }));
  return page.slice(page.indexOf('id="mail-out"'), page.indexOf('id="functions"'));
};

test('says of a mail out where it stands, and of each recipient what was heard', () => {
  expect(outOf(aMailOut({}))).toMatch(/class="acted"/);
  expect(textOf(outOf(aMailOut({})))).toContain('sent grace@compiler.example delivered');
  const complained = aMailOut({
    recipients: [{ address: 'g@c.example', failed: '', facts: ['delivered', 'complained'] }],
  });
  expect(outOf(complained)).toMatch(/class="quarantined"/);
  const suppressed = aMailOut({
    phase: 'failed',
    recipients: [{ address: 'g@c.example', failed: 'suppressed', facts: [] }],
  });
  expect(textOf(outOf(suppressed))).toContain('failed g@c.example suppressed');
  const later = outOf(aMailOut({ phase: 'queued', sendAt: '2026-11-22T09:00:00.000Z' }));
  expect(later).toMatch(/class="skipped"/);
  expect(textOf(later)).toContain('until 2026-11-22 09:00:00');
  const many = Array.from({ length: 50 }, (_, n) => ({ address: `r${n}@c.example`, failed: '', facts: [] }));
  expect(textOf(outOf(aMailOut({ recipients: many })))).toContain('and 45 more');
});

test('a right-to-left mark in a name or subject cannot turn what stands beside it', () => {
  const page = renderPage(
    aStatus('x', {
      mailsIn: [aMailIn({ subject: '\u202Egnp.exe', from: { name: '\u202Ename', address: 'a@b.example' } })],
    }),
  );
  expect(page).toContain('<bdi>\u202Egnp.exe</bdi>');
  expect(page).toContain('<bdi>\u202Ename</bdi> <bdi class="soft">a@b.example</bdi>');
});

test('marks what waits for a person: failures and dead letters', () => {
  expect(renderPage(aStatus('x')).match(/class="n bad">\d/g)).toEqual(['class="n bad">4', 'class="n bad">3']);
});

test('an empty cloud says what to do first', () => {
  const page = renderPage(aStatus('x', { tenants: [], mailsIn: [], mailsOut: [], denials: [] }));
  expect(textOf(page)).toMatch(/No tenant yet.*No mail yet.*Nothing was sent/);
  expect(page).toContain('id="denied" hidden');
});

test('the refresh finds every part of the page by its id', () => {
  const ids = [...renderPage(aStatus('x')).matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(new Set(ids)).toEqual(new Set(['clock', 'denied', 'addresses', 'mail-in', 'mail-out', 'functions', 'queues']));
  expect(ids).toHaveLength(7);
  expect(() => new Function(SCRIPT)).not.toThrow();
});
