import { expect, test } from 'vitest';
import * as z from 'zod';
import { routes } from '#shared/contracts/routes.ts';
import { RuleBody, TryBody } from '#shared/contracts/rules.ts';
import { paging } from '#shared/contracts/values.ts';
import { byName, thingOf } from '#shared/edge/absent.ts';
import { issuesOf } from '#shared/edge/http.ts';
import { plainWords } from '#shared/edge/plain-words.ts';
import { conflict, notFound } from '#shared/edge/problem.ts';

const said = (schema: z.ZodType, value: unknown, from = 'body'): string[] => {
  const parsed = schema.safeParse(value, { error: plainWords });
  return parsed.success ? [] : issuesOf(parsed.error, from).map(({ field, message }) => `${field} ${message}`);
};

const one = (schema: z.ZodType) => z.strictObject({ x: schema });
const Mappings = z.union([
  z.strictObject({ field: z.string(), label: z.string() }),
  z.strictObject({ field: z.string(), after: z.string() }),
]);

test.each<[string, z.ZodType, unknown, string]>([
  ['nothing', z.string(), undefined, 'x is missing'],
  ['nothing, where one of several words stands', z.enum(['a', 'b']), undefined, 'x is missing'],
  ['nothing, where one of several forms stands', Mappings, undefined, 'x is missing'],
  ['a number for a text', z.string(), 1, 'x must be text'],
  ['a text for a number', z.number(), 'x', 'x must be a number'],
  ['a text for a number in a query', z.coerce.number(), 'x', 'x must be a number'],
  ['half of one', z.int(), 0.5, 'x must be a whole number'],
  ['a text for a choice', z.boolean(), 'yes', 'x must be true or false'],
  ['an object for a list', z.array(z.string()), {}, 'x must be a list'],
  ['a list for an object', z.object({}), [], 'x must be an object'],
  ['another word', z.enum(['a', 'b']), 'c', 'x must be one of a, b'],
  ['another word than the one', z.literal('a'), 'c', 'x must be a'],
  ['one too many', z.number().max(20), 21, 'x must be at most 20'],
  ['one too few', z.number().min(1), 0, 'x must be at least 1'],
  ['the bound itself', z.number().gt(1), 1, 'x must be above 1'],
  ['a long text', z.string().max(2), 'abc', 'x must have at most 2 characters'],
  ['an empty text', z.string().min(1), '', 'x must not be empty'],
  ['a long list', z.array(z.string()).max(1), ['a', 'b'], 'x must have at most 1 item'],
  ['a time that is none', z.iso.datetime(), 'noon', 'x must be a time such as 2026-11-21T09:30:00Z'],
  ['no kind of value', z.union([z.string(), z.number(), z.null()]), {}, 'x must be text, or a number, or null'],
  [
    'no form of an object',
    Mappings,
    { field: 'f' },
    'x fits none of the known forms: label is missing; or after is missing',
  ],
  ['what a contract names itself', z.string({ error: 'is a word of its own' }), 1, 'x is a word of its own'],
])('[F41] %s is refused in words that stand behind the name of the field', (_what, schema, value, words) => {
  expect(said(one(schema), { x: value })).toEqual([words]);
});

test('[F41] what is not known is a field of a body and a parameter of a query', () => {
  expect(said(z.strictObject({}), { y: 1 })).toEqual(['y is not a known field']);
  expect(said(z.strictObject(paging), { limit: '200', y: '1' }, 'query')).toEqual([
    'limit must be at most 100',
    'y is not a known parameter',
  ]);
});

test('[F41] a rule to try that is none, in words', () => {
  expect(said(TryBody, {})).toEqual(['rule is missing']);
  expect(said(TryBody, { rule: { name: 'x', action: { type: 'archive' } }, last: 21 })).toEqual([
    'last must be at most 20',
  ]);
  const wrong = { name: '', action: { type: 'create-lead', fields: { rating: { a: 1 } } } };
  expect(said(RuleBody, wrong)).toEqual([
    'name must not be empty',
    'action.fields.rating must be text, or a number, or true or false, or null, or a list',
  ]);
});

test('what is not there is named by the route alone; every route to one thing has a name for it', () => {
  const rule = routes.find(({ operationId }) => operationId === 'getRule');
  expect(byName(notFound(), rule)).toMatchObject({ status: 404, message: 'There is no such rule here.' });
  expect(byName(conflict('x', 'y'), rule)).toMatchObject({ status: 409, message: 'y' });
  expect(thingOf('/v1/mailroom/emails/{id}/attachments/{n}')).toBe('mail or attachment');
  const nameless = routes
    .filter(({ path, access }) => access !== 'public' && path.includes('{') && thingOf(path) === undefined)
    .map(({ path }) => path);
  expect([...new Set(nameless)]).toEqual(['/v1/records/{module}']);
});
