/**
 * R1, the reconciler: workers die after SES has taken the mail, and SES says so 20 minutes later and nothing else, as when the recipients' servers
 * take their time. A mail that is sent again before its news can have come is a second mail.
 */
import { onlySendEvents } from '#tests/support/only-send-events.ts';
import type { Drill, RowReport } from './row.ts';
import { crowd, upTo } from './row.ts';
import { leftOf, lostAndTwice, postUntilAnswered } from './sent-mails.ts';
import { account, advance, calm, settled } from './settle.ts';

export const lateNews = (drill: Drill): Promise<RowReport> =>
  drill.withCloud(async (cloud) => {
    const mails = drill.quick ? 3 : 20;
    const { owner } = await cloud.tenant('late');
    await account(cloud, { sendEvents: { delay: 'PT20M' } });
    cloud.faults.plant({ function: 'send-adhoc-mail', service: 'ses', nth: 1, kind: 'kill-after', times: mails });
    await crowd(upTo(mails), 4, (n) => postUntilAnswered(cloud, owner, { name: `Mail ${n}` }));
    await settled(cloud);
    const kills = calm(cloud);
    await advance(cloud, 'PT3H');
    await settled(cloud);
    const { lost, twice } = lostAndTwice(leftOf(cloud, 'late'), mails);
    drill.step(`R1: ${kills} workers died after SES took the mail; the news came 20 minutes later`);
    return {
      measures: [
        { name: 'mails with late news of a dead worker', value: mails },
        { name: 'lost with late news', value: lost, bar: 0 },
        { name: 'twice with late news', value: twice, bar: 0 },
      ],
      observed: { kills },
    };
  }, onlySendEvents);
