/** When a case of the corpus's `ses-events` folder passes: its README-2.md, rule by rule. What a case does not name must not have happened. */
import * as z from 'zod';
import { FeedbackMessage } from '#shared/contracts/feedback.ts';
import { addressIn } from '#shared/domain/feedback/address-in.ts';
import { fieldsOf, listOf } from '#shared/domain/feedback/json-fields.ts';
import { readSesEvents, type SesReading } from '#shared/domain/feedback/read-ses-event.ts';
import type { FindMail } from '#shared/domain/feedback/ses-event.ts';
import { unwrap } from '#shared/domain/feedback/unwrap.ts';
import { type Fact, recipientStatus } from '#shared/domain/sending/outgoing-mail.ts';
import { anOutgoingMail, makeFeedbackWorld } from '#tests/support/feedback-world.ts';
import type { CorpusCase } from './corpus.ts';

const addresses = z.array(z.string());

/** Strict: an expectation that nobody checks would count as passed. */
const Case = z.strictObject({
  source: z.unknown(),
  delivered: z.array(z.unknown()).min(1),
  expect: z.strictObject({
    perRecipient: z.record(z.string(), addresses),
    suppressed: addresses,
    status: z.record(z.string(), z.string()).optional(),
    notCounted: addresses.optional(),
    countedOnce: z.record(z.string(), addresses).optional(),
    guess: addresses.optional(),
    heldFromMarketing: addresses.optional(),
    received: z.looseObject({ action: z.string() }).optional(),
    control: z.string().optional(),
    ignored: z.literal(true).optional(),
  }),
});
type Expectation = z.output<typeof Case>['expect'];

const TENANT = 'corpus';

/** Published samples carry somebody else's tags: their mail is found by SES's id. */
const byMessageId: FindMail = ({ sesMessageId }) => ({ tenant: TENANT, mailId: sesMessageId });

/** One mail of ours for each that the payloads are about, with the recipients they say it had. */
const mailsOf = (payloads: readonly unknown[]) => {
  const destinations = new Map<string, Set<string>>();
  for (const unwrapped of payloads.flatMap((payload) => unwrap(payload))) {
    const mail = unwrapped.kind === 'event' ? fieldsOf(unwrapped.event['mail']) : undefined;
    const id = mail?.['messageId'];
    if (typeof id !== 'string') continue;
    const known = destinations.get(id) ?? new Set();
    for (const address of listOf(mail?.['destination']).flatMap((one) => addressIn(one) ?? [])) known.add(address);
    destinations.set(id, known);
  }
  return [...destinations].map(([id, all]) =>
    anOutgoingMail({
      id,
      tenant: TENANT,
      recipients: [...all].map((address) => ({ role: 'to', address, facts: [] })),
    }),
  );
};

/** Each wanted one is there, `a|b` in either form, and nothing else. */
const sameSet = (wanted: readonly string[], got: Iterable<string>): boolean => {
  const have = new Set(got);
  const allowed = new Set(wanted.flatMap((one) => one.split('|')));
  return (
    wanted.every((one) => one.split('|').some((word) => have.has(word))) && [...have].every((one) => allowed.has(one))
  );
};

const grouped = (pairs: Iterable<readonly [string, string]>): ReadonlyMap<string, Set<string>> => {
  const groups = new Map<string, Set<string>>();
  for (const [key, value] of pairs) groups.set(key, (groups.get(key) ?? new Set()).add(value));
  return groups;
};

const samePerAddress = (wanted: Readonly<Record<string, readonly string[]>>, got: ReadonlyMap<string, Set<string>>) =>
  sameSet(Object.keys(wanted), got.keys()) &&
  Object.entries(wanted).every(([address, words]) => sameSet(words, got.get(address) ?? []));

const sameFields = (wanted: Readonly<Record<string, unknown>>, got: Readonly<Record<string, unknown>>) =>
  Object.entries(wanted).every(
    ([name, value]) => JSON.stringify(sortedFields(value)) === JSON.stringify(sortedFields(got[name])),
  );

const sortedFields = (value: unknown): unknown => {
  const fields = fieldsOf(value);
  return fields === undefined ? value : Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
};

/** No fact of a mail: its phase, its failure, or a contact list that is SES's. */
const NO_FACT = new Set(['sent', 'rejected', 'rendering-failed', 'unsubscribed', 'subscription-changed']);

const receivedAs = (readings: readonly SesReading[]) =>
  readings.flatMap((reading) => (reading.kind === 'received' ? [{ ...reading.receipt }] : []));

const isControl = (reading: SesReading, type: string) =>
  reading.kind === 'ignored' && reading.why === 'control' && reading.type === type;

const verdicts = async (payloads: readonly unknown[], expected: Expectation): Promise<Record<string, boolean>> => {
  const mails = mailsOf(payloads);
  const world = makeFeedbackWorld({ mails, findMail: byMessageId });
  for (const payload of payloads) await world.recordFeedback(FeedbackMessage.parse(payload), 1);

  const readings = payloads.flatMap((payload) => readSesEvents(payload));
  const events = readings.flatMap((reading) => (reading.kind === 'feedback' ? [reading.event] : []));
  const observed = events.flatMap((event) => event.observed);
  const recipients = mails.flatMap(({ id }) => {
    const mail = world.mail(TENANT, id);
    return (mail?.recipients ?? []).map((recipient, n) => ({ recipient, n, mail: mail ?? anOutgoingMail() }));
  });
  const factsOf = (address: string) =>
    recipients.filter(({ recipient }) => recipient.address === address).flatMap(({ recipient }) => recipient.facts);
  const sure = grouped(
    observed.filter(({ what, guess }) => !guess && !NO_FACT.has(what)).map(({ address, what }) => [address, what]),
  );
  const timesTold = (address: string, what: string) =>
    [...world.published.values()].filter(({ detail }) =>
      recipients.some(
        ({ recipient, n, mail }) =>
          recipient.address === address &&
          detail['mailId'] === mail.id &&
          detail['recipient'] === n &&
          detail['what'] === what,
      ),
    ).length;
  const { status = {}, countedOnce = {}, received, control } = expected;
  const suppressions = world.suppressions();
  return {
    perRecipient: samePerAddress(expected.perRecipient, grouped(observed.map(({ address, what }) => [address, what]))),
    recorded: [...sure].every(([address, whats]) => sameSet([...whats], factsOf(address))),
    suppressed: sameSet(
      expected.suppressed,
      suppressions.filter(({ scope }) => scope === 'all').map(({ address }) => address),
    ),
    heldFromMarketing: sameSet(
      expected.heldFromMarketing ?? [],
      suppressions.filter(({ scope, held }) => scope === 'marketing' && held).map(({ address }) => address),
    ),
    guess: sameSet(
      expected.guess ?? [],
      observed.filter(({ guess }) => guess).map(({ address }) => address),
    ),
    notCounted: sameSet(
      expected.notCounted ?? [],
      events.filter(({ counted }) => !counted).flatMap((event) => event.observed.map(({ address }) => address)),
    ),
    status: Object.entries(status).every(([address, wanted]) =>
      recipients.some(
        ({ recipient, mail }) =>
          recipient.address === address && wanted.split('|').includes(recipientStatus(mail, recipient)),
      ),
    ),
    countedOnce: Object.entries(countedOnce).every(([address, facts]) =>
      facts.every(
        (fact) => timesTold(address, fact) === 1 && factsOf(address).filter((one: Fact) => one === fact).length === 1,
      ),
    ),
    received:
      received === undefined
        ? receivedAs(readings).length === 0
        : receivedAs(readings).some((receipt) => sameFields(received, receipt)),
    control: control === undefined || readings.every((reading) => isControl(reading, control)),
    ignored:
      expected.ignored === undefined || (readings.every(({ kind }) => kind === 'ignored') && world.calls.length === 0),
  };
};

/** The fields in which a case fails, or the error it ended in; empty = it passes. */
export const judgeSesEvents = async ({ expected }: CorpusCase): Promise<string> => {
  const one = Case.parse(expected);
  try {
    const all = Object.entries(await verdicts(one.delivered, one.expect));
    return all.flatMap(([field, holds]) => (holds ? [] : [field])).join(' ');
  } catch (error) {
    return String(error);
  }
};
