/** HTTP bodies of mail templates and of what a company says of itself in them. */
import * as z from 'zod';
import { moduleName } from './records.ts';
import { address, id, instant, isUnicode, line, NOT_UNICODE } from './values.ts';

/** The whole of a template is bounded in bytes (check-template.ts); this keeps one text from being read before that. */
const MAX_HTML_LENGTH = 300_000;
/** As of a mail (emails.ts). */
const MAX_SUBJECT_LENGTH = 998;
const MAX_VARIANTS = 20;
const MAX_ATTACHMENTS = 10;

const body = z
  .string()
  .max(MAX_HTML_LENGTH)
  .refine((value) => !value.includes('\u0000'), { error: 'must not contain NUL' })
  .refine(isUnicode, { error: NOT_UNICODE });

const subject = line(MAX_SUBJECT_LENGTH).refine((value) => !/[\u0080-\u009f\u2028\u2029]/.test(value), {
  error: 'must be one line without control characters',
});

const isLanguage = (value: string): boolean => {
  try {
    return Intl.getCanonicalLocales(value).length === 1;
  } catch {
    return false;
  }
};

/** RFC 5646; what is well-formed is written in one way, so that `DE-at` and `de-AT` are one. */
export const languageTag = line(35)
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, { error: 'must be a language tag such as en or de-AT' })
  .refine((value) => isLanguage(value), { error: 'must be a language tag such as en or de-AT', abort: true })
  .transform((value) => Intl.getCanonicalLocales(value)[0] ?? value)
  .meta({ id: 'LanguageTag', example: 'de-AT' });

const purpose = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, { error: 'must be a word such as welcome, in lower case' })
  .meta({ description: 'What it is for; lists are filtered by it', example: 'welcome' });

const html = body.meta({
  description:
    'Cleaned when it is saved: scripts, forms and comments are taken out, style sheets stay. Tags: docs/templates.md',
});
const text = body.meta({ description: 'For readers without HTML; made of the HTML when it is left out' });

const VariantBody = z
  .strictObject({ language: languageTag, subject, html: html.optional(), text: text.optional() })
  .refine((variant) => variant.html !== undefined || variant.text !== undefined, {
    error: 'needs html, text or both',
    path: ['html'],
  });

const attachments = z
  .array(z.strictObject({ uploadId: id }))
  .max(MAX_ATTACHMENTS)
  .meta({ description: 'Files from POST /v1/uploads; every mail of the template takes them along' });

const template = {
  name: line(255),
  module: moduleName,
  purpose,
  language: languageTag,
  subject,
  html: html.optional(),
  text: text.optional(),
  variants: z.array(VariantBody).max(MAX_VARIANTS).meta({ description: 'The same mail in other languages' }),
  attachments,
};

const writable = {
  ...template,
  module: template.module.default('contacts'),
  purpose: purpose.default('other'),
  language: template.language.default('en'),
  variants: template.variants.default([]),
  attachments: attachments.default([]),
};

const hasBody = { error: 'needs html, text or both', path: ['html'] };

export const readyId = line(60);

export const PutTemplateBody = z
  .strictObject({
    ...writable,
    revision: z.int().min(1).optional().meta({
      description: 'The one you have read: 409 when somebody changed it since. Left out, yours replaces what is there',
    }),
  })
  .refine((value) => value.html !== undefined || value.text !== undefined, hasBody);

export const CreateTemplateBody = z
  .strictObject({
    ...writable,
    from: readyId
      .optional()
      .meta({ description: 'Id of a ready template that is copied; then no other field but the name' }),
    name: writable.name.optional(),
    subject: writable.subject.optional(),
  })
  .superRefine((value, context) => {
    const say = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    if (value.from !== undefined) {
      for (const field of ['subject', 'html', 'text'] as const)
        if (value[field] !== undefined) say(field, 'comes from the ready template; change the copy afterwards');
      return;
    }
    if (value.name === undefined) say('name', 'is needed');
    if (value.subject === undefined) say('subject', 'is needed');
    if (value.html === undefined && value.text === undefined) say('html', hasBody.error);
  });

export const Warning = z.object({
  code: z.enum(['clipped', 'no-alt', 'doubtful-tag']),
  language: z.string(),
  message: z.string(),
});

const shown = {
  id,
  ...{ name: z.string(), module: moduleName, purpose: z.string(), language: z.string(), subject: z.string() },
  languages: z.array(z.string()).meta({ description: 'All of them, the default first' }),
  revision: z.int(),
  createdAt: instant,
  updatedAt: instant,
};

export const TemplateSummary = z.object(shown).meta({ id: 'TemplateSummary' });

export const Template = z
  .object({
    ...shown,
    html: z.string().nullable(),
    text: z.string(),
    variants: z.array(
      z.object({ language: z.string(), subject: z.string(), html: z.string().nullable(), text: z.string() }),
    ),
    attachments,
    warnings: z.array(Warning).meta({ description: 'Allowed, and worth a look before it is sent' }),
  })
  .meta({ id: 'Template' });

export const ReadySummary = z
  .object({ id: readyId, name: z.string(), module: moduleName, purpose: z.string(), subject: z.string() })
  .meta({ id: 'ReadyTemplateSummary' });

export const Ready = ReadySummary.extend({ html: z.string(), text: z.string() }).meta({ id: 'ReadyTemplate' });

const record = z.strictObject({ module: moduleName, id }).optional().meta({ description: 'What the mail is about' });

export const PreviewBody = z.strictObject({
  record,
  contactId: id.optional().meta({ description: 'Preview as this contact, when no record is named' }),
  language: languageTag.optional(),
});

export const Preview = z
  .object({
    language: z.string(),
    subject: z.string(),
    html: z.string().nullable(),
    text: z.string(),
    missing: z.array(z.string()).meta({ description: 'Tags without a value: they show their fallback or nothing' }),
  })
  .meta({ id: 'TemplatePreview' });

export const TestBody = z.strictObject({ record, language: languageTag.optional() });

const LOGO_TYPES = ['image/png', 'image/jpeg', 'image/gif'] as const;
/** 100 KB before base 64: the logo travels in every mail that shows it. */
const MAX_LOGO_LENGTH = 137_000;

const url = line(2000).regex(/^https?:\/\/[^\s"<>]+$/, { error: 'must begin with https:// or http://' });

const isTimeZone = (value: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).format(0) !== '';
  } catch {
    return false;
  }
};

const detail = line(255).optional();

const details = {
  ...{ name: detail, address: detail, city: detail, state: detail, code: detail, country: detail },
  ...{ phone: detail, fax: detail, website: detail, vatid: detail },
  email: address.optional(),
  siteUrl: url.optional().meta({ description: 'Where your users open the CRM: $custom-siteurl$' }),
  portalUrl: url.optional().meta({ description: 'Where your customers look at their cases: $custom-portalurl$' }),
  timeZone: line(64)
    .refine(isTimeZone, { error: 'must be a time zone such as Europe/Vienna' })
    .optional()
    .meta({ description: 'Of dates in mails; UTC unless said', example: 'Europe/Vienna' }),
  logo: z
    .strictObject({ contentType: z.enum(LOGO_TYPES), content: z.base64().min(1).max(MAX_LOGO_LENGTH) })
    .optional()
    .meta({ description: '$logo$: a picture of at most 100 KB, sent inside the mail' }),
};

export const CompanyBody = z.strictObject(details);
export const Company = z.object(details).meta({ id: 'CompanyDetails' });
