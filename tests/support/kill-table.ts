/**
 * Plays a scene with one AWS call of receive-mail interrupted and says what is left of it. Used by the kill tables. Each run has a tenant of its
 * own, so that its footprint is what the run made and nothing else.
 */
import type { FaultPlan } from '#local/endpoint/faults.ts';
import type { TestCloud } from './cloud.ts';
import { footprintOf } from './footprint.ts';

let shops = 0;

interface ListedMail {
  readonly id: string;
  readonly from: { readonly address: string };
  readonly subject: string;
  readonly outcome: string;
  readonly reason: { readonly code: string } | null;
  readonly records: readonly unknown[];
}

export const aShop = async (cloud: TestCloud) => {
  shops += 1;
  const tenant = `shop-${shops}`;
  const users = [{ id: 'owner', email: `owner@${tenant}.example`, role: 'owner' }];
  const opened = await cloud.call('POST', '/local/tenants', {
    body: { tenant, plan: 'professional', inboundHandle: tenant, users },
  });
  if (opened.status !== 201) throw new Error(`No tenant ${tenant}: ${JSON.stringify(opened.body)}`);
  const call = async (method: string, path: string, body?: unknown, headers = {}) =>
    cloud.call(method, path, { token: await cloud.token(tenant, 'owner'), body, headers });
  const demand = async (method: string, path: string, body?: unknown) => {
    const answer = await call(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}`);
    return answer.body;
  };
  return {
    tenant,
    /** As the tenant's owner. */
    call,
    deliver: (suffixes: string | readonly string[], mail: string | Buffer) =>
      cloud.deliver(
        [suffixes].flat().map((suffix) => `${tenant}${suffix}@${cloud.ready.inboundDomain}`),
        mail,
      ),
    make: async (module: string, fields: Record<string, unknown>): Promise<string> =>
      (await demand('POST', `/v1/records/${module}`, { fields })).id,
    rule: async (action: Record<string, unknown>): Promise<void> => {
      await demand('POST', '/v1/mailroom/rules', { name: 'A rule', action });
    },
    /** Newest first. */
    mails: async (): Promise<readonly ListedMail[]> => (await demand('GET', '/v1/mailroom/emails')).items,
    replay: (mailId: string) => demand('POST', `/v1/mailroom/emails/${mailId}/replay`),
  };
};

export type Shop = Awaited<ReturnType<typeof aShop>>;

export interface Scene {
  readonly title: string;
  /** What is there before; undisturbed. */
  readonly before?: (shop: Shop) => Promise<unknown>;
  readonly act: (shop: Shop) => Promise<unknown>;
  /** Outcomes of an undisturbed run, newest mail first. */
  readonly outcomes: readonly string[];
}

export type Fault = Pick<FaultPlan, 'kind'> & Partial<Pick<FaultPlan, 'service' | 'operation' | 'times'>>;

export const deadLettersOf = ({ platform }: TestCloud) =>
  platform.queues
    .figures()
    .flatMap(({ deadLetterQueueArn }) =>
      deadLetterQueueArn === undefined ? [] : platform.queues.peek(deadLetterQueueArn, 10),
    );

export const play = async (cloud: TestCloud, scene: Scene, fault?: Fault & { readonly nth: number }) => {
  const shop = await aShop(cloud);
  await scene.before?.(shop);
  await cloud.idle();
  if (fault !== undefined) cloud.faults.plant({ function: 'receive-mail', times: 1, ...fault });
  await scene.act(shop);
  await cloud.drain();
  const fired = cloud.faults.list().some((planted) => planted.fired > 0);
  cloud.faults.clear();
  return { fired, left: await footprintOf(cloud, shop.tenant), shop };
};

/** Interrupts the first, the second ... matching call until there is none left to interrupt, `most` of them; answers what each of these runs left. */
export const playAll = async (
  cloud: TestCloud,
  scene: Scene,
  fault: Fault,
  most = Infinity,
): Promise<readonly (readonly string[])[]> => {
  const all: (readonly string[])[] = [];
  for (let nth = 1; nth <= most; nth += 1) {
    const { fired, left } = await play(cloud, scene, { ...fault, nth });
    if (!fired) break;
    all.push(left);
  }
  return all;
};
