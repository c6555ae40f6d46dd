/**
 * Mails of a few senders, each handed over several times, by workers that run at once and die between, before or after any two calls of a table.
 * The real stores and use cases; only the tables are in memory (tests/support/in-memory-table.ts).
 */
import './repeatable.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeClaimRoom } from '#shared/adapters/dynamodb/document-store.ts';
import { makeGroupTurnStore } from '#shared/adapters/dynamodb/group-turns.ts';
import { makeMailLog } from '#shared/adapters/dynamodb/mail-log.ts';
import { makeMayMake } from '#shared/adapters/dynamodb/mail-rate.ts';
import { makeFindOpenCases } from '#shared/adapters/dynamodb/open-cases.ts';
import { makeRecordStore } from '#shared/adapters/dynamodb/record-store.ts';
import type { Table } from '#shared/adapters/dynamodb/table.ts';
import { ids } from '#shared/adapters/ids.ts';
import { makeAct } from '#shared/app/mailroom/act.ts';
import { makeChooseOwner } from '#shared/app/mailroom/choose-owner.ts';
import type { Delivery } from '#shared/app/mailroom/delivery.ts';
import { makeKeepDocuments } from '#shared/app/mailroom/keep-documents.ts';
import type { Opened } from '#shared/app/mailroom/open-mail.ts';
import { makeOwnAddresses } from '#shared/app/mailroom/own-addresses.ts';
import { makeReceiveMail } from '#shared/app/mailroom/receive-mail.ts';
import { makeSenderGate } from '#shared/app/mailroom/sender-gate.ts';
import { makeSettleMail } from '#shared/app/mailroom/settle-mail.ts';
import { normaliseAddress } from '#shared/domain/address/address.ts';
import { DEFAULT_SETTINGS } from '#shared/domain/mailroom/settings.ts';
import type { Message } from '#shared/domain/message/message.ts';
import type { CrmRecord } from '#shared/domain/record/record.ts';
import type { LoggedMail } from '#shared/ports/mail-log.ts';
import type { TenantProfile } from '#shared/ports/tenants.ts';
import { makeInMemoryTable } from '#tests/support/in-memory-table.ts';
import { aMessage } from '#tests/support/message.ts';

const TENANT = 'acme';
const AT = Date.parse('2026-11-21T09:00:00.000Z');
const PROFILE: TenantProfile = {
  tenant: TENANT,
  name: 'ACME',
  plan: 'professional',
  inboundHandle: TENANT,
  helpDeskAddresses: [],
  owners: ['ben'],
  createdAt: new Date(AT).toISOString(),
  madeBy: 'seed',
  revision: 1,
  users: [{ id: 'ben', email: 'ben@acme.example', role: 'owner' }],
  mailroom: DEFAULT_SETTINGS,
  groups: [],
};

/** The suffixes that make records, and the module in which a new sender gets one. */
const MODULES = { lead: 'leads', contact: 'contacts', org: 'organizations', case: 'contacts' } as const;
type Suffix = keyof typeof MODULES;

interface Sent {
  readonly sender: string;
  readonly suffix: Suffix;
  /** Copies of one mail, as two paths of forwarding make them: each is a mail of its own to SES. */
  readonly copies: number;
  /** How often the queue hands each of them over, at the same time. */
  readonly handedOver: number;
}

/** The same people under several spellings. */
const Sender = fc.constantFrom(
  'ada@customer.example',
  'Ada@Customer.example',
  'grace@navy.example',
  'info@müller.example',
  'info@xn--mller-kva.example',
);

const Mails = fc.array(
  fc.record<Sent>({
    sender: Sender,
    suffix: fc.constantFrom<Suffix>('lead', 'contact', 'org', 'case'),
    copies: fc.integer({ min: 1, max: 2 }),
    handedOver: fc.integer({ min: 1, max: 2 }),
  }),
  { minLength: 1, maxLength: 4 },
);

/** Calls, counted over all workers, at which the caller dies; `after`: the table did it, the worker never heard. */
const Deaths = fc.array(fc.record({ call: fc.nat({ max: 80 }), after: fc.boolean() }), { maxLength: 6 });

class WorkerDied extends Error {}

interface World {
  readonly receive: (delivery: Delivery) => Promise<unknown>;
  readonly records: ReturnType<typeof makeRecordStore>;
  readonly log: ReturnType<typeof makeMailLog>;
}

const opened = (message: Message): Opened => ({
  kind: 'opened',
  mail: { message, attachment: () => Buffer.alloc(0), close: async () => undefined },
});

const makeWorld = (crm: Table, mail: Table, messages: ReadonlyMap<string, Message>): World => {
  const records = makeRecordStore(crm);
  const log = makeMailLog(mail);
  const tenants = { byHandle: async () => TENANT, profile: async () => PROFILE };
  const inboundDomains = ['in.postroom.test'];
  const receive = makeReceiveMail({
    inboundDomains,
    ids,
    tenants,
    log,
    openMail: (rawKey) => ({
      open: async () => opened(messages.get(rawKey) ?? aMessage()),
      close: async () => undefined,
    }),
    settleMail: makeSettleMail({
      ids,
      tenants,
      mayEnter: makeSenderGate({ records, ownOf: makeOwnAddresses(inboundDomains) }),
      log,
      findUserMailbox: async () => undefined,
      ownOf: makeOwnAddresses(inboundDomains),
      files: {
        saveAttachment: async () => undefined,
        readRaw: () => Promise.reject(new Error('No report is among them.')),
      },
      recordReport: async () => undefined,
      noteAnswer: async () => undefined,
      refuseMail: async (_incoming, outcome) => ({ outcome }),
      matchRules: async () => [],
      keepDocuments: makeKeepDocuments({ ids, records, claimRoom: makeClaimRoom(crm) }),
      act: makeAct({
        records,
        threads: log,
        ids,
        inboundDomains,
        mayMake: makeMayMake(mail, ids),
        chooseOwner: makeChooseOwner({
          ids,
          log,
          turns: makeGroupTurnStore(mail),
          findOpenCases: makeFindOpenCases(crm),
        }),
      }),
    }),
    publish: async () => undefined,
  });
  return { receive, records, log };
};

/** Every call waits for its turn, and some never return to who called. */
const slowed = (
  table: Table,
  turn: () => Promise<void>,
  deaths: readonly { call: number; after: boolean }[],
  calls: { count: number },
): Table => {
  const step = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    await turn();
    const mine = calls.count;
    calls.count += 1;
    const death = deaths.find(({ call }) => call === mine);
    if (death !== undefined && !death.after) throw new WorkerDied();
    const answer = await work();
    if (death !== undefined) throw new WorkerDied();
    return answer;
  };
  return {
    get: (key) => step(() => table.get(key)),
    batchGet: (keys) => step(() => table.batchGet(keys)),
    put: (item) => step(() => table.put(item)),
    putIf: (item, condition) => step(() => table.putIf(item, condition)),
    deleteIf: (key, condition) => step(() => table.deleteIf(key, condition)),
    query: (input) => step(() => table.query(input)),
  };
};

/** As the queue does: hands it over until a worker finishes it. */
const untilDone = async (receive: World['receive'], delivery: Delivery): Promise<void> => {
  for (;;) {
    try {
      await receive(delivery);
      return;
    } catch (error) {
      if (!(error instanceof WorkerDied)) throw error;
    }
  }
};

const deliveriesOf = (mails: readonly Sent[]) =>
  mails.flatMap((mail, n) =>
    Array.from({ length: mail.copies }, (_, copy): Delivery & { readonly mail: Sent; readonly n: number } => ({
      mail,
      n,
      sesMessageId: `ses-${n}-${copy}`,
      rawKey: `raw/${n}-${copy}`,
      receivedAt: new Date(AT + n * 1_000 + copy).toISOString(),
      recipients: [`acme+${mail.suffix}@in.postroom.test`],
      verdicts: { spam: 'PASS', virus: 'PASS' },
      outside: { from: mail.sender, subject: '' },
      replayed: false,
      attempt: 1,
    })),
  );

test('[F12][F15] one outcome per mail and one record per new sender, whoever dies when and whatever comes first', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), Mails, Deaths, async (scheduler, mails, deaths) => {
      const crm = makeInMemoryTable();
      const mail = makeInMemoryTable();
      const deliveries = deliveriesOf(mails);
      const messages = new Map(
        deliveries.map(({ rawKey, n, mail: { sender } }) => [
          rawKey,
          aMessage({ from: sender, messageId: `mail-${n}@x.example`, subject: `Mail ${n}` }),
        ]),
      );
      const calls = { count: 0 };
      const turn = () => scheduler.schedule(Promise.resolve());
      const { receive } = makeWorld(slowed(crm, turn, deaths, calls), slowed(mail, turn, deaths, calls), messages);
      const workers = deliveries.flatMap((delivery) =>
        Array.from({ length: delivery.mail.handedOver }, () => untilDone(receive, delivery)),
      );
      await scheduler.waitFor(Promise.all(workers));

      const { records, log } = makeWorld(crm, mail, messages);
      const logged: readonly LoggedMail[] = (await log.list(TENANT, { limit: 100 })).items;
      // Every (mail, mailbox) has its one outcome; of the copies of a mail exactly one acted.
      expect(logged).toHaveLength(deliveries.length);
      for (const [n, { copies, suffix }] of mails.entries()) {
        const outcomes = logged
          .filter(({ subject, mailbox }) => subject === `Mail ${n}` && mailbox === `acme+${suffix}`)
          .map(({ outcome }) => outcome);
        expect(outcomes.filter(({ kind }) => kind === 'acted')).toHaveLength(1);
        expect(
          outcomes.filter((outcome) => outcome.kind === 'skipped' && outcome.reason.code === 'duplicate'),
        ).toHaveLength(copies - 1);
      }
      // Every sender has one record in each module its mails ask for, with every mail once on its timeline.
      const wanted = new Map<string, Set<number>>();
      for (const [n, { sender, suffix }] of mails.entries()) {
        const key = `${MODULES[suffix]} ${normaliseAddress(sender)}`;
        wanted.set(key, (wanted.get(key) ?? new Set()).add(n));
      }
      const all = async (module: string): Promise<readonly CrmRecord[]> =>
        (await records.list(TENANT, module, { limit: 100 })).items;
      const parties = (await Promise.all(['leads', 'contacts', 'organizations'].map(all))).flat();
      expect(
        parties.map(({ module, fields }) => `${module} ${normaliseAddress(String(fields['email']))}`).toSorted(),
      ).toEqual([...wanted.keys()].toSorted());
      for (const party of parties) {
        const entries = (await records.timeline(TENANT, party, { limit: 100 })).items;
        const numbers = wanted.get(`${party.module} ${normaliseAddress(String(party.fields['email']))}`) ?? new Set();
        expect(entries.map(({ summary }) => summary).toSorted()).toEqual(
          [...numbers].map((n) => `Mail ${n}`).toSorted(),
        );
        expect(await records.findByEmail(TENANT, String(party.fields['email']))).toContainEqual(party);
      }
      // A case per mail that asks for one, and what an outcome names is there.
      const cases = await all('cases');
      expect(cases.map(({ fields }) => fields['title']).toSorted()).toEqual(
        mails.flatMap(({ suffix }, n) => (suffix === 'case' ? [`Mail ${n}`] : [])).toSorted(),
      );
      for (const { outcome } of logged) {
        if (outcome.kind !== 'acted') continue;
        const named = await Promise.all(outcome.records.map((ref) => records.get(TENANT, ref)));
        expect(named).not.toContain(undefined);
      }
    }),
    { numRuns: 150 },
  );
});
