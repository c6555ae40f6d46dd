/** The machine's owner kills `npm start` amid mails out and in and starts it again: what was answered is not lost, and nothing is done twice. */
import { expect, test } from 'vitest';
import { howMuch } from '#tests/support/how-much.ts';
import { clientOf } from '#tests/support/http-client.ts';
import { aMail } from '#tests/support/mail.ts';
import { makeOutgoingCrowd } from '#tests/support/outgoing-crowd.ts';
import { aFolderToStartOn } from '#tests/support/process.ts';
import { type Sent, sendAll } from '#tests/support/smtp-client.ts';

const MAILS = howMuch({ part: 90, whole: 500 });
const SENDERS = 40;
/** Connections of the sending mail server. */
const LANES = 8;
/** So many are answered when it is killed: the queue is full of work then, and some mails are on the wire. */
const ANSWERED_AT_KILL = howMuch({ part: 45, whole: 220 });
const MAILS_OUT = howMuch({ part: 30, whole: 1000 });
/** Enough that mails are in every state when the first ones come in, few enough that many are still to be asked for. */
const ANSWERED_BEFORE_IN = howMuch({ part: 10, whole: 300 });

const senderOf = (n: number) => `sender${n % SENDERS}@crowd.example`;

/** Every tenth is the mail of 80 before once more, as a second forwarding rule would send it. */
const originalOf = (n: number) => (n % 10 === 9 && n >= 80 ? n - 80 : n);

const mailsTo = (to: string) => {
  const originals = Array.from({ length: MAILS }, (_, n) => ({
    from: senderOf(n),
    to,
    raw: aMail({ from: `Crowd <${senderOf(n)}>`, subject: `Mail ${n}`, messageId: `<mail${n}@crowd.example>` }),
  }));
  return originals.map((mail, n) => originals[originalOf(n)] ?? mail);
};

const count = (values: readonly number[]): ReadonlyMap<number, number> => {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};

const numberIn = (text: string): number => Number(text.replace('Mail ', ''));

test(`kill -9 amid ${MAILS_OUT} mails out and ${MAILS} in: every mail in has its one outcome, every mail out went once`, async () => {
  const { start } = aFolderToStartOn();
  const first = start();
  const ready = await first.ready;
  const people = clientOf(ready);
  // What is counted is counted for a day.
  if (new Date().getUTCHours() >= 20) await people.ask('POST', '/local/clock', { advance: 'PT6H' });
  const [token = '', colleague = ''] = await people.tenant('crowd', ['owner', 'user']);
  const outgoing = makeOutgoingCrowd([token, colleague], MAILS_OUT);
  const incoming = Promise.withResolvers<void>();
  const out = outgoing.send(ready, LANES, (answered) => {
    if (answered === ANSWERED_BEFORE_IN) incoming.resolve();
  });
  await incoming.promise;
  const mails = mailsTo(`crowd+lead@${ready.inboundDomain}`);

  const sent = await sendAll(ready.smtp.port, mails, {
    lanes: LANES,
    onAnswer: (answered) => {
      if (answered === ANSWERED_AT_KILL) void first.kill('SIGKILL');
    },
  });
  expect(await first.ended).toMatchObject({ signal: 'SIGKILL' });
  await out;
  expect(outgoing.answered.size).toBeLessThan(MAILS_OUT);
  const unanswered = mails.flatMap((_, n) => (sent[n]?.code === 250 ? [] : [n]));
  expect(unanswered.length).toBeGreaterThan(0);
  expect(unanswered.length).toBeLessThanOrEqual(MAILS - ANSWERED_AT_KILL);

  const second = await start().ready;
  await outgoing.send(second, LANES);
  const again = await sendAll(
    second.smtp.port,
    unanswered.flatMap((n) => mails[n] ?? []),
    { lanes: LANES },
  );
  expect(again.filter(({ code }: Sent) => code !== 250)).toEqual([]);
  const owner = clientOf(second, token);
  expect(await owner.drain()).toEqual([]);
  // Whoever was cut off while SES had its mail is looked at half an hour later.
  await owner.ask('POST', '/local/clock', { advance: 'PT40M' });
  expect(await owner.drain()).toEqual([]);

  const allOut = Array.from({ length: MAILS_OUT }, (_, n) => n);
  const outbox: { readonly raw: string }[] = (await owner.ask('GET', '/local/outbox')).items;
  const left = outbox.map(({ raw }) => Number(/^Subject: Out (\d+)/m.exec(raw)?.[1]));
  expect(left.toSorted((a, b) => a - b)).toEqual(allOut);
  const listed = await owner.all('/v1/emails');
  expect(listed.map(({ subject }) => Number(subject.replace('Out ', ''))).toSorted((a, b) => a - b)).toEqual(allOut);
  expect(new Set(listed.map(({ status }) => status))).toEqual(new Set(['delivered']));
  for (const user of [owner, clientOf(second, colleague)])
    expect(await user.ask('GET', '/v1/usage')).toMatchObject({ used: MAILS_OUT / 2, reserved: 0 });

  // One outcome for every answered copy; an unanswered one may have been taken in before the answer was lost.
  const log = await owner.all('/v1/mailroom/emails');
  const originals = mails.map((_, n) => originalOf(n));
  const outcomes = count(log.map(({ subject }) => numberIn(subject)));
  const copies = count(originals);
  const sentAgain = count(unanswered.map(originalOf));
  for (const [original, times] of copies) {
    expect(outcomes.get(original)).toBeGreaterThanOrEqual(times);
    expect(outcomes.get(original)).toBeLessThanOrEqual(times + (sentAgain.get(original) ?? 0));
  }
  const acted = log.filter(({ outcome }) => outcome === 'acted').map(({ subject }) => numberIn(subject));
  expect(acted.toSorted((a, b) => a - b)).toEqual([...copies.keys()].toSorted((a, b) => a - b));
  const others = log.filter(({ outcome }) => outcome !== 'acted');
  expect(new Set(others.map(({ outcome, reason }) => `${outcome} ${reason.code}`))).toEqual(
    new Set(['skipped duplicate']),
  );

  const leads = await owner.all('/v1/records/leads');
  expect(leads.map(({ fields }) => fields.email).toSorted()).toEqual(
    Array.from({ length: SENDERS }, (_, n) => senderOf(n)).toSorted(),
  );
  for (const { id, fields } of leads) {
    const shown = (await owner.all(`/v1/records/leads/${id}/timeline`)).map(({ summary }) => numberIn(summary));
    const own = [...copies.keys()].filter((n) => senderOf(n) === fields.email);
    expect(shown.toSorted((a, b) => a - b)).toEqual(own.toSorted((a, b) => a - b));
  }
});
