/** Incoming mail in the drill: a crowd of numbered mails, and what became of each. */
import type { TestCloud } from '#tests/support/cloud.ts';
import { aMail } from '#tests/support/mail.ts';
import { allOf } from './lists.ts';
import { upTo } from './row.ts';

/** Few senders for many mails: two mails of a new sender at once must make one lead. */
const MAILS_PER_SENDER = 5;

/** Even ones become leads, odd ones a case each. */
const isLead = (n: number) => n % 2 === 0;
const senderOf = (n: number) => `s${Math.floor(n / (2 * MAILS_PER_SENDER))}@crowd.example`;
const subjectOf = (n: number) => `Mail ${n}`;

export const deliverOne = async (cloud: TestCloud, tenant: string, n: number): Promise<void> => {
  const mail = aMail({
    from: `${senderOf(n)} <${senderOf(n)}>`,
    subject: subjectOf(n),
    messageId: `<${tenant}-${n}@crowd.example>`,
  });
  await cloud.deliver(`${tenant}+${isLead(n) ? 'lead' : 'case'}@${cloud.ready.inboundDomain}`, mail);
};

interface Counted {
  /** Mails that have no outcome, or one without its record. */
  readonly lost: number;
  /** Outcomes, records and timeline entries beyond one for each mail. */
  readonly twice: number;
  /** Set aside because workers died on them six times: an outcome, and a person can replay them. */
  readonly setAside: number;
}

const tally = (names: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
};

const beyondOne = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((sum, n) => sum + n - 1, 0);

export const countReceived = async (cloud: TestCloud, token: string, mails: number): Promise<Counted> => {
  const logged = await allOf(cloud, token, '/v1/mailroom/emails');
  const leads = await allOf(cloud, token, '/v1/records/leads');
  const cases = await allOf(cloud, token, '/v1/records/cases');
  const entries: string[] = [];
  for (const { id } of leads)
    for (const { summary } of await allOf(cloud, token, `/v1/records/leads/${id}/timeline`)) entries.push(summary);
  const outcomes = tally(logged.map(({ subject }) => subject));
  const onLeads = tally(entries);
  const onCases = tally(cases.map(({ fields }) => fields.title));
  const acted = new Set(logged.filter(({ outcome }) => outcome === 'acted').map(({ subject }) => subject));
  const isLost = (n: number) => {
    const subject = subjectOf(n);
    if (!outcomes.has(subject)) return true;
    return acted.has(subject) && !(isLead(n) ? onLeads : onCases).has(subject);
  };
  const twiceLead = beyondOne(tally(leads.map(({ fields }) => fields.email)));
  return {
    lost: upTo(mails).filter(isLost).length,
    twice: beyondOne(outcomes) + beyondOne(onLeads) + beyondOne(onCases) + twiceLead,
    setAside: logged.filter(({ outcome }) => outcome === 'quarantined').length,
  };
};
