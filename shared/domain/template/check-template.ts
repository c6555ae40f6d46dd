/** What makes a template wrong when it is saved: a tag that means nothing, a tag where no value is safe, more than can be kept. */
import { wrongWith } from './known-tags.ts';
import { type Parsed, parseHtml, parsePlain } from './parse-template.ts';
import type { Template, Variant } from './template.ts';

export interface TemplateError {
  readonly field: string;
  readonly message: string;
}

/** All variants together, UTF-8; DynamoDB's item limit is 400 KB. */
export const MAX_TEMPLATE_BYTES = 350_000;

const errorsIn = ({ segments, problems }: Parsed, field: string, module: string): readonly TemplateError[] => {
  const messages = new Set([
    ...problems.map(({ tag, message }) => `${tag} ${message}`),
    ...segments.flatMap((segment) => {
      if (typeof segment === 'string') return [];
      const wrong = wrongWith(segment.tag, module);
      return wrong === undefined ? [] : [`${segment.tag.source} ${wrong}`];
    }),
  ]);
  return [...messages].map((message) => ({ field, message }));
};

const variantErrors = ({ subject, html, text }: Variant, at: number, module: string): readonly TemplateError[] => {
  const path = at === 0 ? '' : `variants.${at - 1}.`;
  return [
    ...errorsIn(parsePlain(subject, 'line'), `${path}subject`, module),
    ...(html === undefined ? [] : errorsIn(parseHtml(html), `${path}html`, module)),
    // Made of the HTML, it has the same mistakes.
    ...errorsIn(parsePlain(text, 'plain'), `${path}text`, module),
  ];
};

const withoutEchoes = (errors: readonly TemplateError[]): readonly TemplateError[] =>
  errors.filter(
    ({ field, message }) =>
      !field.endsWith('text') ||
      !errors.some((other) => other.field === field.replace(/text$/, 'html') && other.message === message),
  );

export const checkTemplate = ({
  module,
  variants,
}: Pick<Template, 'module' | 'variants'>): readonly TemplateError[] => {
  const bytes = new TextEncoder().encode(JSON.stringify(variants)).length;
  const languages = variants.map(({ language }) => language);
  return [
    ...withoutEchoes(variants.flatMap((variant, at) => variantErrors(variant, at, module))),
    ...languages.flatMap((language, at) =>
      languages.indexOf(language) === at
        ? []
        : [{ field: `variants.${at - 1}.language`, message: 'stands there twice' }],
    ),
    ...(bytes > MAX_TEMPLATE_BYTES
      ? [
          {
            field: 'html',
            message: `all languages together have at most ${MAX_TEMPLATE_BYTES} bytes; put pictures on a web server and not into the HTML`,
          },
        ]
      : []),
  ];
};
