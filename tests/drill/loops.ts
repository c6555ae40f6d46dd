/** L1: machines that answer each other and the desk. Each loop ends after the number of mails that docs/mailroom.md names; nothing that people closed is open. */
import { bounces, type LoopReport, MANNERS, mailingList, outOfOffice, PLAN_QUOTA, twoDesks } from './loops-scenes.ts';
import type { Drill, Row, RowReport } from './row.ts';

/** Mails that a desk may send where more would show nothing new: the cases are closed before the last of them. */
const FEW = 13;

const play = (drill: Drill): Promise<RowReport> =>
  drill.withCloud(async (cloud) => {
    const reports: LoopReport[] = [];
    reports.push(await twoDesks(cloud, 'marked', MANNERS.marked));
    reports.push(await twoDesks(cloud, 'unmarked', MANNERS.unmarked, drill.quick ? FEW : PLAN_QUOTA));
    reports.push(await twoDesks(cloud, 'differing', MANNERS.differing, FEW));
    if (!drill.quick) reports.push(await twoDesks(cloud, 'subject', MANNERS.subject));
    reports.push(await outOfOffice(cloud, 'away'), await mailingList(cloud, 'list'), await bounces(cloud, 'bounces'));
    const sum = (of: (report: LoopReport) => number) => reports.reduce((total, report) => total + of(report), 0);
    drill.step(`L1: ${reports.length} loops, ${sum(({ mails }) => mails)} mails until the last of them ended`);
    return {
      measures: [
        ...reports.map(({ name, mails, documented }) => ({ name: `mails: ${name}`, value: mails, bar: documented })),
        {
          name: 'loops that did not end where they should',
          value: reports.filter((one) => one.mails > one.documented).length,
          bar: 0,
        },
        { name: 'closed cases opened again', value: sum(({ reopened }) => reopened), bar: 0 },
        { name: 'second cases', value: sum(({ secondCases }) => secondCases), bar: 0 },
      ],
      observed: {},
    };
  });

export const L1: Row = { id: 'L1', title: 'Loops: machines that answer machines', run: play };
