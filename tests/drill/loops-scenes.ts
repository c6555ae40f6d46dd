/** The loops of row L1, each played until nothing comes of it any more: what a machine sends, what the desk's CRM answers, and so on. */
import { MAX_MADE } from '#shared/domain/mailroom/making-rate.ts';
import type { TestCloud } from '#tests/support/cloud.ts';
import { type Desk, type LoopMail, openDesk, type Received } from './loops-desk.ts';
import { BOUNCES, LIST_HEADERS, OUT_OF_OFFICE } from './loops-mails.ts';

export interface LoopReport {
  readonly name: string;
  /** Mails that came in until it ended. */
  readonly mails: number;
  /** After how many it ends at the latest (docs/mailroom.md#loops). */
  readonly documented: number;
  readonly reopened: number;
  /** Beyond those that the loop may make. */
  readonly secondCases: number;
}

/** How two machines answer each other. */
interface Manner {
  readonly name: string;
  /** On all but the first mail to each desk, which a person writes. */
  readonly marks: readonly string[];
  readonly quotes: boolean;
  readonly text: (n: number) => string;
  /** After so many mails people close the cases. */
  readonly closedAfter: number;
  readonly documented: (quota: number) => number;
  readonly casesEach: number;
}

const away = () => 'Thank you for your mail. Somebody will look into it.';

export const MANNERS = {
  marked: {
    name: 'marked',
    marks: ['Auto-Submitted: auto-replied'],
    quotes: true,
    text: away,
    closedAfter: 2,
    documented: () => 3,
    casesEach: 1,
  },
  unmarked: {
    name: 'unmarked',
    marks: [],
    quotes: true,
    text: away,
    closedAfter: 4,
    // Two that start it, and one for each mail that the plans let out.
    documented: (quota) => 2 * quota + 1,
    casesEach: 1,
  },
  differing: {
    name: 'unmarked, never the same text',
    marks: [],
    quotes: true,
    text: (n) => `${away()} Your number is ${n}.`,
    closedAfter: 24,
    documented: (quota) => 2 * quota + 1,
    casesEach: 1,
  },
  subject: {
    name: 'unmarked, by the subject only',
    marks: [],
    quotes: false,
    text: away,
    closedAfter: 4,
    documented: () => 2 * MAX_MADE + 1,
    casesEach: MAX_MADE,
  },
} as const satisfies Readonly<Record<string, Manner>>;

/** A loop that nothing ends is stopped here, and is seen to be beyond its number. */
const MUCH_TOO_MANY = 150;

const totals = async (desks: readonly Desk[], casesEach: number) => {
  let reopened = 0;
  let secondCases = 0;
  for (const desk of desks) {
    reopened += await desk.reopened();
    secondCases += Math.max(0, (await desk.cases()).length - casesEach);
  }
  return { reopened, secondCases };
};

const mailOf = (manner: Manner, from: Desk, n: number, answers: string | undefined): LoopMail => ({
  from: `help@${from.name}.example`,
  subject: n === 0 ? 'Broken lamp' : 'Re: Broken lamp',
  messageId: `<${from.name}-${n}@responder.example>`,
  answers: manner.quotes ? answers : undefined,
  headers: n < 2 ? [] : manner.marks,
  text: manner.text(n),
});

/** @param quota mails that each desk may send. */
const playTurns = async (desks: readonly [Desk, Desk], manner: Manner): Promise<number> => {
  const [north, south] = desks;
  const lastOut = new Map<Desk, string>();
  for (let n = 0; n < MUCH_TOO_MANY; n += 1) {
    const [here, there] = n % 2 === 0 ? [north, south] : [south, north];
    const received = await here.receive(mailOf(manner, there, n, lastOut.get(here)));
    if (n + 1 === manner.closedAfter) for (const desk of desks) await desk.closeAll();
    const caseId = here.newsIn(received);
    const out =
      caseId === undefined ? undefined : await here.send(caseId, `help@${there.name}.example`, 'Re: Broken lamp');
    if (out === undefined) return n + 1;
    lastOut.set(here, out);
  }
  return MUCH_TOO_MANY;
};

/** Of a plan with 50 mails a day, what `quota` leaves is used up before, with one mail to many. */
export const PLAN_QUOTA = 50;

const useUp = async (cloud: TestCloud, desk: Desk, recipients: number): Promise<void> => {
  if (recipients === 0) return;
  const token = await cloud.token(desk.name, 'owner');
  const [first, ...bcc] = Array.from({ length: recipients }, (_, n) => `success+${n}@simulator.amazonses.com`);
  const { status } = await cloud.call('POST', '/v1/emails', {
    token,
    body: { to: [first], bcc, subject: 'News', text: 'News.' },
  });
  if (status !== 202) throw new Error(`A mail to ${recipients} was answered ${status}.`);
  await cloud.idle();
};

/** Two desks, each behind a machine that answers whatever the other sends. */
export const twoDesks = async (
  cloud: TestCloud,
  name: string,
  manner: Manner,
  quota = PLAN_QUOTA,
): Promise<LoopReport> => {
  const desks = [await openDesk(cloud, `${name}-north`), await openDesk(cloud, `${name}-south`)] as const;
  for (const desk of desks) await useUp(cloud, desk, PLAN_QUOTA - quota);
  const mails = await playTurns(desks, manner);
  return {
    name: `two desks, ${manner.name}`,
    mails,
    documented: manner.documented(quota),
    ...(await totals(desks, manner.casesEach)),
  };
};

/** A desk whose one case is closed and has a mail out, which the machines answer. */
const closedCase = async (cloud: TestCloud, name: string, more: object = {}) => {
  const desk = await openDesk(cloud, name, more);
  const first = await desk.receive({
    from: 'jo@customer.example',
    subject: 'Broken lamp',
    messageId: `<first@${name}.example>`,
    text: 'It is broken.',
  });
  const caseId = desk.newsIn(first) ?? '';
  const messageId = (await desk.send(caseId, 'jo@customer.example', 'Re: Broken lamp')) ?? '';
  await desk.closeAll();
  return { desk, caseId, messageId };
};

/** Lets the desk answer what it got, as often as it would: how many mails that one mail became. */
const chain = async (desk: Desk, first: Received, next: (messageId: string) => Promise<Received>): Promise<number> => {
  let received = first;
  for (let mails = 1; mails < MUCH_TOO_MANY; mails += 1) {
    const caseId = desk.newsIn(received);
    const out = caseId === undefined ? undefined : await desk.send(caseId, 'all@list.example', 'Re: Broken lamp');
    if (out === undefined) return mails;
    received = await next(out);
  }
  return MUCH_TOO_MANY;
};

const longest = (lengths: readonly number[]) => Math.max(...lengths);

/** Absence notes of four servers, with and without what they answer: none is answered, none opens or makes a case. */
export const outOfOffice = async (cloud: TestCloud, name: string): Promise<LoopReport> => {
  const mailbox = `${name}+case@${cloud.ready.inboundDomain}`;
  const owner = { id: 'owner', email: mailbox, role: 'owner' };
  const { desk, caseId, messageId } = await closedCase(cloud, name, { users: [owner, ...OTHER_USERS(name)] });
  const lengths: number[] = [];
  for (const [n, { quotes = true, ...note }] of OUT_OF_OFFICE.entries()) {
    const mail = { ...note, messageId: `<away-${n}@${name}.example>`, answers: quotes ? messageId : undefined };
    const answerAgain = (answers: string) =>
      desk.receive({ ...mail, messageId: `<again-${answers.slice(1)}`, answers });
    lengths.push(await chain(desk, await desk.receive(mail), answerAgain));
  }
  // SES's own, which goes to where the mail came from.
  const before = await desk.newest();
  await desk.send(caseId, 'ooto@simulator.amazonses.com', 'Are you there?');
  await cloud.drain();
  const note = await desk.newest();
  if (note.id === before.id) throw new Error('The simulator of SES has not answered.');
  lengths.push(await chain(desk, note, () => desk.newest()));
  return { name: 'out of office', mails: longest(lengths), documented: 1, ...(await totals([desk], 1)) };
};

const OTHER_USERS = (name: string) =>
  ['admin', 'user'].map((role) => ({ id: role, email: `${role}@${name}.example`, role }));

/** A list that sends every post to all, the desk among them: a member's post makes a case, the desk's answer to it comes back and is the end. */
export const mailingList = async (cloud: TestCloud, name: string): Promise<LoopReport> => {
  const { desk, messageId } = await closedCase(cloud, name);
  const returned = (own: string) =>
    desk.receive({
      from: desk.address,
      envelopeFrom: 'all-bounces@list.example',
      subject: '[all] Re: Broken lamp',
      messageId: own,
      headers: LIST_HEADERS,
      text: 'We look into it.',
    });
  const post = (n: number, answers: string | undefined): LoopMail => ({
    from: `member-${n}@elsewhere.example`,
    envelopeFrom: 'all-bounces@list.example',
    subject: '[all] Broken lamp',
    messageId: `<post-${n}@${name}.example>`,
    answers,
    headers: LIST_HEADERS,
    text: `Mine too, ${n}.`,
  });
  const lengths = [
    await chain(desk, await returned(messageId), returned),
    await chain(desk, await desk.receive(post(1, undefined)), returned),
    await chain(desk, await desk.receive(post(2, messageId)), returned),
  ];
  return { name: 'mailing list', mails: longest(lengths), documented: 2, ...(await totals([desk], 2)) };
};

/** Reports, reports of reports, and servers that only talk: nothing comes of any of them. */
export const bounces = async (cloud: TestCloud, name: string): Promise<LoopReport> => {
  const { desk, messageId } = await closedCase(cloud, name);
  const lengths: number[] = [];
  for (const [n, bounce] of BOUNCES(messageId, desk.address).entries()) {
    const mail = { envelopeFrom: '', messageId: `<bounce-${n}@${name}.example>`, ...bounce };
    const again = (answers: string) =>
      desk.receive({ ...mail, messageId: `<bounce-${n}-${answers.slice(1)}`, answers });
    lengths.push(await chain(desk, await desk.receive(mail), again));
  }
  return { name: 'bounce to a bounce', mails: longest(lengths), documented: 1, ...(await totals([desk], 1)) };
};
