/**
 * Whether the deployed schedule would find anything: the one thing for which the embedded cloud looks into a table of the application (CONTRACT, clock).
 * A jump of a month is then a handful of ticks and not 43,200.
 */
import type { DeployedStack } from './kernel/resources.ts';
import type { ScheduleRule } from './lambda/schedule-rule.ts';
import type { TableReader } from './services/dynamodb/reader.ts';

/** As in shared/adapters/dynamodb/due-entries.ts: `due#0` to `due#3`, sort keys beginning with the time in ISO 8601. */
const SHARDS = 4;
const FUNCTION = 'run-schedule';

export const makeIsQuiet = (
  stack: DeployedStack,
  reader: TableReader,
  functionOf: (arn: string) => string | undefined,
) => {
  const table = stack.ofType('AWS::DynamoDB::Table').find(({ logicalId }) => logicalId.includes('Due'))?.ref;
  return async (_fromMs: number, toMs: number, rule: ScheduleRule): Promise<boolean> => {
    if (table === undefined || rule.targets.some(({ arn }) => functionOf(arn) !== FUNCTION)) return false;
    const until = new Date(toMs).toISOString();
    for (let shard = 0; shard < SHARDS; shard += 1) {
      const first = await reader.first(table, { S: `due#${shard}` });
      const at = first?.['sk']?.S;
      if (at !== undefined && at <= until) return false;
    }
    return true;
  };
};
