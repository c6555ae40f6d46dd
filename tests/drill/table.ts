/** The table at the end - measure, value, bar - with only what a second run with the same seed says again. */
import { isMissed, type Measure } from './row.ts';
import type { RowResult } from './run.ts';

const shown = (value: number | boolean) =>
  typeof value === 'number' ? value.toLocaleString('en-US') : value ? 'yes' : 'no';

const verdict = (measure: Measure) => (measure.bar === undefined ? '' : isMissed(measure) ? 'MISSED' : 'kept');

const line = (cells: readonly [string, string, string, string]) => {
  const [name, value, bar, word] = cells;
  return `${name.padEnd(58)}${value.padStart(8)}${bar.padStart(8)}  ${word}`.trimEnd();
};

export const tableOf = (results: readonly RowResult[]): string =>
  results
    .flatMap(({ id, title, measures }) => [
      '',
      `${id}  ${title}`,
      ...measures.map((measure) =>
        line([
          `    ${measure.name}`,
          shown(measure.value),
          measure.bar === undefined ? '' : shown(measure.bar),
          verdict(measure),
        ]),
      ),
    ])
    .join('\n');
