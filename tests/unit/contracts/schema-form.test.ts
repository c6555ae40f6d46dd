/** The walk of the API is only as good as what it reads out of the document. */
import { describe, expect, test } from 'vitest';
import { type Form, formOf } from '#tests/support/schema-form.ts';
import { brokenOf, sampleOf } from '#tests/support/schema-values.ts';

const form = (schema: Readonly<Record<string, unknown>>): Form =>
  formOf(schema, { Name: { type: 'string', maxLength: 5 } });

describe('a schema form', () => {
  test.each([
    [{ type: 'string', contentMediaType: 'image/png' }, 'the keyword contentMediaType'],
    [{ type: 'string', format: 'hostname' }, 'the format'],
    [{ type: 'tuple' }, 'the type'],
    [{}, 'the type'],
    [{ not: { type: 'string' } }, 'the type'],
    [{ type: 'object', patternProperties: {} }, 'the keyword patternProperties'],
    [{ type: 'object', properties: { a: { type: 'string', contentMediaType: 'x' } } }, 'the keyword contentMediaType'],
    [{ $ref: '#/components/schemas/Nothing' }, 'the reference'],
  ])('that is not known stops the walk: %j', (schema, what) => {
    expect(() => form(schema)).toThrow(`does not know ${what}`);
  });

  test('without a fitting sample asks for an example', () => {
    expect(() => sampleOf(form({ type: 'string', pattern: '^[0-9]{4}-[A-Z]$' }))).toThrow(
      'give the schema an `example`',
    );
    expect(sampleOf(form({ type: 'string', pattern: '^[0-9]{4}-[A-Z]$', example: '1234-A' }))).toBe('1234-A');
  });

  test('is filled with every field', () => {
    const schema = {
      type: 'object',
      properties: {
        n: { type: 'integer', minimum: 3 },
        of: { $ref: '#/components/schemas/Name' },
        tags: { type: 'array', items: { type: 'boolean' } },
      },
    };
    expect(sampleOf(form(schema))).toEqual({ n: 3, of: '1', tags: [true] });
  });
});

describe('broken values', () => {
  const fieldsOf = (schema: Readonly<Record<string, unknown>>) =>
    brokenOf(form(schema)).map(({ field, value }) => [field, JSON.stringify(value)] as const);

  test('hold a wrong type, one past each limit, a line break and NUL for one line of text', () => {
    const values = fieldsOf({ type: 'string', minLength: 1, maxLength: 5 }).map(([, value]) => value);
    expect(values).toEqual(expect.arrayContaining(['null', '7', '{}', '""', '"xxxxxx"']));
    expect(values.some((value) => value.includes('\\r\\n'))).toBe(true);
    expect(values.some((value) => value.includes('\\u0000'))).toBe(true);
  });

  test('leave line breaks to long text', () => {
    const values = fieldsOf({ type: 'string', maxLength: 100_000 }).map(([, value]) => value);
    expect(values.some((value) => value.includes('\\r\\n'))).toBe(false);
    expect(values.some((value) => value.includes('\\u0000'))).toBe(true);
  });

  test('hold each field missing, each field wrong and one too many', () => {
    const fields = fieldsOf({
      type: 'object',
      properties: { a: { type: 'boolean' }, b: { type: 'array', maxItems: 1, items: { type: 'integer' } } },
      required: ['a'],
      additionalProperties: false,
    });
    expect(fields).toEqual(
      expect.arrayContaining([
        ['a', '{"b":[1]}'],
        ['a', '{"b":[1],"a":7}'],
        ['b', '{"a":true,"b":[1,1]}'],
        ['b.0', '{"a":true,"b":["1"]}'],
      ]),
    );
    expect(fields.some(([field]) => field === 'unexpected')).toBe(true);
  });

  test('are none that one of several forms accepts', () => {
    const values = fieldsOf({ anyOf: [{ type: 'string', maxLength: 5 }, { type: 'null' }] }).map(([, value]) => value);
    expect(values).not.toContain('null');
    expect(values).toContain('7');
  });
});
