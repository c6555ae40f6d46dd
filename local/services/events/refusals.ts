/** EventBridge's errors: https://docs.aws.amazon.com/eventbridge/latest/APIReference/CommonErrors.html and those of PutRule. */
import { AwsError } from '#local/kernel/aws.ts';

export const notEmulated = (message: string) => new AwsError('NotEmulated', 501, message);
export const invalidRequest = (message: string) => new AwsError('ValidationException', 400, message);
export const invalidPattern = (message: string) =>
  new AwsError('InvalidEventPatternException', 400, `Event pattern is not valid. Reason: ${message}`);
