/** A mail or a record as the deployed API shows it to the owner of its tenant: what is confidential stays so here. For the links of the status page. */
import { Mail } from '#shared/contracts/mailroom.ts';
import { CrmRecord } from '#shared/contracts/records.ts';
import { renderThing } from '../page/view.ts';
import { ControlError } from './answer.ts';
import type { TenantControl } from './tenants.ts';

const absent = () => new ControlError(404, 'not-found', 'There is no such mail or record.');

const shownMail = (mail: ReturnType<typeof Mail.parse>) => ({
  title: mail.subject,
  facts: [
    ['From', [mail.from.name, mail.from.address].filter((part) => part !== '').join(', ')],
    ['To', mail.to.map(({ address }) => address).join(', ')],
    ['Received', mail.receivedAt],
    ['Mailbox', mail.mailbox],
    ['Kind', mail.kind],
    ['Outcome', [mail.outcome, mail.action ?? ''].filter((part) => part !== '').join(', ')],
    ['Reason', mail.reason === null ? '' : `${mail.reason.message} ${mail.reason.remedy} (${mail.reason.code})`],
    ['Attachments', mail.attachments.map(({ name }) => name).join(', ')],
    ['Id', mail.id],
  ] as const,
  text: mail.text,
});

const shownRecord = (record: ReturnType<typeof CrmRecord.parse>) => {
  const said = (name: string) => String(record.fields[name] ?? '');
  const person = [said('firstname'), said('lastname')].filter((part) => part !== '').join(' ');
  return {
    title: said('title') || person || said('name') || said('company') || said('email') || record.id,
    facts: [
      ['Module', record.module] as const,
      ...Object.entries(record.fields).map(([name, value]) => [name, String(value ?? '')] as const),
      ['Made', record.createdAt] as const,
      ['Id', record.id] as const,
    ],
  };
};

/** Names as the API gives them need no escape. */
const PATH = /^([a-z0-9-]+)\/([a-z0-9-]+)\/([a-z0-9-]+)$/;

/** @returns the page of `<tenant>/emails/<id>` or `<tenant>/<module>/<id>`. */
export const makeView =
  ({ http, sign }: { readonly http: string; readonly sign: TenantControl['sign'] }) =>
  async (path: string): Promise<string> => {
    const [, tenant, module, id] = PATH.exec(path) ?? [];
    if (tenant === undefined || module === undefined || id === undefined) throw absent();
    const isMail = module === 'emails';
    const token = await sign(tenant, 'local', tenant === 'platform' ? 'platform' : 'owner');
    const answer = await fetch(`${http}${isMail ? '/v1/mailroom' : '/v1/records'}/${module}/${id}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (!answer.ok) throw absent();
    const body: unknown = await answer.json();
    return renderThing(isMail ? shownMail(Mail.parse(body)) : shownRecord(CrmRecord.parse(body)));
  };
