/**
 * Plays the life of one mail out with one AWS call of a function interrupted, and says what is left of it. Used by the kill table and by the drill.
 * Each run has a tenant of its own.
 */
import type { FaultPlan } from '#local/endpoint/faults.ts';
import type { TestCloud } from './cloud.ts';

export type Interruption = Pick<FaultPlan, 'kind' | 'nth' | 'operation'>;

export interface Left {
  /** Mails in the outbox. */
  readonly left: number;
  /** Of mails that have not failed. */
  readonly statuses: readonly string[];
  /** Used and reserved places of today's quota. */
  readonly counted: number;
  readonly suppressed: readonly string[];
}

export interface SendingScene {
  readonly title: string;
  readonly plan?: string;
  /** The function whose calls are interrupted. */
  readonly functionName: string;
  /** `interrupt` plants what is to happen, if anything is; `calm` takes it away. */
  readonly act: (sender: Sender, interrupt: () => void, calm: () => void) => Promise<void>;
  readonly isRight: (left: Left) => boolean;
}

let senders = 0;

const aSender = async (cloud: TestCloud, plan?: string) => {
  const advance = (duration: string) => cloud.call('POST', '/local/clock', { body: { advance: duration } });
  // A day's counter is looked at some hours after it was used: never over midnight.
  if (new Date(cloud.clock.now()).getUTCHours() >= 19) await advance('PT6H');
  senders += 1;
  const tenant = `sender-${senders}`;
  const { owner: token } = await cloud.tenant(tenant, plan === undefined ? {} : { plan });
  await cloud.idle();
  const demand = async (path: string) => (await cloud.call('GET', path, { token })).body;
  return {
    tenant,
    advance,
    idle: cloud.idle,
    in: (minutes: number) => new Date(cloud.clock.now() + minutes * 60_000).toISOString(),
    send: (more: Readonly<Record<string, unknown>> = {}, headers: Readonly<Record<string, string>> = {}) =>
      cloud.call('POST', '/v1/emails', {
        token,
        headers,
        body: { to: ['grace@navy.example'], subject: 'Once', text: 'Only once.', ...more },
      }),
    cancel: (id: string) => cloud.call('DELETE', `/v1/emails/${id}`, { token }),
    edit: (id: string, sendAt: string) => cloud.call('PATCH', `/v1/emails/${id}`, { token, body: { sendAt } }),
    left: async (): Promise<Left> => {
      const outbox: { readonly tenant: string }[] = (await cloud.call('GET', '/local/outbox')).body.items;
      const mails: { readonly status: string }[] = (await demand('/v1/emails')).items;
      const usage = await demand('/v1/usage');
      const suppressions: { readonly address: string; readonly reason: string }[] = (await demand('/v1/suppressions'))
        .items;
      return {
        left: outbox.filter((item) => item.tenant === tenant).length,
        statuses: mails.map(({ status }) => status).filter((status) => status !== 'failed'),
        counted: usage.used + usage.reserved,
        suppressed: suppressions.map(({ address, reason }) => `${address} ${reason}`),
      };
    },
  };
};

type Sender = Awaited<ReturnType<typeof aSender>>;

const BOUNCING = 'bounce@simulator.amazonses.com';

const isOnce =
  (status: string, suppressed: readonly string[] = []) =>
  (found: Left) =>
    JSON.stringify(found) === JSON.stringify({ left: 1, statuses: [status], counted: 1, suppressed });

/** A client that does not know what became of its request asks again; the interruption is over by then, or hits the repeat. */
const repeated = async (ask: () => Promise<{ readonly status: number }>, until: number): Promise<void> => {
  const answers: string[] = [];
  for (let tries = 0; tries < 4; tries += 1) {
    const answer = await ask();
    if (answer.status === until) return;
    answers.push(JSON.stringify(answer));
  }
  throw new Error(`After four tries still no ${until}: ${answers.join(' ')}`);
};

const EACH = { to: ['ada@navy.example', 'bob@navy.example'], separate: true };

const isOnceEach = (found: Left) =>
  JSON.stringify(found) ===
  JSON.stringify({ left: 2, statuses: ['delivered', 'delivered'], counted: 2, suppressed: [] });

export const SENDING_SCENES: readonly SendingScene[] = [
  {
    title: 'the client repeats its Idempotency-Key',
    functionName: 'http-emails',
    act: async (sender, interrupt, calm) => {
      interrupt();
      await repeated(() => sender.send({}, { 'idempotency-key': 'k' }), 202);
      calm();
    },
    isRight: isOnce('delivered'),
  },
  {
    title: 'the client gives up',
    functionName: 'http-emails',
    act: async (sender, interrupt, calm) => {
      interrupt();
      await sender.send();
      calm();
    },
    // Once or not at all, and the quota says the same.
    isRight: ({ left, counted }) => left <= 1 && counted === left,
  },
  {
    title: 'two change the time at once, one of them gives up',
    functionName: 'http-emails',
    act: async (sender, interrupt, calm) => {
      const { id } = (await sender.send({ sendAt: sender.in(60) })).body;
      await sender.idle();
      interrupt();
      const tomorrow = 24 * 60;
      await Promise.all([
        repeated(() => sender.edit(id, sender.in(tomorrow)), 200),
        sender.edit(id, sender.in(tomorrow + 60)),
      ]);
      calm();
      await sender.advance('PT26H');
    },
    isRight: isOnce('delivered'),
  },
  {
    title: 'a mail goes',
    functionName: 'send-adhoc-mail',
    act: async (sender, interrupt, calm) => {
      interrupt();
      await sender.send();
      await sender.idle();
      calm();
    },
    isRight: isOnce('delivered'),
  },
  {
    title: 'a mail bounces',
    functionName: 'record-feedback',
    act: async (sender, interrupt) => {
      interrupt();
      await sender.send({ to: [BOUNCING] });
    },
    isRight: isOnce('bounced', [`${BOUNCING} bounce`]),
  },
  {
    title: '[F132] the client repeats a request for a mail to each alone',
    functionName: 'http-emails',
    act: async (sender, interrupt, calm) => {
      interrupt();
      await repeated(() => sender.send(EACH, { 'idempotency-key': 'each' }), 202);
      calm();
    },
    isRight: isOnceEach,
  },
  {
    title: '[F132] a mail to each alone is split and goes',
    functionName: 'send-adhoc-mail',
    act: async (sender, interrupt, calm) => {
      interrupt();
      await sender.send(EACH);
      await sender.idle();
      calm();
    },
    isRight: isOnceEach,
  },
  {
    title: '[F132] one cancels a mail to each alone while its time comes',
    functionName: 'run-schedule',
    act: async (sender, interrupt, calm) => {
      const { id } = (await sender.send({ ...EACH, sendAt: sender.in(60) })).body;
      await sender.advance('PT58M');
      interrupt();
      await Promise.all([sender.advance('PT5M'), sender.cancel(id)]);
      calm();
    },
    // All of it or nothing, and the quota says the same.
    isRight: (found) => isOnceEach(found) || (found.left === 0 && found.counted === 0),
  },
  {
    title: '[F121] over quota, the client repeats its request to wait for the next day',
    functionName: 'http-emails',
    plan: 'free',
    act: async (sender, interrupt, calm) => {
      await sender.send({ bcc: Array.from({ length: 49 }, (_, n) => `r${n}@navy.example`) });
      await sender.idle();
      interrupt();
      await repeated(
        () => sender.send({ sendWhenQuotaResets: true, subject: 'Waits' }, { 'idempotency-key': 'w' }),
        202,
      );
      calm();
      await sender.advance('PT25H');
    },
    isRight: ({ left, counted }) => left === 2 && counted === 1,
  },
  {
    title: '[F184] the time of a mail comes',
    functionName: 'run-schedule',
    act: async (sender, interrupt, calm) => {
      await sender.send({ sendAt: sender.in(60) });
      await sender.advance('PT58M');
      interrupt();
      await sender.advance('PT5M');
      calm();
    },
    isRight: isOnce('delivered'),
  },
];

/** Jumps far enough for every due entry, retry and reconciliation. */
const settle = async (cloud: TestCloud, { advance }: Sender): Promise<void> => {
  await cloud.drain();
  await advance('PT20M');
  await advance('PT20M');
  await cloud.drain();
};

export const playSending = async (
  cloud: TestCloud,
  scene: SendingScene,
  interruption?: Interruption,
): Promise<{ readonly fired: boolean; readonly left: Left }> => {
  const sender = await aSender(cloud, scene.plan);
  let fired = false;
  const calm = () => {
    fired ||= cloud.faults.list().some((planted) => planted.fired > 0);
    cloud.faults.clear();
  };
  const interrupt = () => {
    if (interruption !== undefined) cloud.faults.plant({ ...interruption, function: scene.functionName, times: 1 });
  };
  await scene.act(sender, interrupt, calm);
  await settle(cloud, sender);
  calm();
  return { fired, left: await sender.left() };
};

/**
 * Interrupts the first, the second ... call (of one operation, if it is named) until there is none left to interrupt, `most` of them; answers what each
 * of these runs left.
 */
export const playAllSending = async (
  cloud: TestCloud,
  scene: SendingScene,
  which: Pick<Interruption, 'kind' | 'operation'>,
  most = Infinity,
): Promise<readonly Left[]> => {
  const all: Left[] = [];
  for (let nth = 1; nth <= most; nth += 1) {
    const { fired, left } = await playSending(cloud, scene, { ...which, nth });
    if (!fired) break;
    all.push(left);
  }
  return all;
};
