/** Joins what is known of sent mail to its table: for receive-mail, where reports on it arrive. */
import { makeFollowUps } from '../adapters/dynamodb/follow-ups.ts';
import { makeOutgoingStore } from '../adapters/dynamodb/outgoing-store.ts';
import { makeSuppressions } from '../adapters/dynamodb/suppressions.ts';
import { makeTable } from '../adapters/dynamodb/table.ts';
import { wireLogFailures } from './log-failures.ts';

export const wireSentMail = (environment: { readonly SENDING_TABLE: string; readonly EVENT_BUS: string }) => {
  const sending = makeTable(environment.SENDING_TABLE);
  return {
    outgoing: makeOutgoingStore(sending),
    followUps: makeFollowUps(sending),
    suppressions: makeSuppressions(sending),
    logFailures: wireLogFailures(environment),
  };
};
