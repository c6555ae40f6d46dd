/** What keeps the embedded cloud from starting, as one sentence where a person can do something about it. */
import { StartError } from './config.ts';
import { explainLock } from './folder.ts';
import { PolicyError } from './iam/policy-error.ts';
import { AwsError } from './kernel/aws.ts';

/** AwsError: what CloudFormation would report of a resource the service refuses to create. */
export const explainStart = (error: unknown, folder: string): unknown =>
  error instanceof PolicyError || error instanceof AwsError
    ? new StartError(`The template cannot be deployed: ${error.message}`, { cause: error })
    : explainLock(error, folder);
