/** The table port on the embedded DynamoDB, over HTTP as a function uses it. One in a process: the client reads its environment when it is made. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeClock } from '#local/kernel/clock.ts';
import { makeDynamoDb } from '#local/services/dynamodb/dynamodb.ts';
import { serveOne } from './serve-one.ts';

const NAME = 'contract';

export const onDynamoDb = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'postroom-contract-'));
  const clock = makeClock({ offsetMs: 0, onOffset: () => undefined });
  const service = await makeDynamoDb({ folder, clock });
  await service.createTable({
    logicalId: 'Contract',
    type: 'AWS::DynamoDB::Table',
    ref: NAME,
    attributes: {},
    properties: {
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    },
  });
  await service.prepare();
  const served = await serveOne(service);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: served.baseUrl,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'contract',
    AWS_SECRET_ACCESS_KEY: 'contract',
  });
  // The client reads the environment when it is made, once, as on Lambda.
  const { makeTable } = await import('#shared/adapters/dynamodb/table.ts');
  return {
    table: makeTable(NAME),
    stop: async () => {
      await served.stop();
      await service.stop();
      clock.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
