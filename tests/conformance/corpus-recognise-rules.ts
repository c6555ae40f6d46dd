/** When a mail of the corpus is recognised: kind (or not the forbidden kinds) and, where given, whether it may be answered (README-2.md). */
import * as z from 'zod';
import { recognise } from '#shared/domain/mailroom/recognise.ts';
import { parseMail } from '#tests/support/parse.ts';
import type { CorpusCase } from './corpus.ts';

/** Loose: addresses, codes and reasons of a report are expectations of whoever reads it, not of who recognises it. */
const KindExpectation = z.object({
  kind: z.enum(['ordinary', 'bounce', 'complaint', 'auto-reply', 'list']).optional(),
  notKind: z.array(z.string()).optional(),
  autoAnswer: z.boolean().optional(),
});

export const judgeRecognition = async ({ raw, expected }: CorpusCase): Promise<string> => {
  const { kind, notKind = [], autoAnswer } = KindExpectation.parse(expected);
  const got = recognise(await parseMail(raw));
  return [
    kind !== undefined && kind !== got.kind ? `${got.kind} instead of ${kind}` : '',
    notKind.includes(got.kind) ? `${got.kind}` : '',
    autoAnswer !== undefined && autoAnswer !== got.mayAnswer ? `mayAnswer ${got.mayAnswer}` : '',
  ]
    .filter((wrong) => wrong !== '')
    .join(', ');
};
