/** The errors of SQS with the codes and sentences its API pages give them; statuses as in the service's own model. */
import { AwsError } from '#local/kernel/aws.ts';

export const invalidValue = (message: string) => new AwsError('InvalidParameterValue', 400, message);

export const missingParameter = (name: string) =>
  new AwsError('MissingParameter', 400, `The request must contain the parameter ${name}.`);

export const queueDoesNotExist = () => new AwsError('QueueDoesNotExist', 400, 'The specified queue does not exist.');

export const notEmulated = (message: string) => new AwsError('NotEmulated', 501, message);

export const invalidHandle = (handle: string) =>
  new AwsError('ReceiptHandleIsInvalid', 404, `The input receipt handle "${handle}" is not a valid receipt handle.`);

export const overLimit = () =>
  new AwsError(
    'OverLimit',
    403,
    'Too many messages are in flight (the limit of a standard queue is 120000). Delete processed messages first.',
  );
