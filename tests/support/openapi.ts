/** The served OpenAPI document as the walks read it: every operation with its parameters and body. What it does not know it refuses. */
import * as z from 'zod';

export interface Schema {
  readonly [keyword: string]: unknown;
}

const Schema = z.record(z.string(), z.unknown());
const Parameter = z.object({
  in: z.enum(['path', 'query', 'header']),
  name: z.string(),
  required: z.boolean().default(false),
  schema: Schema,
});
const Operation = z.object({
  operationId: z.string(),
  'x-postroom-access': z.enum(['public', 'user', 'admin', 'platform']),
  parameters: z.array(Parameter).default([]),
  requestBody: z.object({ content: z.object({ 'application/json': z.object({ schema: Schema }) }) }).optional(),
});
const Document = z.object({
  paths: z.record(
    z.string(),
    z.record(z.enum(['get', 'head', 'post', 'put', 'patch', 'delete']), Operation.optional()),
  ),
  components: z.object({ schemas: z.record(z.string(), Schema).default({}) }),
});

export type Parameter = z.output<typeof Parameter>;

export interface ApiOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly access: 'public' | 'user' | 'admin' | 'platform';
  readonly parameters: readonly Parameter[];
  readonly body: Schema | undefined;
}

export interface ApiDocument {
  readonly operations: readonly ApiOperation[];
  readonly schemas: Readonly<Record<string, Schema>>;
}

export const readDocument = (served: unknown): ApiDocument => {
  const { paths, components } = Document.parse(served);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) =>
      operation === undefined
        ? []
        : [
            {
              id: operation.operationId,
              method: method.toUpperCase(),
              path,
              access: operation['x-postroom-access'],
              parameters: operation.parameters,
              body: operation.requestBody?.content['application/json'].schema,
            },
          ],
    ),
  );
  return { operations, schemas: components.schemas };
};
