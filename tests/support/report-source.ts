/** What the readers of delivery reports and complaints want beside a Message: the text of its attachments, and the body as it came. */
import type { ReportSource } from '#shared/domain/bounce/report.ts';
import type { ParsedMessage } from './parse.ts';

const MAX_LENGTH = 256 * 1024;

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes.subarray(0, MAX_LENGTH));

export const reportSourceOf = ({ attachments }: ParsedMessage, raw: Uint8Array): ReportSource => {
  const whole = textOf(raw);
  const gap = /\r?\n\r?\n/.exec(whole);
  return {
    parts: attachments
      .filter(({ contentType }) => /^(message|text)\//i.test(contentType))
      .map(({ contentType, content }) => ({ contentType, text: textOf(content) })),
    body: gap === null ? '' : whole.slice(gap.index + gap[0].length),
  };
};
