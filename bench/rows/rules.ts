/** G1: what ten thousand rules of a tenant cost a mail against ten, in processor time and in what is read. Both sides are the deployed function. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Rule } from '#shared/domain/rules/rule.ts';
import type { BenchCloud, Tenant } from '../cloud.ts';
import { compare, figuresOf } from '../comparison.ts';
import type { MeasureRow } from '../row.ts';
import { startSide } from '../side.ts';
import { ratiosOf, spreadOf } from '../statistics.ts';
import { eventsFor } from '../workload.ts';

const FOLDER = 'receive-mail';
const FEW = 10;
const MANY = 10_000;
const BAR = 1.1;
const MAILS_PER_ROUND = 10;
/** The first mail of a worker reads and compiles the rules; how long that takes is no cost of a mail. */
const WARM_UP_ROUNDS = 6;

/** What people ask for: a sender, a customer's number in the subject, words of the body, an order number. None of them is in the bench's mails. */
const CRITERIA: readonly ((n: number) => Rule['criteria'][number])[] = [
  (n) => ({ field: 'from', operator: 'equals', value: `customer-${n}@shop-${n % 97}.example` }),
  (n) => ({ field: 'subject', operator: 'contains', value: `customer ${n}` }),
  (n) => ({ field: 'body', operator: 'contains', value: `contract no. ${n} of` }),
  (n) => ({ field: 'subject', operator: 'regex', value: `order ${n}-\\d{2,4}` }),
];

const ruleOf = (n: number): Rule => ({
  id: `rule-${String(n).padStart(6, '0')}`,
  name: `Rule ${n}`,
  enabled: true,
  match: 'all',
  criteria: [CRITERIA[n % CRITERIA.length] ?? CRITERIA[0]].flatMap((make) => (make === undefined ? [] : [make(n)])),
  action: { type: 'create-case' },
  continueIfSkipped: false,
});

/** Straight into the table, as shared/adapters/dynamodb/rule-store.ts lays them down: ten thousand requests to the API would be another bench. */
const giveRules = async (cloud: BenchCloud, { name }: Tenant, count: number): Promise<void> => {
  const { environment } = cloud.fn(FOLDER);
  const client = new DynamoDBClient({
    endpoint: environment['AWS_ENDPOINT_URL'] ?? '',
    region: environment['AWS_REGION'] ?? '',
    credentials: {
      accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '',
      sessionToken: environment['AWS_SESSION_TOKEN'] ?? '',
    },
  });
  const documents = DynamoDBDocumentClient.from(client);
  const table = environment['SETTINGS_TABLE'] ?? '';
  const write = async (items: readonly Record<string, unknown>[]) => {
    await documents.send(
      new BatchWriteCommand({ RequestItems: { [table]: items.map((Item) => ({ PutRequest: { Item } })) } }),
    );
  };
  for (let first = 0; first < count; first += 25) {
    const rules = Array.from({ length: Math.min(25, count - first) }, (_, n) => ruleOf(first + n));
    await write(rules.map((rule) => ({ pk: `${name}#rules`, sk: `rule#${rule.id}`, ...rule })));
  }
  await write([{ pk: name, sk: 'rules', version: 'bench' }]);
  client.destroy();
};

const readUnits = async (cloud: BenchCloud): Promise<number> =>
  (await cloud.usage())
    .filter((item) => item.function === 'root')
    .reduce((sum, { units }) => sum + (units['ReadRequestUnit'] ?? 0), 0);

export const measureRules: MeasureRow = async ({ held, rounds, say }) => {
  const cloud = await held();
  const { assetFolder } = cloud.fn(FOLDER);
  const [few, many] = [await cloud.tenant(), await cloud.tenant()];
  say(`${MANY} rules and ${FEW} are written`);
  await giveRules(cloud, few, FEW);
  await giveRules(cloud, many, MANY);
  const ours = await startSide(assetFolder, cloud.fn(FOLDER));
  const bare = await startSide(assetFolder, cloud.fn(FOLDER));
  say(`${rounds} rounds of ${MAILS_PER_ROUND} mails a side`);
  const events = async () => [
    ...(await eventsFor(cloud, many, MAILS_PER_ROUND)),
    ...(await eventsFor(cloud, few, MAILS_PER_ROUND)),
  ];
  const took = await compare(cloud, { ours, bare, events }, { rounds, warmUp: WARM_UP_ROUNDS });
  const [mailsOfMany, mailsOfFew] = [
    await eventsFor(cloud, many, MAILS_PER_ROUND),
    await eventsFor(cloud, few, MAILS_PER_ROUND),
  ];
  await cloud.usage();
  await ours.run(mailsOfMany);
  const manyUnits = await readUnits(cloud);
  await bare.run(mailsOfFew);
  const fewUnits = await readUnits(cloud);
  ours.stop();
  bare.stop();
  const units = manyUnits / fewUnits;
  return {
    id: 'G1',
    title: 'A mail of a tenant with 10,000 rules / with 10',
    parts: [
      {
        name: 'processor time',
        ratio: spreadOf(ratiosOf(took.ours, took.bare)),
        bar: BAR,
        figures: figuresOf(took),
      },
      {
        name: 'read units',
        ratio: { p25: units, median: units, p75: units },
        bar: 1,
        figures: { readUnitsPerMail: manyUnits / MAILS_PER_ROUND },
      },
    ],
    notes: ['ours: 10,000 rules; bare: ten.'],
  };
};
