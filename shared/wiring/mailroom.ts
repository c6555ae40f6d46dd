/** Joins the stores that the Mailroom works on to their tables: for receive-mail, which acts, and for its panel, which shows. */
import { makeMailLog } from '../adapters/dynamodb/mail-log.ts';
import { makeMayMake } from '../adapters/dynamodb/mail-rate.ts';
import { makeRecordStore } from '../adapters/dynamodb/record-store.ts';
import { makeRuleStore } from '../adapters/dynamodb/rule-store.ts';
import { makeTable } from '../adapters/dynamodb/table.ts';
import { makeTenantStore } from '../adapters/dynamodb/tenant-store.ts';
import { ids } from '../adapters/ids.ts';
import { loadRegexEngine } from '../adapters/regex-engine.ts';

export const wireMailroom = (environment: {
  readonly CRM_TABLE: string;
  readonly MAIL_TABLE: string;
  readonly SETTINGS_TABLE: string;
}) => {
  const mail = makeTable(environment.MAIL_TABLE);
  const settings = makeTable(environment.SETTINGS_TABLE);
  return {
    ids,
    loadRegexEngine,
    mailLog: makeMailLog(mail),
    mayMake: makeMayMake(mail, ids),
    records: makeRecordStore(makeTable(environment.CRM_TABLE)),
    tenants: makeTenantStore(settings),
    rules: makeRuleStore(settings, ids),
  };
};
