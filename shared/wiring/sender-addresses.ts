/** Joins what asking the owners of addresses needs to the `settings` table: for http-emails, which asks, and public-links, which hears the answer. */
import { makeLinkTokens } from '../adapters/dynamodb/link-tokens.ts';
import { makeMayAskOwner, makeSenderAddresses } from '../adapters/dynamodb/sender-addresses.ts';
import { makeTable } from '../adapters/dynamodb/table.ts';
import { ids, randomSecret } from '../adapters/ids.ts';

export const wireSenderAddresses = (tables: { readonly SETTINGS_TABLE: string }) => {
  const table = makeTable(tables.SETTINGS_TABLE);
  return {
    senders: makeSenderAddresses(table, ids),
    mayAsk: makeMayAskOwner(table, ids),
    linkTokens: makeLinkTokens(table, randomSecret),
  };
};
