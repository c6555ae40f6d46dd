/** The input beside a case's JSON where it is no whole mail: a body, or the content of an attachment. For the corpus suites that run by JSON. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PROJECT_FOLDER } from '#tests/support/synthesize-once.ts';
import { type CorpusCase, corpusCases } from './corpus.ts';

export type InputEnding = '.txt' | '.html' | '.dat';

export interface CorpusInput extends CorpusCase {
  readonly ending: InputEnding;
}

const path = (name: string, file: string): string =>
  join(process.env['POSTROOM_CORPUS'] ?? resolve(PROJECT_FOLDER, '..', 'shared', 'corpus'), name, file);

/** Each case with its input, in the first of the endings that is there; `raw` is the input's bytes. */
export const corpusInputs = (name: string, endings: readonly InputEnding[]): readonly CorpusInput[] | undefined =>
  corpusCases(name, '.json')?.map(({ id, expected }) => {
    const ending = endings.find((one) => existsSync(path(name, `${id}${one}`)));
    if (ending === undefined) throw new Error(`${name}/${id}.json has no input beside it.`);
    return { id, expected, ending, raw: readFileSync(path(name, `${id}${ending}`)) };
  });
