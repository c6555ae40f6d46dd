/** What templates need: their store, the records their tags stand for, and the two directions of HTML. For http-emails. */
import { makeRecordStore } from '../adapters/dynamodb/record-store.ts';
import { makeTable } from '../adapters/dynamodb/table.ts';
import { makeCompanyStore, makeTemplateStore } from '../adapters/dynamodb/template-store.ts';
import { cleanTemplate } from '../adapters/html/clean-template.ts';
import { textOfHtml } from '../adapters/html/text-of-html.ts';
import type { TemplateHtml } from '../ports/templates.ts';

const html: TemplateHtml = { clean: cleanTemplate, textOf: textOfHtml };

export const wireTemplates = (tables: { readonly CRM_TABLE: string; readonly SETTINGS_TABLE: string }) => {
  const settings = makeTable(tables.SETTINGS_TABLE);
  return {
    html,
    records: makeRecordStore(makeTable(tables.CRM_TABLE)),
    templates: makeTemplateStore(settings),
    companies: makeCompanyStore(settings),
  };
};
