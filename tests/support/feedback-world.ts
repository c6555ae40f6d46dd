/** recordFeedback on stores in memory: for tests of what events do to mails, in any order, cut off at any step. */
import { makeRecordFeedback } from '#shared/app/feedback/record-feedback.ts';
import { makeAfterSent } from '#shared/app/sending/after-sent.ts';
import { makeChangeMail } from '#shared/app/sending/change-mail.ts';
import { type FindMail, taggedMail } from '#shared/domain/feedback/ses-event.ts';
import type { OutgoingMail } from '#shared/domain/sending/outgoing-mail.ts';
import { sent } from '#shared/domain/sending/transitions.ts';
import type { DomainEvent } from '#shared/ports/events.ts';
import type { DueEntry, Suppression } from '#shared/ports/sending.ts';

export const anOutgoingMail = (fields: Partial<OutgoingMail> = {}): OutgoingMail => ({
  id: 'mail-1',
  tenant: 'acme',
  user: 'ada',
  lane: 'adhoc',
  phase: 'sending',
  claim: { id: 'claim-1', at: '2026-01-15T11:58:59.000Z' },
  from: 'sender@example.com',
  subject: 'Hello',
  content: 'acme/mail-1/1',
  recipients: [{ role: 'to', address: 'jane@example.com', facts: [] }],
  record: { module: 'contacts', id: 'contact-1' },
  createdAt: '2026-01-15T11:58:00.000Z',
  watch: { at: '2026-01-15T12:00:00.000Z', revision: 1 },
  revision: 1,
  ...fields,
});

/** Of no record, so that its text carries no mark for replies. */
export const anUnfiledMail = (fields: Partial<OutgoingMail> = {}): OutgoingMail => {
  const { record: _record, ...mail } = anOutgoingMail(fields);
  return mail;
};

/** Thrown by the world in the place of a worker's death. */
export class Killed extends Error {}

export interface FeedbackWorldOptions {
  readonly mails: readonly OutgoingMail[];
  readonly findMail?: FindMail;
}

const mailKey = (tenant: string, id: string) => `${tenant}/${id}`;
const dueKey = ({ at, mailId, revision }: DueEntry) => `${at}#${mailId}#${revision}`;

/** A wider scope wins, of two as wide the one that began first: then the order of adding does not matter. */
const winner = (old: Suppression | undefined, added: Suppression): Suppression => {
  if (old === undefined || (old.scope === 'marketing' && added.scope === 'all')) return added;
  return old.scope === added.scope && added.at < old.at && old.reason !== 'manual' ? added : old;
};

const byKey = <Value>(map: ReadonlyMap<string, Value>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));

export const makeFeedbackWorld = ({ mails, findMail = taggedMail }: FeedbackWorldOptions) => {
  const stored = new Map(mails.map((mail) => [mailKey(mail.tenant, mail.id), mail]));
  const suppressed = new Map<string, Suppression>();
  const dueKeys = new Set(mails.map((mail) => dueKey({ ...mail.watch, tenant: mail.tenant, mailId: mail.id })));
  const published = new Map<string, DomainEvent>();
  const threads = new Map<string, unknown>();
  const timeline = new Map<string, unknown>();
  /** One line per call, in order. */
  const calls: string[] = [];
  let kill: { readonly call: number; readonly after: boolean } | undefined;

  const step = async <Answer>(name: string, perform: () => Answer): Promise<Answer> => {
    calls.push(name);
    const isNow = kill?.call === calls.length;
    if (isNow && kill?.after === false) throw new Killed(name);
    const answer = perform();
    if (isNow) throw new Killed(name);
    return answer;
  };

  const outgoing = {
    get: (tenant: string, id: string) => step('get', () => stored.get(mailKey(tenant, id))),
    replace: (mail: OutgoingMail) =>
      step('replace', () => {
        const key = mailKey(mail.tenant, mail.id);
        if (stored.get(key)?.revision !== mail.revision - 1) return false;
        stored.set(key, mail);
        return true;
      }),
  };
  const publish = (event: DomainEvent) => step(`publish ${event.type}`, () => void published.set(event.id, event));
  const suppressions = {
    add: (tenant: string, added: Suppression) =>
      step('suppress', () => {
        const key = mailKey(tenant, added.address);
        suppressed.set(key, winner(suppressed.get(key), added));
      }),
  };
  const afterSent = makeAfterSent({
    countDomainMail: async () => undefined,
    followUps: { expectAnswer: async () => undefined },
    sendRest: async () => undefined,
    threads: {
      rememberThread: (_, messageId, record) => step('remember thread', () => void threads.set(messageId, record)),
    },
    records: {
      addToTimeline: (_, ref, entry) => step('timeline', () => void timeline.set(`${ref.id}/${entry.id}`, entry)),
    },
    due: { remove: (entry) => step('due', () => void dueKeys.delete(dueKey(entry))) },
    publish,
    logFailures: async () => undefined,
    messageIdDomain: 'eu-west-1.amazonses.com',
  });

  return {
    calls,
    published,
    recordFeedback: makeRecordFeedback({
      findMail,
      outgoing,
      suppressions,
      afterSent,
      publish,
      logFailures: async () => undefined,
    }),
    /** What the worker does once SES has answered. */
    workerSent: async (tenant: string, mailId: string, sesMessageId: string, at: string) => {
      const outcome = await makeChangeMail(outgoing)(tenant, mailId, sent(sesMessageId, at));
      if (outcome.kind !== 'absent') await afterSent(outcome.mail);
    },
    /** The `call`-th call from now on, counted from 1, is its worker's last. */
    killAt: (call: number, after: boolean) => {
      kill = { call: calls.length + call, after };
    },
    mail: (tenant: string, id: string) => stored.get(mailKey(tenant, id)),
    suppressions: () => [...suppressed.values()],
    /**
     * Everything that stays, in an order that does not depend on how it came about. Without revisions, which only count the changes, and without
     * the times of domain events: of two transient bounces the one that is told first names the event, the other is its repeat.
     */
    state: () => ({
      mails: [...stored.values()].map(({ revision: _, ...mail }) => mail),
      suppressed: byKey(suppressed),
      due: [...dueKeys].sort(),
      published: byKey(published).map(([id, { type, detail }]) => ({ id, type, detail })),
      threads: byKey(threads),
      timeline: byKey(timeline),
    }),
  };
};
