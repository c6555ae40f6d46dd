/** The drill's results as `bench/results/drill.json` holds them: one figure for each promise, whatever parts of a row it was counted in. */
import type { Figure } from '../../bench/figure.ts';
import type { RowId } from './row.ts';
import type { RowResult } from './run.ts';

interface Promised extends Omit<Figure, 'value'> {
  readonly row: RowId;
  /** Measures that are added up, or the one observation. */
  readonly of: RegExp;
}

const none = (row: RowId, id: string, of: RegExp, name: string, unit: string, method: string): Promised => ({
  row,
  id: `${row}.${id}`,
  name,
  of,
  bar: 0,
  target: 0,
  limit: 0,
  better: 'lower',
  unit,
  method,
});

const STORM =
  'seeded kills about every tenth call, each call in each way once, 20 seeds over claim, SES and queue, late news';
const THROTTLE = 'SES at 14 a second, at one, at its daily quota, refusing, failing, answering late';
const CROWD = '200 senders at once for 50 places, workers killed';
const REPLAY = 'events of 200 mails five times and shuffled against once in order';
const LOOPS =
  'machines that answer each other and a desk that answers all: two desks, absence notes, a mailing list, bounces';
const DAY = 'the mails of a day replayed once in order and five times in any order';
const REPEATS = 'mails announced again and again, late and with kills; poison mails';

const PROMISES: readonly Promised[] = [
  none('R1', 'lost', /^lost/, 'lost', 'mails', STORM),
  none('R1', 'twice', /^twice/, 'twice', 'mails', STORM),
  none('R1', 'otherwise', /ended otherwise/, 'interrupted calls that left something else', 'calls', STORM),
  none('R2', 'lost', /^lost$/, 'lost', 'mails', THROTTLE),
  none('R2', 'twice', /^twice$/, 'twice', 'mails', THROTTLE),
  {
    ...none('R2', 'refused', /^refused a mail$/, 'calls SES refused for each mail', 'ratio', THROTTLE),
    bar: 0.01,
    target: 0.001,
  },
  ...[14, 1].map(
    (rate): Promised => ({
      ...none(
        'R2',
        `rate-${rate}`,
        new RegExp(`^rate at ${rate}$`),
        `of the allowed ${rate} a second`,
        'ratio',
        THROTTLE,
      ),
      bar: 0.95,
      target: 0.99,
      limit: 1,
      better: 'higher',
    }),
  ),
  none('R3', 'over', /^accepted beyond/, 'accepted over the limit', 'mails', CROWD),
  none('R3', 'leaked', /^places leaked/, 'places leaked', 'places', CROWD),
  none('R4', 'different', /^stored otherwise/, 'mails and suppressions that differ', 'items', REPLAY),
  none('R4', 'mailed', /^mails to them/, 'mails to an address after its complaint or bounce', 'mails', REPLAY),
  none('R5', 'lost', /^without an outcome/, 'mails without an outcome', 'mails', REPEATS),
  none('R5', 'twice', /^with more than one/, 'mails with two outcomes or records', 'mails', REPEATS),
  none('R6', 'in-order', /^not as it was after a replay/, 'records, entries and outcomes that differ', 'items', DAY),
  none('R6', 'any-order', /^not as it was after \d/, 'records, entries and outcomes that differ', 'items', DAY),
  none('L1', 'endless', /^loops that did not end/, 'loops beyond their documented number of mails', 'loops', LOOPS),
  none('L1', 'reopened', /^closed cases/, 'closed cases opened again', 'cases', LOOPS),
  none('L1', 'second', /^second cases/, 'second cases', 'cases', LOOPS),
];

const sumOf = (values: readonly (readonly [string, number])[], of: RegExp): number | undefined => {
  const found = values.filter(([name]) => of.test(name));
  return found.length === 0 ? undefined : found.reduce((sum, [, value]) => sum + value, 0);
};

const valueIn = ({ measures, observed }: RowResult, of: RegExp): number | undefined =>
  sumOf(
    measures.map(({ name, value }) => [name, Number(value)]),
    of,
  ) ?? sumOf(Object.entries(observed), of);

export const figuresOf = (results: readonly RowResult[]): readonly Figure[] =>
  results.flatMap((result) =>
    PROMISES.filter(({ row }) => row === result.id).flatMap(({ row: _, of, ...figure }) => {
      const value = valueIn(result, of);
      return value === undefined ? [] : [{ ...figure, value }];
    }),
  );
