/** Puts items into a table until it is killed, printing how many have been acknowledged: a process of its own for the test of a crash. */

import { makeDynamoDb } from '#local/services/dynamodb/dynamodb.ts';
import { aClock, aTable, callTo, item } from './dynamodb-fixture.ts';

const [folder = ''] = process.argv.slice(2);
const service = await makeDynamoDb({ folder, clock: aClock() });
await service.createTable(aTable());
await service.prepare();
const call = callTo(service);
let acknowledged = 0;
const writeOn = async (lane: number) => {
  for (let n = 0; ; n++) {
    const Item = item({ pk: `p${lane}`, sk: `${n}`, owner: 'ada', at: n, kind: 'lead' });
    await call('PutItem', { TableName: 'mail', Item });
    process.stdout.write(`${++acknowledged}\n`);
  }
};
await Promise.all(Array.from({ length: 8 }, (_, lane) => writeOn(lane)));
