/** Makes subject, HTML and text of a mail out of a template, for a preview and for a mail that is sent. Reads only. */
import { cut } from '../../domain/message/cut.ts';
import type { CrmRecord } from '../../domain/record/record.ts';
import { type Parsed, parseHtml, parsePlain } from '../../domain/template/parse-template.ts';
import { renderTemplate, type Values } from '../../domain/template/render-template.ts';
import type { Tag } from '../../domain/template/tag.ts';
import { type Logo, type Template, variantFor } from '../../domain/template/template.ts';
import type { Clock } from '../../ports/clock.ts';
import type { RecordRef } from '../../ports/record-store.ts';
import type { CompanyStore } from '../../ports/templates.ts';
import type { TenantProfile } from '../../ports/tenants.ts';
import { companyNameOf } from './own-values.ts';
import { makeReadValues, type RecordReader } from './read-values.ts';
import type { Request, ViewLink } from './view-mail.ts';

export interface RenderRequest {
  readonly user: string;
  readonly record?: RecordRef | undefined;
  readonly to: readonly string[];
  /** Absent: the person's, as the record says it. */
  readonly language?: string | undefined;
  /** The request that makes a mail of it; absent: it is only looked at. */
  readonly sending?: Request | undefined;
}

export interface RenderedMail {
  readonly language: string;
  readonly subject: string;
  readonly html?: string;
  readonly text: string;
  readonly missing: readonly string[];
  /** When the HTML shows it. */
  readonly logo?: Logo;
}

export type RenderOutcome =
  | { readonly kind: 'rendered'; readonly mail: RenderedMail }
  | { readonly kind: 'invalid'; readonly field: string; readonly message: string };

/** RFC 5322 section 2.1.1; a value may be longer than any subject. */
const MAX_SUBJECT_LENGTH = 998;

const VIEW_KEY = 'custom-viewinbrowser';

const tagsOf = (...parsed: readonly Parsed[]): readonly Tag[] =>
  parsed.flatMap(({ segments }) => segments.flatMap((segment) => (typeof segment === 'string' ? [] : [segment.tag])));

/** Without the record these are blanks in every sentence; of a person's own module the recipient may be found by address. */
const needsRecord = (tags: readonly Tag[], { module }: Template): boolean =>
  !['contacts', 'leads', 'organizations'].includes(module) && tags.some((tag) => tag.module === module);

const languageIn = (record: CrmRecord | undefined): string | undefined => {
  const language = record?.fields['language'];
  return typeof language === 'string' ? language : undefined;
};

export const makeRenderMail = (deps: {
  readonly clock: Clock;
  readonly records: RecordReader;
  readonly companies: Pick<CompanyStore, 'get'>;
  readonly viewLink: ViewLink;
}) => {
  const readValues = makeReadValues(deps.records);

  const personLanguage = async (tenant: string, record: CrmRecord | undefined, to: readonly string[]) => {
    const contactId = record?.fields['contactId'];
    const person =
      typeof contactId === 'string' ? await deps.records.get(tenant, { module: 'contacts', id: contactId }) : undefined;
    const own = languageIn(person) ?? languageIn(record);
    if (own !== undefined || to[0] === undefined || record !== undefined) return own;
    return (await deps.records.findByEmail(tenant, to[0])).map(languageIn).find((language) => language !== undefined);
  };

  return async (profile: TenantProfile, template: Template, request: RenderRequest): Promise<RenderOutcome> => {
    const { tenant } = profile;
    const { user, to } = request;
    const record = request.record === undefined ? undefined : await deps.records.get(tenant, request.record);
    if (request.record !== undefined && record === undefined)
      return { kind: 'invalid', field: 'record', message: 'there is no such record' };
    const isOneLanguage = template.variants.length === 1;
    const wanted = request.language ?? (isOneLanguage ? undefined : await personLanguage(tenant, record, to));
    const variant = variantFor(template, wanted);
    const subject = parsePlain(variant.subject, 'line');
    const text = parsePlain(variant.text, 'plain');
    const html = variant.html === undefined ? undefined : parseHtml(variant.html);
    const tags = tagsOf(subject, text, ...(html === undefined ? [] : [html]));
    if (record?.module !== template.module && needsRecord(tags, template))
      return { kind: 'invalid', field: 'record', message: `the template is about ${template.module}; name the record` };
    const company = await deps.companies.get(tenant);
    const { language } = variant;
    const { sending } = request;
    const isShownInBrowser = sending !== undefined && tags.some(({ key }) => key === VIEW_KEY);
    const viewUrl = isShownInBrowser ? await deps.viewLink(profile, sending) : undefined;
    const nowMs = deps.clock.nowMs();
    const byKey = await readValues(tags, { profile, company, user, record, to, language, nowMs, viewUrl });
    const { logo } = company;
    const values: Values = { byKey, companyName: companyNameOf(profile, company), hasLogo: logo !== undefined };
    const [line, plain] = [renderTemplate(subject, values), renderTemplate(text, values)];
    const shown = html === undefined ? undefined : renderTemplate(html, values);
    return {
      kind: 'rendered',
      mail: {
        language,
        subject: cut(line.text, MAX_SUBJECT_LENGTH).trim(),
        text: plain.text,
        missing: [...new Set([...line.missing, ...(shown?.missing ?? []), ...plain.missing])],
        ...(shown === undefined ? {} : { html: shown.text }),
        ...(shown?.showsLogo === true && logo !== undefined ? { logo } : {}),
      },
    };
  };
};

export type RenderMail = ReturnType<typeof makeRenderMail>;
