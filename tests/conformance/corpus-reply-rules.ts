/** When an answer of the reply corpus is stripped as its source expects (README-1.md). */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { replyOfHtml } from '#shared/adapters/mime/reply-of-html.ts';
import { replyOf } from '#shared/domain/reply/reply-of.ts';
import { parseMail } from '#tests/support/parse.ts';
import { PROJECT_FOLDER } from '#tests/support/synthesize-once.ts';
import { type CorpusCase, corpusCases, evenSpace, noSpace } from './corpus.ts';
import { visibleText } from './visible-text.ts';

const ReplyExpectation = z.object({
  reply: z.string().optional(),
  replyStartsWith: z.string().optional(),
  replyContains: z.array(z.string()).optional(),
  replyNotContains: z.array(z.string()).optional(),
  maxMs: z.number().optional(),
  signature: z.enum(['stripped', 'kept']).optional(),
  compare: z.literal('no-whitespace').optional(),
});

/** What stands beside the JSON: a plain body, an HTML body or a whole mail. */
const ENDINGS = ['.txt', '.html', '.eml'] as const;

export interface ReplyCase extends CorpusCase {
  readonly ending: (typeof ENDINGS)[number];
}

const path = (file: string): string =>
  join(process.env['POSTROOM_CORPUS'] ?? resolve(PROJECT_FOLDER, '..', 'shared', 'corpus'), 'reply', file);

export const replyCases = (): readonly ReplyCase[] | undefined =>
  corpusCases('reply', '.json')?.map(({ id, expected }) => {
    const ending = ENDINGS.find((one) => existsSync(path(`${id}${one}`)));
    if (ending === undefined) throw new Error(`reply/${id}.json has no input beside it.`);
    return { id, expected, ending, raw: readFileSync(path(`${id}${ending}`)) };
  });

interface Stripped {
  readonly reply: string;
  readonly signature: string;
  readonly elapsedMs: number;
}

const strip = async ({ raw, ending }: ReplyCase): Promise<Stripped> => {
  const body = ending === '.eml' ? (await parseMail(raw)).text : raw.toString('utf8');
  const startedAt = performance.now();
  const { reply, signature } =
    ending === '.html' ? { reply: visibleText(replyOfHtml(body).html), signature: '' } : replyOf(body);
  return { reply, signature, elapsedMs: performance.now() - startedAt };
};

export const judgeReply = async (one: ReplyCase): Promise<string> => {
  const expected = ReplyExpectation.parse(one.expected);
  const { reply, signature, elapsedMs } = await strip(one);
  if (expected.maxMs !== undefined) return elapsedMs <= expected.maxMs ? '' : `${elapsedMs} ms`;
  const even = expected.compare === 'no-whitespace' ? noSpace : evenSpace;
  const got = even(reply);
  const accepted = expected.signature === 'kept' ? [got, even(`${reply}\n${signature}`)] : [got];
  return [
    expected.reply !== undefined && !accepted.includes(even(expected.reply)) ? `reply ${JSON.stringify(got)}` : '',
    expected.replyStartsWith !== undefined && !got.startsWith(even(expected.replyStartsWith)) ? `begins ${got}` : '',
    ...(expected.replyContains ?? []).filter((part) => !got.includes(even(part))).map((part) => `without ${part}`),
    ...(expected.replyNotContains ?? []).filter((part) => got.includes(even(part))).map((part) => `with ${part}`),
  ]
    .filter((wrong) => wrong !== '')
    .join(', ');
};
