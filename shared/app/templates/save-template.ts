/** Makes and changes templates: cleans the HTML, makes the text where there is none, refuses tags that mean nothing. */
import { checkTemplate, type TemplateError } from '../../domain/template/check-template.ts';
import { readyTemplate } from '../../domain/template/ready/ready-templates.ts';
import type { Template, Variant } from '../../domain/template/template.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Contents } from '../../ports/sending.ts';
import type { TemplateHtml, TemplateStore } from '../../ports/templates.ts';
import type { BeginRequest, PostRequest } from '../begin-request.ts';

export interface VariantFields {
  readonly language: string;
  readonly subject: string;
  readonly html?: string | undefined;
  readonly text?: string | undefined;
}

export interface TemplateFields {
  readonly name: string;
  readonly module: string;
  readonly purpose: string;
  readonly variants: readonly [VariantFields, ...VariantFields[]];
  readonly attachments: readonly { readonly uploadId: string }[];
}

export type SaveOutcome =
  | { readonly kind: 'done'; readonly template: Template }
  | { readonly kind: 'wrong'; readonly errors: readonly TemplateError[] }
  | { readonly kind: 'absent' | 'changed' | 'other-body' };

const MAX_TRIES = 5;

export const makeSaveTemplate = (deps: {
  readonly begin: BeginRequest;
  readonly clock: Clock;
  readonly templates: TemplateStore;
  readonly contents: Pick<Contents, 'upload'>;
  readonly html: TemplateHtml;
}) => {
  const variantOf = ({ language, subject, html, text }: VariantFields): Variant => {
    const cleaned = html === undefined ? undefined : deps.html.clean(html);
    const plain = text ?? (cleaned === undefined ? '' : deps.html.textOf(cleaned));
    return { language, subject, text: plain, ...(cleaned === undefined ? {} : { html: cleaned }) };
  };

  const contentOf = ({ name, module, purpose, variants: [first, ...others], attachments }: TemplateFields) => ({
    ...{ name, module, purpose, attachments },
    variants: [variantOf(first), ...others.map(variantOf)] as const,
  });

  const wrongIn = async (tenant: string, content: ReturnType<typeof contentOf>): Promise<readonly TemplateError[]> => {
    const errors = [...checkTemplate(content)];
    for (const [n, { uploadId }] of content.attachments.entries())
      if ((await deps.contents.upload(tenant, uploadId)) === undefined)
        errors.push({ field: `attachments.${n}.uploadId`, message: 'nothing was uploaded under this id' });
    return errors;
  };

  return {
    create: async (request: PostRequest, fields: TemplateFields): Promise<SaveOutcome> => {
      const { tenant } = request;
      const content = contentOf(fields);
      const errors = await wrongIn(tenant, content);
      if (errors.length > 0) return { kind: 'wrong', errors };
      const begun = await deps.begin(request);
      if (begun.kind === 'other-body') return begun;
      const createdAt = new Date(begun.atMs).toISOString();
      const made = { id: begun.id, ...content, createdAt, updatedAt: createdAt, madeBy: begun.id, revision: 1 };
      return { kind: 'done', template: await deps.templates.create(tenant, made) };
    },

    /** @param seen the revision that the caller has read; absent: whatever is there is replaced */
    replace: async (
      tenant: string,
      id: string,
      seen: number | undefined,
      fields: TemplateFields,
    ): Promise<SaveOutcome> => {
      const content = contentOf(fields);
      const errors = await wrongIn(tenant, content);
      for (let tries = 0; tries < MAX_TRIES; tries += 1) {
        const there = await deps.templates.get(tenant, id);
        if (there === undefined) return { kind: 'absent' };
        if (errors.length > 0) return { kind: 'wrong', errors };
        if (seen !== undefined && seen !== there.revision) return { kind: 'changed' };
        const updatedAt = new Date(deps.clock.nowMs()).toISOString();
        const next = { ...there, ...content, updatedAt, revision: there.revision + 1 };
        if (await deps.templates.replace(tenant, next)) return { kind: 'done', template: next };
      }
      return { kind: 'changed' };
    },
  };
};

/** What `from` starts with; undefined: there is no such ready template. */
export const fieldsOfReady = (from: string): TemplateFields | undefined => {
  const ready = readyTemplate(from);
  if (ready === undefined) return undefined;
  const { name, module, purpose, subject, html, text } = ready;
  return { name, module, purpose, attachments: [], variants: [{ language: 'en', subject, html, text }] };
};
