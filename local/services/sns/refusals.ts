/** SNS's errors: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors */
import { AwsError } from '#local/kernel/aws.ts';

export const notEmulated = (message: string) => new AwsError('NotEmulated', 501, message);
export const invalidParameter = (message: string) =>
  new AwsError('InvalidParameter', 400, `Invalid parameter: ${message}`);
export const invalidAttribute = (message: string) => new AwsError('ParameterValueInvalid', 400, message);
export const topicDoesNotExist = () => new AwsError('NotFound', 404, 'Topic does not exist');
export const authorizationError = (message: string) => new AwsError('AuthorizationError', 403, message);
