/**
 * R3: 200 requests at once for the places of a plan that has fewer, while workers of http-emails die. Half of the clients ask again with their
 * Idempotency-Key, half give up: nobody gets a place too many, and no place stays taken without a mail.
 */
import { crowd, type Drill, type Row, type RowReport, upTo } from './row.ts';
import { leftOf, post, postUntilAnswered } from './sent-mails.ts';
import { account, awayFromMidnight, calm, plantKills, settled } from './settle.ts';

/** Plan `trial`: so many e-mails a day for the whole tenant (shared/domain/quota/plans.ts). */
const LIMIT = 50;
const CALLS_A_REQUEST = 8;
const RESERVATIONS_CUT_OFF = 12;

const crowded = (drill: Drill): Promise<RowReport> =>
  drill.withCloud(async (cloud) => {
    const senders = drill.quick ? 60 : 200;
    await awayFromMidnight(cloud);
    await account(cloud, {});
    const { owner, admin, user } = await cloud.tenant('crowd', { plan: 'trial' });
    const tokens = [owner, admin, user];
    const usage = async () => (await cloud.call('GET', '/v1/usage', { token: owner })).body;
    plantKills(cloud, drill.random('R3'), 'http-emails', senders * CALLS_A_REQUEST);
    // The call on which a place hangs, so that the seed cannot miss it: its answer is never heard, the request comes again.
    const reservation = { function: 'http-emails', service: 'dynamodb', operation: 'UpdateItem' };
    for (const n of upTo(RESERVATIONS_CUT_OFF))
      cloud.faults.plant({ ...reservation, nth: 1 + 3 * n, kind: 'kill-after', times: 1 });
    let accepted = 0;
    await crowd(upTo(senders), senders, async (n) => {
      const token = tokens[n % tokens.length] ?? owner;
      const ask = n % 2 === 0 ? postUntilAnswered : post;
      if ((await ask(cloud, token, { name: `Mail ${n}` })).status === 202) accepted += 1;
    });
    await settled(cloud);
    const kills = calm(cloud);
    await settled(cloud);
    const afterwards = await usage();
    const gone = leftOf(cloud, 'crowd').length;
    drill.step(`R3: ${kills} workers died; ${accepted} mails accepted of ${senders}, ${gone} gone`);
    // Places that were given back are places again.
    const late = { accepted: 0 };
    for (const n of upTo(LIMIT + 1 - gone))
      if ((await postUntilAnswered(cloud, owner, { name: `Late ${n}` })).status === 202) late.accepted += 1;
    await settled(cloud);
    const left = leftOf(cloud, 'crowd').length;
    return {
      measures: [
        { name: 'senders at once', value: senders },
        { name: 'places', value: LIMIT },
        { name: 'accepted beyond them', value: Math.max(0, accepted - LIMIT, left - LIMIT), bar: 0 },
        { name: 'places leaked', value: afterwards.used + afterwards.reserved - gone, bar: 0 },
        { name: 'mails sent in the end', value: left, bar: LIMIT },
      ],
      observed: { kills, accepted, 'accepted later': late.accepted },
    };
  });

export const R3: Row = { id: 'R3', title: 'The quota of a plan: not one mail too many, no place lost', run: crowded };
