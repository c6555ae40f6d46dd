/**
 * The OpenAPI 3.1 document made of the route contracts. Written by `npm run generate:openapi`, compared by `npm run check`, served at
 * GET /v1/openapi.json.
 */
import * as z from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import type { Route } from '#shared/contracts/route.ts';

const ProblemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: 'Stable; programs decide on it' }),
    detail: z.string(),
    requestId: z.string(),
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });

const GatewayMessage = z
  .object({ message: z.string() })
  .meta({ id: 'GatewayMessage', description: "API Gateway's own answer, before any function runs" });

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ProblemSchema } },
});

const refusals = (route: Route): ZodOpenApiOperationObject['responses'] => ({
  ...(route.access === 'public'
    ? {}
    : {
        401: {
          description: 'No token, or not one of ours',
          content: { 'application/json': { schema: GatewayMessage } },
        },
        403: problem('The role is not enough'),
      }),
  ...(route.params === undefined ? {} : { 404: problem('Not there, or not of this tenant: the answer is the same') }),
  ...(route.body === undefined ? {} : { 400: problem('Not JSON'), 409: problem('It collides with what is there') }),
  ...(route.params === undefined && route.query === undefined && route.body === undefined
    ? {}
    : { 422: problem('Some input is wrong; `errors` names the fields') }),
});

const successes = (route: Route): ZodOpenApiOperationObject['responses'] =>
  Object.fromEntries(
    Object.entries(route.answers).map(([status, { description, schema, contentType = 'application/json' }]) => [
      status,
      {
        description,
        ...(schema === undefined ? {} : { content: { [contentType]: { schema } } }),
        ...(status === '303' ? { headers: z.object({ location: z.url() }) } : {}),
      },
    ]),
  );

const idempotencyKey = z.object({
  'Idempotency-Key': z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/)
    .optional()
    .meta({ description: 'Same key and body: the same answer for 24 hours, and nothing is made twice' }),
});

const operation = (route: Route): ZodOpenApiOperationObject => ({
  operationId: route.operationId,
  summary: route.summary,
  ...(route.description === undefined ? {} : { description: route.description }),
  tags: [route.function.replace(/^http-/, '')],
  security: route.access === 'public' ? [] : [{ token: [] }],
  'x-postroom-access': route.access,
  requestParams: {
    ...(route.params === undefined ? {} : { path: route.params }),
    ...(route.query === undefined ? {} : { query: route.query }),
    ...(route.idempotent === true ? { header: idempotencyKey } : {}),
  },
  ...(route.body === undefined
    ? {}
    : { requestBody: { required: true, content: { 'application/json': { schema: route.body } } } }),
  responses: { ...successes(route), ...refusals(route) },
});

export const buildOpenApi = (routes: readonly Route[]): string => {
  const paths: Record<string, ZodOpenApiPathsObject[string]> = {};
  for (const route of routes)
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  const document = createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Postroom',
      version: '1',
      description:
        'The e-mail back end of a CRM. `x-postroom-access` of an operation says who may call it: public, user, admin or platform.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths,
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
  });
  return `${JSON.stringify(document, null, 2)}\n`;
};
