import { clock } from '#shared/adapters/clock.ts';
import { makeSendTokens } from '#shared/adapters/dynamodb/send-tokens.ts';
import { makeTable } from '#shared/adapters/dynamodb/table.ts';
import { makeReadSendRate } from '#shared/adapters/ses/send-quota.ts';
import { RunScheduleEnvironment } from '#shared/contracts/environment.ts';
import { readEnvironment } from '#shared/edge/environment.ts';
import { makeLog } from '#shared/edge/log.ts';
import { wireLookAfterMail } from '#shared/wiring/look-after-mail.ts';
import { makeHandler } from './handler.ts';

const environment = readEnvironment(RunScheduleEnvironment, process.env);

export const handler = makeHandler({
  clock,
  ...wireLookAfterMail(environment),
  readSendRate: makeReadSendRate(),
  sendRate: makeSendTokens(makeTable(environment.SENDING_TABLE), clock),
  log: makeLog(environment.POSTROOM_FUNCTION),
});
