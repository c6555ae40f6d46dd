/** Mail that wants to do harm, through SES, the queue and the stores. docs/threats.md has the whole list; most of it is shown by cheaper tests. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { aShop } from '#tests/support/kill-table.ts';
import { aMail } from '#tests/support/mail.ts';

let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.stop());

/** A tenant with case 1 of ada@customer.example. */
const aShopWithCase = async () => {
  const shop = await aShop(cloud);
  const body = async (path: string) => (await shop.call('GET', path)).body;
  const get = async (suffix: string, mail: Parameters<typeof aMail>[0]) => {
    await shop.deliver(suffix, aMail(mail));
    await cloud.idle();
    return (await body('/v1/mailroom/emails')).items[0];
  };
  await get('+case', { from: 'Ada Lovelace <ada@customer.example>' });
  const cases = async () => (await body('/v1/records/cases')).items;
  const [{ id }] = await cases();
  const timeline = async () => (await body(`/v1/records/cases/${id}/timeline`)).items.length;
  return { get, body, id, cases, timeline };
};

test('[F70][F76] a guess at the signed address of a case puts nothing on it, nor does what was signed for another tenant', async () => {
  const [shop, other] = [await aShopWithCase(), await aShopWithCase()];
  const address = async ({ body, id }: typeof shop): Promise<string> =>
    (await body(`/v1/mailroom/records/cases/${id}`)).signedAddress;
  const before = await shop.timeline();
  const right = await address(shop);
  // 2^50: at a thousand mails a second 35,000 years.
  const mac = right.slice(0, right.indexOf('@')).replace(/^.*\+/, '').slice(shop.id.length);
  expect(mac.length).toBe(10);
  for (const wrong of [
    '',
    '0'.repeat(mac.length),
    mac.slice(0, -1),
    `${mac}0`,
    (await address(other)).replace(/^.*\+|@.*$/g, '').slice(-mac.length),
  ]) {
    const mail = await shop.get(`+archive+${shop.id}${wrong}`, { from: 'eve@evil.example' });
    expect([mail.outcome, mail.records]).toEqual(['quarantined', []]);
  }
  // A mark in References that was signed for the other tenant's case, with this one's id in it.
  const mark = `<record.cases.${shop.id}.${(await address(other)).replace(/@.*$/, '').slice(-mac.length)}@${right.split('@')[1]}>`;
  await shop.get('+lead', { from: 'eve@evil.example', headers: [`References: ${mark}`, `In-Reply-To: ${mark}`] });
  expect(await shop.timeline()).toBe(before);
});

test('[F43] another spelling of an address is the same customer, another letter that looks alike is a stranger', async () => {
  const shop = await aShopWithCase();
  const subject = 'About [Case 1]';
  expect((await shop.get('+case', { from: 'ADA@Customer.EXAMPLE', subject })).records).toEqual([
    { module: 'cases', id: shop.id, did: 'updated' },
  ]);
  // The first letter is Cyrillic; the second domain is full-width Latin, which IDNA reads as the plain one, as mail servers do.
  const homograph = (await shop.get('+case', { from: '\u0430da@customer.example', subject })).records;
  expect(homograph[0]).toMatchObject({ module: 'cases', did: 'created' });
  const wide = (await shop.get('+case', { from: 'ada@\uff43ustomer.example', subject })).records;
  expect(wide).toEqual([{ module: 'cases', id: shop.id, did: 'updated' }]);
  expect(await shop.cases()).toHaveLength(2);
});

test('[F32] ten thousand recipients are one mail: one case of its sender, a thousand addresses kept', async () => {
  const shop = await aShopWithCase();
  const to = Array.from({ length: 10_000 }, (_, n) => `p${n}@crowd.example`).join(',\r\n ');
  const mail = await shop.get('+case', { from: 'bob@customer.example', to });
  expect(mail.records).toMatchObject([
    { module: 'cases', did: 'created' },
    { module: 'contacts', did: 'created' },
  ]);
  const shown = await shop.body(`/v1/mailroom/emails/${mail.id}`);
  expect(shown.to.length).toBe(1_000);
  expect((await shop.body('/v1/records/contacts')).items).toHaveLength(2);
});

test('[F42] a script in name, subject and text stays text, and what is shown of its HTML holds none', async () => {
  const shop = await aShopWithCase();
  const script = '<script>alert(1)</script>';
  const mail = await shop.get('+lead', {
    from: `"${script}" <eve@evil.example>`,
    subject: script,
    headers: ['Content-Type: text/html'],
    text: `<p onclick="x()">Hello<img src=x onerror=alert(1)>${script}<a href="javascript:alert(1)">here</a></p>`,
  });
  const { html } = await shop.body(`/v1/mailroom/emails/${mail.id}`);
  expect(html).toContain('Hello');
  expect(html).not.toMatch(/script|onclick|onerror/i);
  const [lead] = (await shop.body('/v1/records/leads')).items;
  expect(lead.fields.lastname + lead.fields.firstname).toContain('script');
  expect(lead.fields.description ?? '').not.toMatch(/onerror|javascript/);
});
