import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FaultKind } from '#local/endpoint/faults.ts';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';

let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.stop());

let count = 0;
/** A day's counter is looked at some 40 minutes after it was used: never over midnight. */
const awayFromMidnight = async () => {
  const hour = new Date(cloud.clock.now()).getUTCHours();
  if (hour >= 22) await cloud.call('POST', '/local/clock', { body: { advance: 'PT3H' } });
};
const fresh = async () => {
  await awayFromMidnight();
  count += 1;
  const name = `t${count}`;
  return { name, ...(await cloud.tenant(name)) };
};

/** Calls of a function in one undisturbed run: what the table has to cover. */
const callsOf = (name: string): number =>
  cloud.usage
    .report()
    .items.filter(
      (row) =>
        row.function === name &&
        row.service !== 'sqs-poller' &&
        row.service !== 'lambda' &&
        row.service !== 'apigateway',
    )
    .filter((row) => !['ReceiveMessage', 'DeleteMessageBatch'].includes(row.operation))
    .reduce((sum, row) => sum + row.requests, 0);

const mailsOf = async (tenant: string) =>
  (await cloud.call('GET', '/local/outbox')).body.items.filter((item: { tenant: string }) => item.tenant === tenant);

const body = { to: ['grace@navy.example'], subject: 'Once', text: 'Only once.' };
const send = (token: string, headers: Record<string, string> = {}, more = {}) =>
  cloud.call('POST', '/v1/emails', { token, body: { ...body, ...more }, headers });

/** Jumps far enough for every due entry, retry and reconciliation. */
const settle = async () => {
  await cloud.drain();
  await cloud.call('POST', '/local/clock', { body: { advance: 'PT20M' } });
  await cloud.call('POST', '/local/clock', { body: { advance: 'PT20M' } });
  await cloud.drain();
};

const KINDS: readonly FaultKind[] = ['kill-before', 'kill-after', 'error'];
/** To be killed before a call leaves what being killed after the one before left: shown for the sender, left out where it costs most. */
const KINDS_THAT_DIFFER: readonly FaultKind[] = ['kill-after', 'error'];

const outcome = async (tenant: Awaited<ReturnType<typeof fresh>>) => {
  const list = (await cloud.call('GET', '/v1/emails', { token: tenant.owner })).body.items;
  const usage = (await cloud.call('GET', '/v1/usage', { token: tenant.owner })).body;
  return {
    left: (await mailsOf(tenant.name)).length,
    statuses: list.map(({ status }: { status: string }) => status).filter((status: string) => status !== 'failed'),
    counted: usage.used + usage.reserved,
  };
};

const ONCE = { left: 1, statuses: ['delivered'], counted: 1 };

describe('[F124] for every AWS call of', () => {
  test('the undisturbed run: one mail, once', async () => {
    const tenant = await fresh();
    expect((await send(tenant.owner)).status).toBe(202);
    await settle();
    expect(await outcome(tenant)).toEqual(ONCE);
  });

  test.each(KINDS_THAT_DIFFER)('http-emails, with the client repeating its Idempotency-Key: %s', async (kind) => {
    cloud.usage.reset('');
    const probe = await fresh();
    await send(probe.owner, { 'idempotency-key': 'probe' });
    const calls = callsOf('http-emails');
    expect(calls).toBeGreaterThan(5);
    for (let nth = 1; nth <= calls; nth += 1) {
      const tenant = await fresh();
      await cloud.idle();
      cloud.faults.clear();
      cloud.faults.plant({ function: 'http-emails', nth, kind, times: 1 });
      let answer = await send(tenant.owner, { 'idempotency-key': 'k' });
      for (let tries = 0; answer.status !== 202 && tries < 3; tries += 1)
        answer = await send(tenant.owner, { 'idempotency-key': 'k' });
      cloud.faults.clear();
      expect(answer.status, `call ${nth}`).toBe(202);
      await settle();
      expect({ nth, ...(await outcome(tenant)) }).toEqual({ nth, ...ONCE });
    }
  });

  test.each(KINDS_THAT_DIFFER)('http-emails, without a repeat: %s', async (kind) => {
    cloud.usage.reset('');
    const probe = await fresh();
    await send(probe.owner);
    const calls = callsOf('http-emails');
    for (let nth = 1; nth <= calls; nth += 1) {
      const tenant = await fresh();
      await cloud.idle();
      cloud.faults.clear();
      cloud.faults.plant({ function: 'http-emails', nth, kind, times: 1 });
      await send(tenant.owner);
      cloud.faults.clear();
      await settle();
      const { left, counted } = await outcome(tenant);
      // Once or not at all, and the quota says the same.
      expect({ nth, counted }).toEqual({ nth, counted: left });
      expect(left).toBeLessThanOrEqual(1);
    }
  });

  test.each(KINDS)('send-adhoc-mail: %s', async (kind) => {
    const probe = await fresh();
    await cloud.idle();
    cloud.usage.reset('');
    await send(probe.owner);
    await cloud.idle();
    const calls = callsOf('send-adhoc-mail');
    expect(calls).toBeGreaterThan(5);
    for (let nth = 1; nth <= calls; nth += 1) {
      const tenant = await fresh();
      await cloud.idle();
      cloud.faults.clear();
      cloud.faults.plant({ function: 'send-adhoc-mail', nth, kind, times: 1 });
      await send(tenant.owner);
      await cloud.idle();
      cloud.faults.clear();
      await settle();
      expect({ nth, ...(await outcome(tenant)) }).toEqual({ nth, ...ONCE });
    }
  });

  test.each(KINDS_THAT_DIFFER)('record-feedback: %s', async (kind) => {
    const bounced = { to: ['bounce@simulator.amazonses.com'] };
    const probe = await fresh();
    await cloud.idle();
    cloud.usage.reset('');
    await send(probe.owner, {}, bounced);
    await settle();
    const calls = callsOf('record-feedback');
    expect(calls).toBeGreaterThan(5);
    for (let nth = 1; nth <= calls; nth += 1) {
      const tenant = await fresh();
      await cloud.idle();
      cloud.faults.clear();
      cloud.faults.plant({ function: 'record-feedback', nth, kind, times: 1 });
      await send(tenant.owner, {}, bounced);
      await settle();
      cloud.faults.clear();
      const suppressed = (await cloud.call('GET', '/v1/suppressions', { token: tenant.owner })).body.items;
      expect({ nth, ...(await outcome(tenant)) }).toEqual({ nth, ...ONCE, statuses: ['bounced'] });
      expect(suppressed).toMatchObject([{ address: 'bounce@simulator.amazonses.com', reason: 'bounce', scope: 'all' }]);
    }
  });

  test.each(KINDS_THAT_DIFFER)('[F184] run-schedule, for a mail with a time: %s', async (kind) => {
    const inAnHour = () => new Date(cloud.clock.now() + 3_600_000).toISOString();
    const probe = await fresh();
    await cloud.call('POST', '/local/clock', { body: { advance: 'PT2M' } });
    cloud.usage.reset('');
    await send(probe.owner, {}, { sendAt: inAnHour() });
    await cloud.call('POST', '/local/clock', { body: { advance: 'PT61M' } });
    await settle();
    const calls = Math.min(callsOf('run-schedule'), 14);
    expect(calls).toBeGreaterThan(5);
    for (let nth = 1; nth <= calls; nth += 1) {
      const tenant = await fresh();
      await cloud.idle();
      await send(tenant.owner, {}, { sendAt: inAnHour() });
      await cloud.call('POST', '/local/clock', { body: { advance: 'PT58M' } });
      expect(await mailsOf(tenant.name)).toEqual([]);
      cloud.faults.clear();
      cloud.faults.plant({ function: 'run-schedule', nth, kind, times: 1 });
      await cloud.call('POST', '/local/clock', { body: { advance: 'PT5M' } });
      cloud.faults.clear();
      await settle();
      expect({ nth, ...(await outcome(tenant)) }).toEqual({ nth, ...ONCE });
    }
  });
});
