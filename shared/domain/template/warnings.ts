/** What is allowed in a template and may still disappoint its readers; shown with every answer that shows a template whole. */
import { isDoubtful } from './known-tags.ts';
import { tagsIn } from './tag.ts';
import type { Template, Variant } from './template.ts';

export interface Warning {
  readonly code: 'clipped' | 'no-alt' | 'doubtful-tag';
  readonly language: string;
  readonly message: string;
}

/** Gmail shows about that much of a mail and hides the rest behind "View entire message", the unsubscribe link with it. */
const CLIPPED_BYTES = 102 * 1024;

const withoutAlt = (html: string): number =>
  [...html.matchAll(/<img\b(?:"[^"]*"|[^">])*>/g)].filter(([picture]) => !/\salt="/.test(picture)).length;

const warningsOfVariant = ({ language, subject, html = '', text }: Variant): readonly Warning[] => {
  const bytes = new TextEncoder().encode(html).length;
  const bare = withoutAlt(html);
  const doubtful = new Set(
    [subject, html, text].flatMap((source) =>
      tagsIn(source).flatMap(({ tag }) => (isDoubtful(tag) ? [tag.source] : [])),
    ),
  );
  return [
    ...(bytes > CLIPPED_BYTES
      ? [
          {
            code: 'clipped' as const,
            language,
            message: `The HTML has ${bytes} bytes; Gmail hides what is beyond ${CLIPPED_BYTES}.`,
          },
        ]
      : []),
    ...(bare > 0
      ? [
          {
            code: 'no-alt' as const,
            language,
            message: `${bare} of its pictures have no alt text: who does not load pictures sees nothing there.`,
          },
        ]
      : []),
    ...[...doubtful].map((tag) => ({
      code: 'doubtful-tag' as const,
      language,
      message: `${tag} names a field that Postroom does not know. That is right for a field of your own; check its spelling.`,
    })),
  ];
};

export const warningsOf = ({ variants }: Pick<Template, 'variants'>): readonly Warning[] =>
  variants.flatMap(warningsOfVariant);
