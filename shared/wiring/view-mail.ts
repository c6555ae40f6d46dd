/** Joins the page of a mail to its stores. For public-links, which loads this when somebody looks: every other link answers without it. */
import { clock } from '../adapters/clock.ts';
import { makeLinkTokens } from '../adapters/dynamodb/link-tokens.ts';
import { makeOutgoingStore } from '../adapters/dynamodb/outgoing-store.ts';
import { makeTable } from '../adapters/dynamodb/table.ts';
import { cleanTemplate } from '../adapters/html/clean-template.ts';
import { ids, randomSecret } from '../adapters/ids.ts';
import { makeContents } from '../adapters/s3/contents.ts';
import { makeViewMail } from '../app/templates/view-mail.ts';

export const wireViewMail = (environment: {
  readonly SENDING_TABLE: string;
  readonly SETTINGS_TABLE: string;
  readonly MAIL_BUCKET: string;
}) =>
  makeViewMail({
    clock,
    ids,
    links: makeLinkTokens(makeTable(environment.SETTINGS_TABLE), randomSecret),
    outgoing: makeOutgoingStore(makeTable(environment.SENDING_TABLE)),
    contents: makeContents(environment.MAIL_BUCKET),
    clean: cleanTemplate,
  });
