/** Runs a folder of the corpus by its manifest: the ids that fail must be exactly the known ones, so a worse and a better parser both show. */
import { expect } from 'vitest';
import { type CorpusCase, reportRate } from './corpus.ts';

/** Why each id fails, for whoever reads the list. */
export type KnownFailures = Readonly<Record<string, string>>;

/** @param judge what is wrong with a case, in words; empty = it passes. */
export const expectOnlyKnownFailures = async (
  name: string,
  cases: readonly CorpusCase[],
  known: KnownFailures,
  judge: (one: CorpusCase) => Promise<string>,
): Promise<void> => {
  const failed = new Map<string, string>();
  for (const one of cases) {
    const wrong = await judge(one);
    if (wrong !== '') failed.set(one.id, wrong);
  }
  reportRate(name, cases.length - failed.size, cases.length);
  const unknown = [...failed].filter(([id]) => !Object.hasOwn(known, id));
  const passingNow = Object.keys(known).filter((id) => !failed.has(id));
  expect({ unknown, passingNow }).toEqual({ unknown: [], passingNow: [] });
};
