/** "Remind me to follow up in ...", end to end: set when it is written or later, rung by the schedule, ended by an answer or a person. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { heardByCrm, withCrmRule } from '#tests/support/crm-rule.ts';
import { aMail } from '#tests/support/mail.ts';
import { makeOutgoing } from '#tests/support/outgoing.ts';

const MINUTE_MS = 60 * 1000;

let cloud: TestCloud;
let out: ReturnType<typeof makeOutgoing>;
let acme: Awaited<ReturnType<TestCloud['tenant']>>;

beforeAll(async () => {
  cloud = await startTestCloud({ change: withCrmRule(['mail.follow-up-due']), unchecked: true });
  out = makeOutgoing(cloud);
  acme = await cloud.tenant('acme');
});
afterAll(() => cloud.stop());

const inMinutes = (minutes: number) => new Date(cloud.clock.now() + minutes * MINUTE_MS).toISOString();
const send = async (more: Readonly<Record<string, unknown>>, token = acme.user): Promise<string> => {
  const answer = await out.send(token, { text: 'Hello.', ...more });
  if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
  return answer.body.id;
};
const patch = (id: string, body: unknown, token = acme.user) =>
  cloud.call('PATCH', `/v1/emails/${id}`, { token, body });
const state = async (id: string) => (await out.shown(acme.owner, id)).followUp?.state ?? null;
const dueOf = async (token: string) =>
  (await cloud.call('GET', '/v1/emails?followUp=due', { token })).body.items.map(({ id }: { id: string }) => id);
const advance = (minutes: number) => cloud.call('POST', '/local/clock', { body: { advance: `PT${minutes}M` } });
const reply = async (to: string, from: string, ids: readonly string[], headers: readonly string[] = []) => {
  const references = `References: ${ids.join(' ')}`;
  await cloud.deliver(
    acme.address(to),
    aMail({ from, subject: 'Re: Hello', headers: [references, ...headers], text: 'Yes.' }),
  );
  await cloud.idle();
};

describe('[F130] [F241] a mail that nobody answers', () => {
  test('is due at its time: shown, listed, on its record, told to the CRM once; and done when its writer says so', async () => {
    const made = await cloud.call('POST', '/v1/records/contacts', {
      token: acme.owner,
      body: { fields: { name: 'Grace' } },
    });
    const record = { module: 'contacts', id: made.body.id };
    const at = inMinutes(2);
    const id = await send({ record, followUpAt: at });
    const other = await send({ followUpAt: inMinutes(3) }, acme.admin);
    const taken = await send({ sendAt: inMinutes(1), followUpAt: inMinutes(2) });
    await cloud.idle();
    expect((await out.shown(acme.user, id)).followUp).toEqual({ at, state: 'waiting' });
    await cloud.call('DELETE', `/v1/emails/${taken}`, { token: acme.user });
    await advance(4);
    await cloud.idle();
    expect([await state(id), await state(taken)]).toEqual(['due', 'waiting']);
    expect([await dueOf(acme.user), await dueOf(acme.admin)]).toEqual([[id], [other, id]]);
    const heard = heardByCrm(cloud).filter(({ detail }) => detail['mailId'] === id);
    expect(heard.map(({ detail }) => detail)).toEqual([
      { id: `${id}-follow-up-1`, tenant: 'acme', mailId: id, user: expect.any(String), record },
    ]);
    expect(JSON.stringify(heard)).not.toMatch(/@|Hello/);
    const entries = (await cloud.call('GET', `/v1/records/contacts/${record.id}/timeline`, { token: acme.owner })).body;
    expect(entries.items).toContainEqual({
      id: `${id}-follow-up-1`,
      kind: 'event',
      at,
      summary: 'Follow up: Hello',
      emailId: id,
    });

    expect((await patch(id, { followUpAt: null })).body.followUp.state).toBe('done');
    expect([await dueOf(acme.user), await dueOf(acme.admin)]).toEqual([[], [other]]);
    expect((await patch(other, { followUpAt: null })).status).toBe(404);
  });

  test('is reminded of at a time that was set, or moved, when it had gone; a wrong time is refused by its field', async () => {
    const id = await send({});
    await cloud.idle();
    for (const [followUpAt, message] of [
      [inMinutes(-1), 'must be in the future'],
      [inMinutes(24 * 60 * 367), 'must be at most a year ahead'],
    ]) {
      const refused = [await patch(id, { followUpAt }), await out.send(acme.user, { text: 'x', followUpAt })];
      const answer = { status: 422, body: { errors: [{ field: 'followUpAt', message }] } };
      expect(refused).toMatchObject([answer, answer]);
    }
    await patch(id, { followUpAt: inMinutes(1) });
    await patch(id, { followUpAt: inMinutes(5) });
    expect((await patch(id, { followUpAt: inMinutes(6), subject: 'Too late' })).status).toBe(409);
    await advance(2);
    await cloud.idle();
    expect(await state(id)).toBe('waiting');
    await advance(4);
    await cloud.idle();
    expect([await state(id), await dueOf(acme.user)]).toEqual(['due', [id]]);
  });
});

describe('[F242] a mail that is answered', () => {
  test('by one it went to, without a record and whatever becomes of the answer, rings no more; an absence note and a stranger do not count', async () => {
    const id = await send({ followUpAt: inMinutes(1) });
    await cloud.idle();
    const { messageId } = await out.shown(acme.user, id);
    await reply('+archive', 'grace@navy.example', [messageId], ['Auto-Submitted: auto-replied']);
    await reply('+archive', 'stranger@else.example', [messageId]);
    expect(await state(id)).toBe('waiting');
    await reply('+archive', 'Grace@Navy.example', ['<other@else.example>', messageId]);
    expect(await state(id)).toBe('answered');
    await advance(2);
    await cloud.idle();
    expect([await state(id), (await dueOf(acme.user)).includes(id)]).toEqual(['answered', false]);
    expect(heardByCrm(cloud).some(({ detail }) => detail['mailId'] === id)).toBe(false);
  });

  test('by any reply on its case, also when it is due already; of separate mails the one that was answered', async () => {
    const made = await cloud.call('POST', '/v1/records/cases', {
      token: acme.owner,
      body: { fields: { title: 'It' } },
    });
    const record = { module: 'cases', id: made.body.id };
    const before = await send({ record });
    const id = await send({ record, followUpAt: inMinutes(1) });
    const to = ['grace@navy.example', 'bob@navy.example'];
    const whole = await send({ to, separate: true, followUpAt: inMinutes(1) });
    await cloud.idle();
    const { parts, followUp } = await out.shown(acme.user, whole);
    const [grace, bob] = parts.map(({ id: part }: { id: string }) => part);
    await reply('+archive', 'grace@navy.example', [(await out.shown(acme.user, grace)).messageId]);
    await advance(2);
    await cloud.idle();
    expect([followUp, await state(grace), await state(bob), await state(id)]).toEqual([null, 'answered', 'due', 'due']);
    await reply('+case', 'colleague@navy.example', [(await out.shown(acme.user, before)).messageId]);
    expect([await state(id), (await dueOf(acme.user)).includes(id)]).toEqual(['answered', false]);
  });
});
