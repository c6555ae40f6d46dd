/**
 * Reads a template without deploying it: every value becomes text in which a reference is a symbol (`<Queue.Arn>`), so that two ways to write
 * the same ARN compare equal.
 */
import * as z from 'zod';

const Ref = z.strictObject({ Ref: z.string() });
const GetAtt = z.strictObject({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });
const Join = z.strictObject({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) });
const Sub = z.strictObject({ 'Fn::Sub': z.string() });

export const textOf = (value: unknown): string => {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  const ref = Ref.safeParse(value);
  if (ref.success) return `<${ref.data.Ref}>`;
  const attribute = GetAtt.safeParse(value);
  if (attribute.success) return `<${attribute.data['Fn::GetAtt'].join('.')}>`;
  const join = Join.safeParse(value);
  if (join.success) return join.data['Fn::Join'][1].map(textOf).join(join.data['Fn::Join'][0]);
  const sub = Sub.safeParse(value);
  if (sub.success) return sub.data['Fn::Sub'].replace(/\$\{([^}]+)\}/g, '<$1>');
  throw new Error(`The tests cannot read ${JSON.stringify(value)} yet.`);
};

export const textsOf = (value: unknown): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value.map(textOf) : [textOf(value)];

/** As IAM matches: `*` is any text, `?` one character. */
export const matches = (pattern: string, text: string): boolean => {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, 's').test(text);
};

const Principal = z.union([z.literal('*'), z.record(z.string(), z.unknown())]);

const Statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: Principal.optional(),
  Action: z.unknown(),
  Resource: z.unknown(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});
export type Statement = z.infer<typeof Statement>;

const Document = z.object({ Statement: z.array(Statement) });

/** Statements of a policy document; a part of a statement the tests do not know is an error, not ignored. */
export const statementsOf = (document: unknown): Statement[] => Document.parse(document).Statement;
