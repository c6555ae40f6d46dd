/**
 * A JSON schema of the OpenAPI document in the few forms the contracts use. A keyword that is not listed here stops the test that met it: a walk
 * that overlooked one would call the API with less than the document says.
 */
import * as z from 'zod';
import type { Schema } from './openapi.ts';

export type Form =
  | {
      readonly kind: 'string';
      readonly choices?: readonly string[];
      readonly pattern?: RegExp;
      readonly min: number;
      readonly max: number;
      readonly example?: string;
    }
  | { readonly kind: 'number'; readonly whole: boolean; readonly min: number; readonly max: number }
  | { readonly kind: 'boolean'; readonly only?: boolean }
  /** Declared and refused: not there yet. */
  | { readonly kind: 'never' }
  | { readonly kind: 'null' }
  | { readonly kind: 'list'; readonly of: Form; readonly min: number; readonly max: number }
  | {
      readonly kind: 'object';
      readonly fields: Readonly<Record<string, Form>>;
      readonly required: readonly string[];
      readonly rest: Form | 'any' | 'none';
    }
  | { readonly kind: 'any-of'; readonly forms: readonly Form[] };

const NOTES = ['description', 'default', 'example', 'examples', 'title', 'deprecated'];
const KEYWORDS: Readonly<Record<string, readonly string[]>> = {
  string: ['enum', 'const', 'pattern', 'format', 'contentEncoding', 'minLength', 'maxLength'],
  integer: ['minimum', 'maximum'],
  number: ['minimum', 'maximum'],
  boolean: ['const'],
  null: [],
  array: ['items', 'minItems', 'maxItems'],
  object: ['properties', 'required', 'additionalProperties', 'propertyNames'],
};

const Sub = z.record(z.string(), z.unknown());
const count = (schema: Schema, name: string, otherwise: number) => z.number().default(otherwise).parse(schema[name]);

const refuse = (schema: Schema, what: string): never => {
  throw new Error(
    `tests/support/schema-form.ts does not know ${what} of ${JSON.stringify(schema)}: teach it, so that the API is called with it.`,
  );
};

const stringForm = (schema: Schema): Form => {
  const choices = schema['const'] === undefined ? schema['enum'] : [schema['const']];
  if (
    schema['format'] !== undefined &&
    !['date-time', 'date', 'email', 'uri', 'base64'].includes(String(schema['format']))
  )
    refuse(schema, 'the format');
  return {
    kind: 'string',
    min: count(schema, 'minLength', 0),
    max: count(schema, 'maxLength', Number.POSITIVE_INFINITY),
    ...(choices === undefined ? {} : { choices: z.array(z.string()).parse(choices) }),
    ...(schema['pattern'] === undefined ? {} : { pattern: new RegExp(String(schema['pattern']), 'u') }),
    ...(schema['example'] === undefined ? {} : { example: String(schema['example']) }),
  };
};

/** `$ref`s are followed in `schemas`, the document's components. */
export const formOf = (schema: Schema, schemas: Readonly<Record<string, Schema>>): Form => {
  const of = (sub: unknown): Form => formOf(Sub.parse(sub), schemas);
  const reference = schema['$ref'];
  if (reference !== undefined) {
    const name = /^#\/components\/schemas\/([^/]+)$/.exec(String(reference))?.[1] ?? '';
    return of(schemas[name] ?? refuse(schema, 'the reference'));
  }
  const union = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(union)) return { kind: 'any-of', forms: union.map(of) };
  // JSON schema's way to say that no value will do.
  if (JSON.stringify(schema['not']) === '{}') return { kind: 'never' };
  const { type } = schema;
  if (Array.isArray(type)) return { kind: 'any-of', forms: type.map((one) => of({ ...schema, type: one })) };
  const known = KEYWORDS[String(type)] ?? refuse(schema, 'the type');
  const strange = Object.keys(schema).filter(
    (keyword) => keyword !== 'type' && !NOTES.includes(keyword) && !known.includes(keyword),
  );
  if (strange.length > 0) refuse(schema, `the keyword ${strange.join(', ')}`);
  switch (type) {
    case 'string':
      return stringForm(schema);
    case 'integer':
    case 'number':
      return {
        kind: 'number',
        whole: type === 'integer',
        min: count(schema, 'minimum', -Number.MAX_VALUE),
        max: count(schema, 'maximum', Number.MAX_VALUE),
      };
    case 'boolean':
      return { kind: 'boolean', ...(typeof schema['const'] === 'boolean' ? { only: schema['const'] } : {}) };
    case 'null':
      return { kind: 'null' };
    case 'array':
      return {
        kind: 'list',
        of: of(schema['items']),
        min: count(schema, 'minItems', 0),
        max: count(schema, 'maxItems', Number.POSITIVE_INFINITY),
      };
    default: {
      const rest = schema['additionalProperties'];
      return {
        kind: 'object',
        fields: Object.fromEntries(
          Object.entries(Sub.parse(schema['properties'] ?? {})).map(([name, field]) => [name, of(field)]),
        ),
        required: z.array(z.string()).default([]).parse(schema['required']),
        rest: rest === false ? 'none' : rest === undefined || rest === true ? 'any' : of(rest),
      };
    }
  }
};
