import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { PATIENCE } from '../sdk.ts';

/** One client per cold start, shared by all tables of the function. */
export const documents = DynamoDBDocumentClient.from(new DynamoDBClient(PATIENCE), {
  marshallOptions: { removeUndefinedValues: true },
});
