/** S3's errors by https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
import { AwsError } from '#local/kernel/aws.ts';

export const notEmulated = (message: string) => new AwsError('NotEmulated', 501, message);
export const accessDenied = (message: string, details: Readonly<Record<string, unknown>> = {}) =>
  new AwsError('AccessDenied', 403, message, details);
export const invalidArgument = (message: string, name: string, value: string) =>
  new AwsError('InvalidArgument', 400, message, { ArgumentName: name, ArgumentValue: value });
export const invalidRequest = (message: string) => new AwsError('InvalidRequest', 400, message);
export const noSuchBucket = (bucket: string) =>
  new AwsError('NoSuchBucket', 404, 'The specified bucket does not exist', { BucketName: bucket });
export const noSuchKey = (key: string) =>
  new AwsError('NoSuchKey', 404, 'The specified key does not exist.', { Key: key });
export const preconditionFailed = (condition: string) =>
  new AwsError('PreconditionFailed', 412, 'At least one of the pre-conditions you specified did not hold', {
    Condition: condition,
  });
export const malformedXml = () =>
  new AwsError(
    'MalformedXML',
    400,
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
export const badDigest = (name: string) =>
  new AwsError('BadDigest', 400, `The ${name} you specified did not match the calculated checksum.`);
export const invalidUri = (path: string) =>
  new AwsError('InvalidURI', 400, "Couldn't parse the specified URI.", { URI: path });
