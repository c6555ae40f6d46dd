/** Gathers what the status page shows, straight from the stores: looking at the page costs no invocation and no counted request. */
import type { Denials } from '../endpoint/denials.ts';
import type { Clock } from '../kernel/clock.ts';
import type { DeployedStack } from '../kernel/resources.ts';
import type { Status } from '../page/status.ts';
import type { Platform } from '../platform.ts';
import { queueReport } from './queues.ts';
import { tableView, type View } from './table-view.ts';

const SHOWN_MAILS = 20;
/** The page is made anew every few seconds. */
const MOST_MAILS = 500;
const SHOWN_TENANTS = 10;
const SHOWN_DENIALS = 5;

export interface OverviewParts {
  readonly platform: Platform;
  readonly clock: Clock;
  readonly denials: Denials;
  readonly stack: DeployedStack;
  readonly ready: {
    readonly http: string;
    readonly smtp: { readonly host: string; readonly port: number };
    readonly inboundDomain: string;
  };
}

/** Name of the table whose logical id says so (cdk/state.ts). */
const tableNamed = (stack: DeployedStack, part: string): string | undefined =>
  stack.ofType('AWS::DynamoDB::Table').find(({ logicalId }) => logicalId.includes(part))?.ref;

const OUTCOMES = { acted: 'acted', skipped: 'skipped', quarantined: 'quarantined' } as const;

const outcomeOf = (mail: View): Status['mailsIn'][number]['outcome'] => {
  const kind = mail.text('outcome.kind');
  return kind === 'acted' || kind === 'skipped' ? OUTCOMES[kind] : 'quarantined';
};

export const makeOverview = ({ platform, clock, denials, stack, ready }: OverviewParts) => {
  const { reader } = platform.dynamoDb;
  const mailTable = tableNamed(stack, 'Mail');
  const crmTable = tableNamed(stack, 'Crm');
  const sendingTable = tableNamed(stack, 'Sending');
  const settingsTable = tableNamed(stack, 'Settings');

  const tenants = async () => {
    const found: { tenant: string; address: string }[] = [];
    if (settingsTable === undefined) return found;
    for await (const item of reader.items(settingsTable)) {
      const view = tableView(item);
      if (view.text('sk') === 'tenant' && view.text('inboundHandle') !== '')
        found.push({ tenant: view.text('pk'), address: `${view.text('inboundHandle')}@${ready.inboundDomain}` });
    }
    return found.sort((a, b) => (a.tenant < b.tenant ? -1 : 1));
  };

  /** What people call a record; a mail may have made it under another name since. */
  const titleOf = async (tenant: string, module: string, id: string): Promise<string> => {
    if (crmTable === undefined) return '';
    const item = await reader.item(crmTable, { pk: { S: `${tenant}#record#${module}` }, sk: { S: id } });
    if (item === undefined) return '';
    const view = tableView(item);
    const named = (...fields: readonly string[]) =>
      fields
        .map((field) => view.text(`fields.${field}`))
        .join(' ')
        .trim();
    return named('title') || named('firstname', 'lastname') || named('name') || named('company') || named('email');
  };

  const recordsOf = (tenant: string, mail: View): Promise<Status['mailsIn'][number]['records']> =>
    Promise.all(
      mail.list('outcome.records').map(async (record) => {
        const [module, id] = [record.text('module'), record.text('id')];
        return { did: record.text('did'), module, id, title: await titleOf(tenant, module, id) };
      }),
    );

  const mailsIn = async (names: readonly string[], shown: number): Promise<Pick<Status, 'mailsIn' | 'more'>> => {
    const found: { readonly at: string; readonly tenant: string; readonly mail: View }[] = [];
    if (mailTable === undefined) return { mailsIn: [] };
    for (const tenant of names) {
      const newest = await reader.newest(mailTable, { S: `${tenant}#mail` }, shown + 1);
      for (const mail of newest.map(tableView)) found.push({ at: mail.text('receivedAt'), tenant, mail });
    }
    const listed = found.sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, shown);
    return {
      ...(found.length > shown && shown < MOST_MAILS ? { more: Math.min(shown * 2, MOST_MAILS) } : {}),
      mailsIn: await Promise.all(
        listed.map(async ({ at, tenant, mail }) => ({
          id: mail.text('sk'),
          at,
          tenant,
          mailbox: mail.text('mailbox'),
          from: { name: mail.text('from.name'), address: mail.text('from.address') },
          subject: mail.text('subject'),
          outcome: outcomeOf(mail),
          records: await recordsOf(tenant, mail),
          code: mail.text('outcome.reason.code'),
          reason: mail.text('outcome.reason.message'),
          remedy: mail.text('outcome.reason.remedy'),
        })),
      ),
    };
  };

  const mailsOut = async (names: readonly string[]): Promise<Status['mailsOut']> => {
    const found: Status['mailsOut'][number][] = [];
    if (sendingTable === undefined) return found;
    for (const tenant of names) {
      const newest = await reader.newest(sendingTable, { S: `${tenant}#outgoing` }, SHOWN_MAILS);
      for (const mail of newest.map(tableView))
        found.push({
          at: mail.text('sentAt') || mail.text('createdAt'),
          subject: mail.text('subject'),
          phase: mail.text('phase'),
          sendAt: mail.text('sendAt'),
          recipients: mail.list('recipients').map((recipient) => ({
            address: recipient.text('address'),
            failed: recipient.text('failed') || mail.text('failed'),
            facts: recipient.texts('facts'),
          })),
        });
    }
    return found.sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, SHOWN_MAILS);
  };

  /** @param wanted mails that came in; at most MOST_MAILS */
  return async (wanted = SHOWN_MAILS): Promise<Status> => {
    const known = await tenants();
    return {
      now: new Date(clock.now()).toISOString(),
      httpUrl: ready.http,
      smtp: `${ready.smtp.host}:${ready.smtp.port}`,
      inboundDomain: ready.inboundDomain,
      tenants: known.slice(0, SHOWN_TENANTS),
      functions: platform.functions
        .figures()
        .map(({ functionName, ...figures }) => ({ name: functionName, ...figures })),
      queues: queueReport(platform.queues).items.map(({ depth, isDeadLetterQueue, ...queue }) => ({
        ...queue,
        visible: depth,
        isDeadLetter: isDeadLetterQueue,
      })),
      ...(await mailsIn(['platform', ...known.map(({ tenant }) => tenant)], Math.min(Math.max(wanted, 1), MOST_MAILS))),
      mailsOut: await mailsOut(known.map(({ tenant }) => tenant)),
      denials: denials.list().slice(-SHOWN_DENIALS).reverse(),
    };
  };
};
