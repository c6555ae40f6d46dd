/** Joins what is known of sent mail to its table: for receive-mail, where reports on it arrive. */
import { makeOutgoingStore } from '../adapters/dynamodb/outgoing-store.ts';
import { makeSuppressions } from '../adapters/dynamodb/suppressions.ts';
import { makeTable } from '../adapters/dynamodb/table.ts';

export const wireSentMail = ({ SENDING_TABLE }: { readonly SENDING_TABLE: string }) => {
  const sending = makeTable(SENDING_TABLE);
  return { outgoing: makeOutgoingStore(sending), suppressions: makeSuppressions(sending) };
};
