/** Joins the stores that the Mailroom works on to their tables: for receive-mail, which acts, and for its panel, which shows. */
import { makeMayAnswer } from '../adapters/dynamodb/answer-rate.ts';
import { makeClaimRoom } from '../adapters/dynamodb/document-store.ts';
import { makeDueEntries } from '../adapters/dynamodb/due-entries.ts';
import { makeGroupStore } from '../adapters/dynamodb/group-store.ts';
import { makeGroupTurnStore } from '../adapters/dynamodb/group-turns.ts';
import { makeMailLog } from '../adapters/dynamodb/mail-log.ts';
import { makeMayMake } from '../adapters/dynamodb/mail-rate.ts';
import { makeMailroomSettings } from '../adapters/dynamodb/mailroom-settings.ts';
import { makeFindOpenCases } from '../adapters/dynamodb/open-cases.ts';
import { makeRecordStore } from '../adapters/dynamodb/record-store.ts';
import { makeRuleStore } from '../adapters/dynamodb/rule-store.ts';
import { makeTable } from '../adapters/dynamodb/table.ts';
import { makeTenantStore } from '../adapters/dynamodb/tenant-store.ts';
import { makeUserAddresses } from '../adapters/dynamodb/user-addresses.ts';
import { ids, randomSecret } from '../adapters/ids.ts';
import { loadRegexEngine } from '../adapters/regex-engine.ts';

export const wireMailroom = (environment: {
  readonly CRM_TABLE: string;
  readonly DUE_TABLE: string;
  readonly MAIL_TABLE: string;
  readonly SETTINGS_TABLE: string;
}) => {
  const crm = makeTable(environment.CRM_TABLE);
  const mail = makeTable(environment.MAIL_TABLE);
  const settings = makeTable(environment.SETTINGS_TABLE);
  return {
    ids,
    loadRegexEngine,
    mailLog: makeMailLog(mail),
    due: makeDueEntries(makeTable(environment.DUE_TABLE)),
    mayMake: makeMayMake(mail, ids),
    mayAnswer: makeMayAnswer(mail, ids),
    records: makeRecordStore(crm),
    claimRoom: makeClaimRoom(crm),
    tenants: makeTenantStore(settings),
    groups: makeGroupStore(settings),
    turns: makeGroupTurnStore(mail),
    findOpenCases: makeFindOpenCases(crm),
    rules: makeRuleStore(settings, ids),
    settings: makeMailroomSettings(settings, randomSecret),
    userAddresses: makeUserAddresses(settings),
  };
};
