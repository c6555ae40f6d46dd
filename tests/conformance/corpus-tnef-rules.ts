/** When a case of the tnef corpus passes (README-1.md): key, number and names of the attachments, and the kind of body that its source finds. */
import * as z from 'zod';
import { readTnef, type TnefBody } from '#shared/adapters/mime/tnef/read-tnef.ts';
import { parseMail } from '#tests/support/parse.ts';
import type { CorpusCase } from './corpus.ts';

const TnefExpectation = z.object({
  key: z.number(),
  attachmentCount: z.number(),
  attachments: z.array(z.object({ name: z.string().optional() })),
  body: z.enum(['html', 'rtf', 'text']).nullable(),
});

/**
 * Two streams have their text in HTML alone (their source takes the preview of 255 characters for the text, [MS-OXPROPS] PidTagPreview): it can be
 * had as for every mail without a text version.
 */
const hasKind = async (body: TnefBody, kind: keyof TnefBody): Promise<boolean> => {
  if (body[kind] !== undefined || kind !== 'text' || body.html === undefined) return body[kind] !== undefined;
  const mail = await parseMail(Buffer.from(`Content-Type: text/html; charset=utf-8\n\n${body.html}`));
  return mail.text.trim() !== '';
};

export const judgeTnef = async ({ raw, expected }: CorpusCase): Promise<string> => {
  const { key, attachmentCount, attachments, body } = TnefExpectation.parse(expected);
  const got = readTnef(raw);
  if (got === undefined) return 'no TNEF';
  const names = got.attachments.map(({ name }) => name);
  const kinds = Object.keys(got.body);
  const hasBody = body === null ? kinds.length === 0 : await hasKind(got.body, body);
  return [
    got.key === key ? '' : `key ${got.key}`,
    names.length === attachmentCount ? '' : `${names.length} attachments`,
    ...attachments.map(({ name }) =>
      name === undefined || names.includes(name) ? '' : `${name} not in ${JSON.stringify(names)}`,
    ),
    hasBody ? '' : `body ${kinds.join('+')} instead of ${body}`,
  ]
    .filter((wrong) => wrong !== '')
    .join(', ');
};
