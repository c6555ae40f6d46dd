/** HTTP bodies of the built-in record store. Field names are Vtiger's where it has one (`$contacts-firstname$`, FEATURES 140). */
import * as z from 'zod';
import { address, id, instant, line } from './values.ts';

export const MODULES = ['contacts', 'leads', 'organizations', 'cases', 'opportunities', 'internal-tickets'] as const;

/** The six built in, or a custom module: the name is all there is to it. */
export const moduleName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,39}$/, { error: 'must be a module such as contacts, or a custom one in lower case' })
  .meta({ id: 'Module', description: `${MODULES.join(', ')} or a custom module`, example: 'leads' });

/** Salesforce cuts bodies at 131,072 characters (FEATURES 28); the same bound keeps an item far from DynamoDB's 400 KB. */
export const MAX_TEXT_LENGTH = 131_072;
/** Names become parts of headers and lists. */
export const MAX_LINE_LENGTH = 255;
export const MAX_FIELDS = 100;
/** All fields together, JSON in UTF-8; DynamoDB's item limit is 400 KB. */
export const MAX_FIELDS_BYTES = 300_000;

const text = z
  .string()
  .max(MAX_TEXT_LENGTH)
  .refine((value) => !value.includes('\u0000'), { error: 'must not contain NUL' });

export const fieldValue = z.union([text, z.number(), z.boolean(), z.null(), z.array(line(MAX_LINE_LENGTH)).max(100)]);

/** One-line fields every module may have; the rest is the tenant's own. */
const knownLines = Object.fromEntries(
  ['firstname', 'lastname', 'name', 'title', 'company', 'phone', 'status', 'source', 'owner'].map((name) => [
    name,
    line(MAX_LINE_LENGTH).nullable().optional(),
  ]),
);

export const fields = z
  .object({ ...knownLines, email: address.nullable().optional() })
  .catchall(fieldValue)
  .superRefine((value, context) => {
    const names = Object.keys(value);
    if (names.length > MAX_FIELDS) context.addIssue({ code: 'custom', message: `at most ${MAX_FIELDS} fields` });
    for (const name of names)
      if (!/^[a-z][A-Za-z0-9_]{0,63}$/.test(name))
        context.addIssue({
          code: 'custom',
          path: [name],
          message: 'a field name is a lower-case letter, then letters, digits or _',
        });
    if (Buffer.byteLength(JSON.stringify(value)) > MAX_FIELDS_BYTES)
      context.addIssue({ code: 'custom', message: `all fields together at most ${MAX_FIELDS_BYTES} bytes` });
  })
  .meta({ id: 'Fields', description: 'Field values by name; `email` is the address that identifies the record' });

export const RecordBody = z.strictObject({ fields });

export const CrmRecord = z
  .object({ id, module: moduleName, fields: z.record(z.string(), fieldValue), createdAt: instant, updatedAt: instant })
  .meta({ id: 'Record' });

export const TimelineEntry = z
  .object({
    id: z.string(),
    kind: z.enum(['mail', 'comment', 'event']),
    at: instant,
    summary: z.string(),
    emailId: id.optional(),
  })
  .meta({ id: 'TimelineEntry' });
