/** The account's sending rate. SES allows this call once a second per account, so only the schedule makes it. */
import { GetSendQuotaCommand, SESClient } from '@aws-sdk/client-ses';
import { Failure } from '../../domain/failure.ts';
import { PATIENCE } from '../sdk.ts';

export const makeReadSendRate = () => {
  const client = new SESClient(PATIENCE);
  /** Recipients a second. */
  return async (): Promise<number> => {
    try {
      return (await client.send(new GetSendQuotaCommand({}))).MaxSendRate ?? 1;
    } catch (cause) {
      throw new Failure('unavailable', 'send-quota-unavailable', "SES did not say what the account's rate is.", cause);
    }
  };
};
