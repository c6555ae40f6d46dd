/** HTTP bodies of the built-in record store. Field names are Vtiger's where it has one (`$contacts-firstname$`, FEATURES 140). */
import * as z from 'zod';
import { excessOf } from '../domain/record/limits.ts';
import { MAX_TEXT_LENGTH } from '../domain/record/record.ts';
import { address, id, instant, isUnicode, line, NOT_UNICODE } from './values.ts';

export const MODULES = ['contacts', 'leads', 'organizations', 'cases', 'opportunities', 'internal-tickets'] as const;

/** A slip of the pen would fill a module that nobody looks into. */
const SINGULAR: ReadonlyMap<string, string> = new Map([
  ['contact', 'contacts'],
  ['lead', 'leads'],
  ['organization', 'organizations'],
  ['case', 'cases'],
  ['opportunity', 'opportunities'],
  ['internal-ticket', 'internal-tickets'],
  ['document', 'documents'],
]);

/** The six built in, or a custom module: the name is all there is to it. */
export const moduleName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,39}$/, { error: 'must be a module such as contacts, or a custom one in lower case' })
  .refine((name) => !SINGULAR.has(name), {
    error: ({ input }) => `is no module: did you mean ${SINGULAR.get(String(input))}?`,
  })
  .meta({
    id: 'Module',
    description: `${MODULES.join(', ')}, documents (made by mail) or a custom module`,
    example: 'leads',
  });

/** Names become parts of headers and lists. */
export const MAX_LINE_LENGTH = 255;

const text = z
  .string()
  .max(MAX_TEXT_LENGTH)
  .refine((value) => !value.includes('\u0000'), { error: 'must not contain NUL' })
  .refine(isUnicode, { error: NOT_UNICODE });

/** What a double holds exactly and DynamoDB too, whose smallest is 1E-130 (developer guide, "Data types: Number"). */
const storableNumber = z
  .number()
  .min(Number.MIN_SAFE_INTEGER)
  .max(Number.MAX_SAFE_INTEGER)
  .refine((value) => value === 0 || Math.abs(value) >= 1e-130, { error: 'must be 0 or at least 1e-130' });

export const fieldValue = z.union([
  text,
  storableNumber,
  z.boolean(),
  z.null(),
  z.array(line(MAX_LINE_LENGTH)).max(100),
]);

/** One-line fields every module may have; the rest is the tenant's own. */
const knownLines = Object.fromEntries(
  ['firstname', 'lastname', 'name', 'title', 'company', 'phone', 'status', 'source', 'owner'].map((name) => [
    name,
    line(MAX_LINE_LENGTH).nullable().optional(),
  ]),
);

/** Besides, no name that every JavaScript object has: the SDK takes an item with a field `constructor` for no plain object and fails. */
const FIELD_NAME = /^[a-z][A-Za-z0-9_]{0,63}$/;

export const isFieldName = (name: string): boolean => FIELD_NAME.test(name) && !Object.hasOwn(Object.prototype, name);

export const fields = z
  .object({ ...knownLines, email: address.nullable().optional() })
  .catchall(fieldValue)
  .superRefine((value, context) => {
    const names = Object.keys(value);
    for (const name of names)
      if (!isFieldName(name))
        context.addIssue({
          code: 'custom',
          path: [name],
          message: 'a field name is a lower-case letter, then letters, digits or _, and no name such as `constructor`',
        });
    const excess = excessOf(value);
    if (excess !== undefined) context.addIssue({ code: 'custom', message: excess });
  })
  .meta({ id: 'Fields', description: 'Field values by name; `email` is the address that identifies the record' });

export const RecordBody = z.strictObject({ fields });

export const CrmRecord = z
  .object({
    id,
    module: moduleName,
    number: z
      .number()
      .int()
      .optional()
      .meta({ description: 'Of a case, counted up from 1: `[Case 12]` in a subject means it' }),
    fields: z.record(z.string(), fieldValue),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Record' });

export const TimelineEntry = z
  .object({
    id: z.string(),
    kind: z.enum(['mail', 'comment', 'event', 'document']),
    at: instant,
    summary: z.string(),
    text: z.string().optional().meta({ description: 'Of a comment' }),
    by: z
      .string()
      .optional()
      .meta({ description: 'Address of who wrote the comment, or the reply that is no comment' }),
    emailId: id.optional(),
    direction: z
      .literal('outgoing')
      .optional()
      .meta({ description: 'Of the copy of a mail that one of your users wrote to this person' }),
    documentId: id.optional().meta({ description: 'Of a document; what it is called is the summary' }),
  })
  .meta({ id: 'TimelineEntry' });
