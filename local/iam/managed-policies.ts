/**
 * AWS managed policies as data, copied from the AWS Managed Policy Reference. Only those a function here may have: their wide grants are
 * not ours to guess, so any other stops the start.
 */
export const MANAGED_POLICIES: Readonly<Record<string, unknown>> = {
  'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole': {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' },
    ],
  },
};
