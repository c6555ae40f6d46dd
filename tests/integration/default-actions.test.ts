import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { aMail } from '#tests/support/mail.ts';

let cloud: TestCloud;
let acme: Awaited<ReturnType<TestCloud['tenant']>>;

beforeAll(async () => {
  cloud = await startTestCloud();
  acme = await cloud.tenant('acme', { helpDeskAddresses: ['support@acme.example'] });
});
afterAll(() => cloud.stop());

const records = async (module: string, email: string) =>
  (await cloud.call('GET', `/v1/records/${module}?email=${encodeURIComponent(email)}`, { token: acme.user })).body
    .items;
const timeline = async (module: string, id: string) =>
  (await cloud.call('GET', `/v1/records/${module}/${id}/timeline?limit=100`, { token: acme.user })).body;
const newest = async () =>
  (await cloud.call('GET', '/v1/mailroom/emails?limit=1', { token: acme.owner })).body.items[0];
const contact = (email: string, more = {}) =>
  cloud.call('POST', '/v1/records/contacts', {
    token: acme.user,
    body: { fields: { lastname: 'Known', email, ...more } },
  });
const send = async (suffix: string, mail: string) => {
  await cloud.deliver(acme.address(suffix), mail);
  await cloud.idle();
};

describe('+lead', () => {
  test('[F3][F17][F20][F57] a new sender becomes a lead named by the display name; the next mail attaches to it', async () => {
    await send('+lead', aMail({ from: 'Grace Brewster Hopper <Grace@Navy.example>' }));
    const [lead, ...others] = await records('leads', 'grace@navy.example');
    expect(others).toEqual([]);
    expect(lead.fields).toMatchObject({
      firstname: 'Grace',
      lastname: 'Brewster Hopper',
      email: 'Grace@Navy.example',
      source: 'mail',
    });
    await send('+lead', aMail({ from: 'grace@navy.EXAMPLE', subject: 'Another' }));
    expect(await records('leads', 'grace@navy.example')).toHaveLength(1);
    expect((await timeline('leads', lead.id)).items.map(({ summary }: { summary: string }) => summary)).toEqual([
      'Another',
      'A question',
    ]);
    expect(await newest()).toMatchObject({
      outcome: 'acted',
      action: 'create-lead',
      records: [{ module: 'leads', id: lead.id, did: 'attached' }],
    });
  });

  test('[F15] the same mail again changes nothing and says so', async () => {
    const mail = aMail({ from: 'Once <once@navy.example>' });
    await send('+lead', mail);
    await send('+lead', mail);
    const [lead] = await records('leads', 'once@navy.example');
    expect((await timeline('leads', lead.id)).items).toHaveLength(1);
    expect(await newest()).toMatchObject({ outcome: 'skipped', reason: { code: 'duplicate' } });
  });

  test('[F15] a later mail that only borrows the Message-ID is not swallowed', async () => {
    await send('+lead', aMail({ from: 'Honest <honest@navy.example>', messageId: '<guessed@navy.example>' }));
    await send('+lead', aMail({ from: 'Other <other@navy.example>', messageId: '<guessed@navy.example>' }));
    expect(await records('leads', 'other@navy.example')).toHaveLength(1);
  });

  test('[F19] 100 different mails of one new sender at once make one lead with 100 mails', async () => {
    await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        cloud.deliver(acme.address('+lead'), aMail({ from: 'Crowd <crowd@navy.example>', subject: `Mail ${n}` })),
      ),
    );
    await cloud.idle();
    const found = await records('leads', 'crowd@navy.example');
    expect(found).toHaveLength(1);
    expect((await timeline('leads', found[0].id)).items).toHaveLength(100);
  });

  test('a lead that was deleted is not revived: the sender is new again', async () => {
    await send('+lead', aMail({ from: 'Gone <gone@navy.example>' }));
    const [first] = await records('leads', 'gone@navy.example');
    await cloud.call('DELETE', `/v1/records/leads/${first.id}`, { token: acme.user });
    await send('+lead', aMail({ from: 'Gone <gone@navy.example>' }));
    const [second, ...others] = await records('leads', 'gone@navy.example');
    expect(others).toEqual([]);
    expect(second.id).not.toBe(first.id);
  });

  test('[F10] a converted lead matches no mail any more', async () => {
    await send('+lead', aMail({ from: 'Convert <convert@navy.example>' }));
    const [first] = await records('leads', 'convert@navy.example');
    await cloud.call('PATCH', `/v1/records/leads/${first.id}`, {
      token: acme.user,
      body: { fields: { converted: true } },
    });
    await send('+lead', aMail({ from: 'Convert <convert@navy.example>' }));
    const [second, ...others] = await records('leads', 'convert@navy.example');
    expect(others).toEqual([]);
    expect(second.id).not.toBe(first.id);
  });
});

describe('+contact and +org', () => {
  test('[F58] act like Create Lead, each in its own module', async () => {
    await send('+contact', aMail({ from: 'Solo <solo@org.example>' }));
    await send('+org', aMail({ from: 'ACME Widgets Ltd <solo@org.example>' }));
    expect((await records('contacts', 'solo@org.example'))[0].fields).toMatchObject({ lastname: 'Solo' });
    expect((await records('organizations', 'solo@org.example'))[0].fields).toMatchObject({ name: 'ACME Widgets Ltd' });
    await send('+contact', aMail({ from: 'Solo <solo@org.example>' }));
    expect(await records('contacts', 'solo@org.example')).toHaveLength(1);
  });

  test('[F17] without a display name the address is the last name', async () => {
    await send('+contact', aMail({ from: 'nameless@org.example' }));
    expect((await records('contacts', 'nameless@org.example'))[0].fields).toMatchObject({
      lastname: 'nameless@org.example',
    });
  });
});

describe('+case', () => {
  test('[F18][F54] an unknown sender gets a contact and a case linked to it', async () => {
    await send(
      '+case',
      aMail({ from: 'Help Me <help@case.example>', subject: 'It is broken', text: 'Smoke comes out.' }),
    );
    const [made] = await records('cases', 'help@case.example');
    const [person] = await records('contacts', 'help@case.example');
    expect(made.fields).toMatchObject({ title: 'It is broken', status: 'Open', source: 'mail', contactId: person.id });
    expect(made.fields.description).toContain('Smoke comes out.');
    expect((await timeline('cases', made.id)).items).toHaveLength(1);
    expect((await timeline('contacts', person.id)).items).toHaveLength(1);
  });

  test('[F52] a reply goes to its case, a new mail makes another', async () => {
    await contact('again@case.example');
    await send('+case', aMail({ from: 'again@case.example', messageId: '<first@case.example>' }));
    await send(
      '+case',
      aMail({
        from: 'again@case.example',
        subject: 'Re: A question',
        headers: ['References: <first@case.example>', 'Content-Type: text/plain'],
      }),
    );
    const [only, ...others] = await records('cases', 'again@case.example');
    expect(others).toEqual([]);
    const kinds = (await timeline('cases', only.id)).items.map(({ kind }: { kind: string }) => kind);
    expect(kinds.sort()).toEqual(['comment', 'mail', 'mail']);
    expect(await newest()).toMatchObject({ records: [{ module: 'cases', id: only.id, did: 'updated' }] });
    await send('+case', aMail({ from: 'again@case.example', subject: 'Something else' }));
    expect(await records('cases', 'again@case.example')).toHaveLength(2);
  });

  test.each([
    ['user to support: no contact is made of a colleague', { to: 'support@acme.example' }, undefined],
    [
      'user to a stranger, Cc support: the stranger becomes the contact',
      { to: 'stranger@case.example' },
      'stranger@case.example',
    ],
    [
      'user to support, Cc a contact: the contact is the customer',
      { to: 'ben <user@acme.example>', headers: ['Cc: copied@case.example', 'Content-Type: text/plain'] },
      'copied@case.example',
    ],
    [
      'Bcc is never looked at',
      { to: 'admin@acme.example', headers: ['Bcc: hidden@case.example', 'Content-Type: text/plain'] },
      undefined,
    ],
  ])('[F9] %s', async (_title, fields, customer) => {
    await send('+case', aMail({ from: 'Owner <owner@acme.example>', ...fields }));
    const mail = await newest();
    const made = mail.records.find(({ module }: { module: string }) => module === 'cases');
    const found = (await cloud.call('GET', `/v1/records/cases/${made.id}`, { token: acme.user })).body;
    const people = customer === undefined ? [] : await records('contacts', customer);
    expect(found.fields.contactId).toBe(people[0]?.id);
    expect(await records('contacts', 'owner@acme.example')).toEqual([]);
    expect(await records('contacts', 'hidden@case.example')).toEqual([]);
  });

  test('[F11] several contacts of one address are all linked, the oldest owns the case', async () => {
    const first = (await contact('twins@case.example')).body;
    const second = (await contact('twins@case.example')).body;
    await send('+case', aMail({ from: 'twins@case.example' }));
    expect((await records('cases', 'twins@case.example'))[0].fields.contactId).toBe(first.id);
    expect((await timeline('contacts', second.id)).items).toHaveLength(1);
  });
});

describe('+opportunity', () => {
  test('[F55] a contact gets an opportunity; a stranger is skipped with the reason', async () => {
    const person = (await contact('buyer@deal.example', { organizationId: '01jd3x8q4v7m0000000000000a' })).body;
    await send('+opportunity', aMail({ from: 'Buyer <buyer@deal.example>', subject: '500 pieces' }));
    const [deal] = await records('opportunities', 'buyer@deal.example');
    expect(deal.fields).toMatchObject({
      title: '500 pieces',
      contactId: person.id,
      organizationId: '01jd3x8q4v7m0000000000000a',
    });
    await send('+opportunity', aMail({ from: 'stranger@deal.example' }));
    expect(await records('opportunities', 'stranger@deal.example')).toEqual([]);
    expect(await newest()).toMatchObject({ outcome: 'skipped', reason: { code: 'not-a-contact' } });
  });
});

describe('+archive', () => {
  test('[F13][F56] attaches to the records of From and to the oldest open opportunity of the contact', async () => {
    const person = (await contact('file@arch.example')).body;
    const deal = async (title: string, status: string) =>
      (
        await cloud.call('POST', '/v1/records/opportunities', {
          token: acme.user,
          body: { fields: { title, status, contactId: person.id } },
        })
      ).body;
    const closed = await deal('Old', 'Closed Won');
    const open = await deal('Current', 'Open');
    const later = await deal('Later', 'Open');
    await send('+archive', aMail({ from: 'file@arch.example' }));
    const touched = (await newest()).records.map(({ id }: { id: string }) => id);
    expect(touched).toEqual([person.id, open.id]);
    expect((await timeline('opportunities', closed.id)).items).toEqual([]);
    expect((await timeline('opportunities', later.id)).items).toEqual([]);
  });

  test('[F13] looks at To only when From matches nothing, and skips when neither does', async () => {
    const person = (await contact('reader@arch.example')).body;
    await send('+archive', aMail({ from: 'owner@acme.example', to: 'reader@arch.example' }));
    expect((await newest()).records).toEqual([{ module: 'contacts', id: person.id, did: 'attached' }]);
    await send('+archive', aMail({ from: 'nobody@arch.example', to: 'nowhere@arch.example' }));
    expect(await newest()).toMatchObject({ outcome: 'skipped', reason: { code: 'no-record-found' } });
  });
});

describe('what is no business of a record', () => {
  test.each([
    ['no-rule-matched', '', {}],
    ['no-rule-matched', '+newsletter', {}],
    [
      'bounce',
      '+lead',
      {
        from: 'MAILER-DAEMON@mx.example',
        headers: ['Content-Type: multipart/report; report-type=delivery-status; boundary=b'],
      },
    ],
    [
      'automatic-reply',
      '+lead',
      { from: 'away@auto.example', headers: ['Auto-Submitted: auto-replied', 'Content-Type: text/plain'] },
    ],
    [
      'forwarding-confirmation',
      '',
      { from: 'forwarding-noreply@google.com', subject: 'Gmail Forwarding Confirmation' },
    ],
    ['own-mailbox', '+lead', { from: 'acme+lead@in.postroom.test' }],
    ['no-customer', '+lead', { from: 'user@acme.example', to: 'admin@acme.example' }],
  ])('%s', async (code, suffix, fields) => {
    await send(suffix, aMail(fields));
    expect(await newest()).toMatchObject({
      outcome: 'skipped',
      records: [],
      reason: { code, message: expect.any(String), remedy: expect.any(String) },
    });
  });

  test('[F36] an automatic reply of a known person is attached and makes nothing', async () => {
    const person = (await contact('known@auto.example')).body;
    await send(
      '+case',
      aMail({ from: 'known@auto.example', headers: ['Auto-Submitted: auto-replied', 'Content-Type: text/plain'] }),
    );
    expect((await newest()).records).toEqual([{ module: 'contacts', id: person.id, did: 'attached' }]);
    expect(await records('cases', 'known@auto.example')).toEqual([]);
  });
});
