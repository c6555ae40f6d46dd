/** HTTP bodies of Mailroom rules. Every limit has a test at it and one past it. */
import * as z from 'zod';
import { DOCUMENTS } from '../domain/record/document.ts';
import { unknownPlaceholders } from '../domain/rules/placeholders.ts';
import {
  CRITERION_FIELDS,
  OPERATORS,
  type Operator,
  RULE_ACTIONS,
  VERDICT_KINDS,
  VERDICTS,
} from '../domain/rules/rule.ts';
import { OUTCOMES, Reason } from './mailroom.ts';
import { addressOrDomain } from './mailroom-settings.ts';
import { fields, fieldValue, isFieldName, moduleName } from './records.ts';
import { id, isUnicode, line, lineOrNothing, NOT_UNICODE } from './values.ts';

/** RFC 5322 section 2.2: a field name is printable ASCII but the colon. */
const headerName = z
  .string()
  .max(100)
  .regex(/^[!-9;-~]+$/, { error: 'must be the name of a header, without the colon' })
  .toLowerCase();

/** Of several lines, or none. */
const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => !value.includes('\u0000'), { error: 'must not contain NUL' })
    .refine(isUnicode, { error: NOT_UNICODE });

/** Long enough for every pattern people write; RE2 compiles it in a moment. */
export const MAX_VALUE_LENGTH = 1_000;
export const MAX_CRITERIA = 50;
export const MAX_MAPPINGS = 100;

const WHOLE: ReadonlySet<Operator> = new Set(['equals', 'not-equals']);

/** A verdict that is never given is compared with in vain. */
const wrongVerdict = (header: string | undefined, operator: Operator, value: string) => {
  const kinds: readonly string[] = VERDICT_KINDS;
  if (header !== undefined && !kinds.includes(header))
    return { path: ['header'], message: `must be one of ${kinds.join(', ')}` };
  if (!WHOLE.has(operator) || value.trim() === '') return undefined;
  const [kind, verdict] = header === undefined ? value.trim().split(':') : [header, value.trim()];
  if (kinds.includes(kind?.toLowerCase() ?? '') && VERDICTS.has(verdict?.toUpperCase() ?? '')) return undefined;
  const without = header === undefined ? ', behind the kind and a colon, such as dmarc:FAIL' : '';
  return { path: ['value'], message: `must be one of ${[...VERDICTS].join(', ')}${without}` };
};

export const Criterion = z
  .strictObject({
    field: z.enum(CRITERION_FIELDS),
    header: headerName
      .exactOptional()
      .meta({ description: 'Of `header`: its name. Of `verdict`: spam, virus, spf, dkim or dmarc' }),
    operator: z.enum(OPERATORS),
    value: lineOrNothing(MAX_VALUE_LENGTH).default(''),
  })
  .superRefine(({ field, header, operator, value }, context) => {
    if (field === 'header' && header === undefined)
      context.addIssue({ code: 'custom', path: ['header'], message: 'names the header that is looked at' });
    if (field === 'verdict') {
      const wrong = wrongVerdict(header, operator, value);
      if (wrong !== undefined) context.addIssue({ code: 'custom', ...wrong });
    }
    if (value.trim() === '' && operator !== 'has-case-number')
      context.addIssue({ code: 'custom', path: ['value'], message: `${operator} needs a value to compare with` });
  })
  .meta({ id: 'Criterion', description: 'Compared without regard to case; see docs/mailroom.md' });

const fieldName = line(64).refine(isFieldName, { error: 'must be the name of a field' });

const mappings = z
  .array(
    z.union([
      z.strictObject({ field: fieldName, label: line(80) }),
      z.strictObject({
        field: fieldName,
        after: line(200),
        before: lineOrNothing(200).default(''),
      }),
    ]),
  )
  .min(1)
  .max(MAX_MAPPINGS);

/** Each is looked for in a mail, and may make a record. */
export const MAX_LOOKUPS = 5;
export const MAX_APPROVED = 100;

const Lookup = z
  .strictObject({
    field: fieldName.meta({ description: 'Holds the id of the other record: organizationId' }),
    module: moduleName.refine((module) => module !== DOCUMENTS && module !== 'cases', {
      error: 'must be a module whose records a mail can name',
    }),
    mappings,
    duplicateFields: z.array(fieldName).min(1).max(5).meta({
      description: 'Tried in their order: email; of organizations name and website; of others what mail made',
    }),
    create: z.boolean().default(true).meta({ description: 'false: a name that nobody has is left out' }),
  })
  .superRefine((lookup, context) => {
    const mapped = new Set(lookup.mappings.map(({ field }) => field));
    for (const [n, field] of lookup.duplicateFields.entries())
      if (!mapped.has(field))
        context.addIssue({ code: 'custom', path: ['duplicateFields', n], message: 'must be one of the mapped fields' });
  })
  .meta({ id: 'Lookup', description: 'Another record that the mail names: found, or made' });

export const BodyRule = z
  .strictObject({
    delimiter: line(10).default(':'),
    mappings,
    labels: z.array(line(80)).max(MAX_MAPPINGS).exactOptional(),
    duplicateFields: z.array(fieldName).max(5).exactOptional(),
    lookups: z.array(Lookup).max(MAX_LOOKUPS).exactOptional(),
    approvedSenders: z
      .array(addressOrDomain)
      .min(1)
      .max(MAX_APPROVED)
      .exactOptional()
      .meta({ description: 'Addresses, or domains with all below them; the mail of others is skipped' }),
  })
  .meta({ id: 'BodyRule', description: 'Values out of the text of the mail into fields' });

/** What they make is about the sender of the mail. */
const NO_LOOKUPS: ReadonlySet<string> = new Set(['archive', 'create-case', 'create-opportunity', 'create-ticket']);

export const RuleAction = z
  .strictObject({
    type: z.enum(RULE_ACTIONS),
    module: moduleName.exactOptional().meta({ description: 'Of create-record; else not looked at' }),
    fields: fields
      .exactOptional()
      .meta({ description: 'Set on what is made; {{name}} is a named group of a regex criterion' }),
    bodyRule: BodyRule.exactOptional(),
    createContact: z
      .boolean()
      .exactOptional()
      .meta({ description: 'Of create-case: false makes no contact of a stranger' }),
    forwarded: z
      .boolean()
      .exactOptional()
      .meta({ description: 'true: when a user passes a mail on, the customer is whose mail it was' }),
  })
  .superRefine(({ type, module, bodyRule, fields: set }, context) => {
    const known = new Set([...(bodyRule?.mappings ?? []).map(({ field }) => field), ...Object.keys(set ?? {})]);
    for (const [n, field] of (bodyRule?.duplicateFields ?? []).entries())
      if (!known.has(field))
        context.addIssue({
          code: 'custom',
          path: ['bodyRule', 'duplicateFields', n],
          message: 'must be one of the mapped fields, or of fields',
        });
    if (type === 'create-record' && module === undefined)
      context.addIssue({ code: 'custom', path: ['module'], message: 'create-record needs the module of the record' });
    if (type === 'create-record' && module === DOCUMENTS)
      context.addIssue({
        code: 'custom',
        path: ['module'],
        message: 'documents are made of attachments, not by a rule',
      });
    if (bodyRule?.lookups !== undefined && NO_LOOKUPS.has(type))
      context.addIssue({
        code: 'custom',
        path: ['bodyRule', 'lookups'],
        message: `${type} links its contact by itself and takes no lookups`,
      });
    if (type === 'archive' && bodyRule !== undefined)
      context.addIssue({ code: 'custom', path: ['bodyRule'], message: 'archive makes no record that could be filled' });
  })
  .meta({ id: 'RuleAction' });

const rule = {
  name: line(255),
  enabled: z.boolean().default(true),
  match: z.enum(['all', 'any']).default('all'),
  criteria: z.array(Criterion).max(MAX_CRITERIA).default([]),
  action: RuleAction,
  followUpAction: RuleAction.exactOptional().meta({
    description: 'Done with a mail that continues a thread; without it such a mail joins the record of the thread',
  }),
  owner: line(128)
    .exactOptional()
    .meta({ description: 'Id of a user or a group, which distributes; default the owner of the tenant' }),
  continueIfSkipped: z.boolean().default(false),
  note: text(2_000).exactOptional(),
};

export const RuleBody = z
  .strictObject(rule)
  .superRefine(({ criteria, action, followUpAction }, context) => {
    for (const [name, does] of Object.entries({ action, followUpAction }))
      for (const { field, placeholder } of unknownPlaceholders(does?.fields ?? {}, criteria))
        context.addIssue({
          code: 'custom',
          path: [name, 'fields', field],
          message: `{{${placeholder}}} is no named group of a regex criterion; write (?P<${placeholder}>...) there, or {{match}}`,
        });
  })
  .meta({ id: 'RuleBody' });
export const Rule = z.object({ id, ...rule }).meta({ id: 'Rule' });

export const MAX_RULES = 10_000;
export const RuleOrder = z.strictObject({ ids: z.array(id).max(MAX_RULES) });

/** Mails that one try looks at: each is read and parsed. */
export const MAX_TRIED = 20;

export const TryBody = z
  .strictObject({
    rule: RuleBody,
    emailIds: z.array(id).min(1).max(MAX_TRIED).exactOptional(),
    last: z.number().int().min(1).max(MAX_TRIED).exactOptional().meta({ description: 'The newest mails; default 10' }),
  })
  .meta({ id: 'TryRule' });

const Would = z
  .object({
    action: z.string().nullable(),
    outcome: z.enum(OUTCOMES),
    records: z.array(
      z.object({ module: moduleName, id: id.nullable(), did: z.enum(['created', 'attached', 'updated']) }),
    ),
    fields: z
      .record(z.string(), fieldValue)
      .meta({ description: 'What the rule reads and sets; empty of a confidential mail, and without the rule' }),
    owner: z
      .string()
      .nullable()
      .meta({ description: 'Id of a user or of a group, whose turn is not taken; null: nothing would be made' }),
    reason: Reason.nullable(),
  })
  .meta({ id: 'WouldDo' });

export const Tried = z
  .object({
    items: z.array(
      z.object({
        emailId: id,
        subject: z.string(),
        matched: z.boolean().meta({ description: 'true: the rule would deal with the mail' }),
        criteria: z.array(
          z.object({
            index: z.number().int(),
            matched: z
              .boolean()
              .nullable()
              .meta({ description: 'null: not answered, because the mail is confidential' }),
            why: z.string(),
            captures: z
              .record(z.string(), z.string())
              .meta({ description: 'Named groups of a regex, and match: what {{name}} and {{match}} stand for' }),
          }),
        ),
        would: Would.nullable().meta({ description: 'null: the rule does not match, or is not asked at all' }),
        afterReplay: Would.nullable().meta({ description: 'Of mail that is kept aside until it is replayed' }),
        reason: Reason.nullable().meta({ description: 'Why the rule is not asked about this mail, or not answered' }),
      }),
    ),
  })
  .meta({ id: 'TriedRule' });

export const SampleBody = z.strictObject({
  sample: text(100_000).min(1),
  delimiter: line(10).default(':'),
});
export const Labels = z
  .object({ items: z.array(z.object({ label: z.string(), value: z.string() })) })
  .meta({ id: 'Labels' });
