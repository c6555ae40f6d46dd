/**
 * R5: announcements of incoming mail several times over, shuffled, and again two days late, while workers die among them; and mails that hurt their
 * parser among good ones. Each mail has one outcome.
 */
import type { TestCloud } from '#tests/support/cloud.ts';
import { aMail } from '#tests/support/mail.ts';
import { POISON_MAILS } from '#tests/support/poison-mails.ts';
import { allOf } from './lists.ts';
import { countReceived, deliverOne } from './received-mails.ts';
import { crowd, type Drill, type Row, type RowReport, shuffled, upTo } from './row.ts';
import { advance, calm, drained, plantKills } from './settle.ts';

const COPIES = 4;
const CALLS_A_MAIL = 12;

const receiveQueue = ({ platform }: TestCloud): string => {
  const figure = platform.queues.figures().find(({ name }) => name.endsWith('receive-mail'));
  if (figure === undefined) throw new Error('There is no queue of receive-mail.');
  return figure.arn;
};

/** Delivers while nobody can work, so that the announcements can be read where they wait. */
const heldBack = async (
  cloud: TestCloud,
  deliver: () => Promise<unknown>,
  mails: number,
): Promise<readonly string[]> => {
  cloud.faults.plant({ function: 'receive-mail', nth: 1, kind: 'kill-before', times: 1_000_000 });
  await deliver();
  await cloud.call('POST', '/local/idle');
  const bodies = cloud.platform.queues.peek(receiveQueue(cloud), 2 * mails).map(({ body }) => body);
  cloud.faults.clear();
  return bodies;
};

const announceAgain = (cloud: TestCloud, bodies: readonly string[]) => {
  for (const body of bodies) cloud.platform.queues.send(receiveQueue(cloud), { body });
};

const announced = async (drill: Drill, cloud: TestCloud) => {
  const mails = drill.quick ? 20 : 100;
  const random = drill.random('R5');
  const { owner } = await cloud.tenant('announced');
  const deliver = () => crowd(upTo(mails), 8, (n) => deliverOne(cloud, 'announced', n));
  const bodies = await heldBack(cloud, deliver, mails);
  plantKills(cloud, random, 'receive-mail', mails * CALLS_A_MAIL);
  const copies = upTo(COPIES).flatMap(() => bodies);
  announceAgain(cloud, shuffled(copies, random));
  await drained(cloud);
  const kills = calm(cloud);
  await advance(cloud, 'P2D');
  plantKills(cloud, random, 'receive-mail', mails * 2);
  announceAgain(cloud, shuffled(bodies, random));
  await drained(cloud);
  const late = calm(cloud);
  drill.step(`R5: ${mails} mails, each announced ${COPIES + 2} times: ${kills} workers died, ${late} among late ones`);
  return { mails, kills: kills + late, ...(await countReceived(cloud, owner, mails)) };
};

const poisoned = async (drill: Drill, cloud: TestCloud) => {
  const poison = drill.quick ? POISON_MAILS.slice(0, 2) : POISON_MAILS;
  const { owner } = await cloud.tenant('poisoned');
  const to = `poisoned+lead@${cloud.ready.inboundDomain}`;
  plantKills(cloud, drill.random('R5 poison'), 'receive-mail', poison.length * CALLS_A_MAIL);
  for (const { raw } of poison) {
    await cloud.deliver(to, raw());
    await cloud.deliver(to, aMail({ from: 'Good <good@customer.example>' }));
  }
  await drained(cloud);
  const kills = calm(cloud);
  const mails = 2 * poison.length;
  const logged = await allOf(cloud, owner, '/v1/mailroom/emails');
  drill.step(`R5: ${poison.length} poison mails among as many good ones: ${kills} workers died`);
  return { mails, kills, outcomes: logged.filter(({ outcome }) => typeof outcome === 'string').length };
};

const inbound = (drill: Drill): Promise<RowReport> =>
  drill.withCloud(async (cloud) => {
    const many = await announced(drill, cloud);
    const poison = await poisoned(drill, cloud);
    return {
      measures: [
        { name: `mails announced ${COPIES + 2} times`, value: many.mails },
        { name: 'without an outcome', value: many.lost, bar: 0 },
        { name: 'with more than one, or two records', value: many.twice, bar: 0 },
        { name: 'poison mails and good ones among them', value: poison.mails },
        { name: 'outcomes of theirs', value: poison.outcomes, bar: poison.mails },
      ],
      observed: { kills: many.kills + poison.kills, 'set aside': many.setAside },
    };
  });

export const R5: Row = {
  id: 'R5',
  title: 'Incoming mail: one outcome each, whatever is repeated, late or poison',
  run: inbound,
};
