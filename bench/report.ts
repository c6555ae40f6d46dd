/** What the bench prints and writes. */
import { availableParallelism, cpus, totalmem } from 'node:os';
import { type Figure, slugOf } from './figure.ts';
import { GOALS } from './goals.ts';
import { isMissed, type Part, type Result, type RowId } from './row.ts';

const GIGABYTE = 1024 ** 3;

export const machine = () => ({
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  processors: availableParallelism(),
  memoryGb: Math.round(totalmem() / GIGABYTE),
  node: process.version,
});

const digits = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 3));

const verdictOf = (part: Part): string => {
  if (part.bar === undefined) return 'no bar';
  return `${isMissed(part) ? 'MISSED' : 'met'}, bar ${part.bar}`;
};

const linesOf = (part: Part): readonly string[] => {
  const { p25, median, p75 } = part.ratio;
  const spread = p25 === p75 ? '' : ` [${p25.toFixed(3)}-${p75.toFixed(3)}]`;
  const figures = Object.entries(part.figures).map(([name, value]) => `${name} ${digits(value)}`);
  return [`  ${part.name}: ${median.toFixed(3)}${spread}  ${verdictOf(part)}`, `    ${figures.join(', ')}`];
};

export const textOf = ({ id, title, parts, notes }: Result): string =>
  [`${id}  ${title}`, ...parts.flatMap(linesOf), ...notes.map((note) => `  ${note}`)].join('\n');

const figureOf = (id: RowId, part: Part): Figure => ({
  id: `${id}.${slugOf(part.name)}`,
  name: part.name,
  value: part.ratio.median,
  bar: part.bar ?? null,
  better: 'lower',
  ...GOALS[id],
});

export const documentOf = (results: readonly Result[], seconds: number) => ({
  machine: machine(),
  seconds: Math.round(seconds),
  rows: results.flatMap(({ id, parts }) => parts.map((part) => figureOf(id, part))),
  details: results,
});
