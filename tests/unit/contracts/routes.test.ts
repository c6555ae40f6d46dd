import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Route } from '#shared/contracts/route.ts';
import { routes } from '#shared/contracts/routes.ts';
import { buildOpenApi } from '../../../scripts/openapi.ts';

const namesIn = (path: string) => [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);

describe('every route', () => {
  test('has a name and a place of its own', () => {
    const keys = routes.map(({ method, path }) => `${method} ${path.replace(/\{[^}]+\}/g, '{}')}`);
    expect(new Set(keys).size).toBe(routes.length);
    expect(new Set(routes.map(({ operationId }) => operationId)).size).toBe(routes.length);
  });

  test('declares exactly the parameters that stand in its path', () => {
    for (const { operationId, path, params } of routes)
      expect(Object.keys(params?.shape ?? {}).sort(), operationId).toEqual(namesIn(path).sort());
  });

  test('refuses what it does not know: parameters, query and body are strict', () => {
    /** Of a choice, each. */
    const isStrict = (schema: z.core.$ZodType): boolean =>
      schema instanceof z.ZodUnion
        ? schema.options.every(isStrict)
        : z.safeParse(schema, { unexpected: 'x' }).error?.issues.some(({ code }) => code === 'unrecognized_keys') ===
          true;
    // Google and Microsoft add to their way back what they like.
    for (const { operationId, params, query, body } of routes.filter(({ path }) => path !== '/oauth/callback'))
      for (const schema of [params, query, body].filter((one) => one !== undefined))
        expect(isStrict(schema), operationId).toBe(true);
  });

  test('that reads takes no body and no Idempotency-Key', () => {
    for (const { operationId, method, body, idempotent } of routes.filter((route) => route.method === 'GET'))
      expect([method, body, idempotent], operationId).toEqual(['GET', undefined, undefined]);
  });

  test('of a list can be paged', () => {
    const isList = ({ answers }: Route) =>
      z.looseObject({ shape: z.looseObject({ items: z.unknown() }) }).safeParse(answers[200]?.schema).success;
    const lists = routes.filter((route) => route.method === 'GET' && isList(route));
    expect(lists.map(({ operationId }) => operationId)).toEqual(
      expect.arrayContaining(['listMails', 'listRecords', 'listUsers', 'getTimeline']),
    );
    for (const { operationId, query } of lists)
      expect(Object.keys(query?.shape ?? {}), operationId).toEqual(expect.arrayContaining(['limit', 'cursor']));
  });

  test('stands in the OpenAPI document with who may call it', () => {
    const { paths } = JSON.parse(buildOpenApi(routes));
    for (const { operationId, method, path, access } of routes)
      expect(paths[path][method.toLowerCase()]).toMatchObject({ operationId, 'x-postroom-access': access });
  });
});
