/** Plants mistakes into the well-wired template and expects the sentence that names each. */
import { expect, it } from 'vitest';
import { wiringFaults } from '#local/template/wiring.ts';
import type { TestTemplate } from './template-http-api.ts';
import { anAssetFolder, aWellWiredTemplate, loadTemplate } from './template-well-wired.ts';

const folder = anAssetFolder();

export const faultsOf = (template: TestTemplate, asset = folder): string[] =>
  wiringFaults(
    loadTemplate(template, { assets: new Map(['receive.zip', 'provider.zip'].map((key) => [key, asset])) }),
    {
      publicRoutes: ['GET /v1/openapi.json'],
      tokens: { issuer: 'https://issuer.example', audience: 'postroom' },
    },
  );

/** Changes properties of one resource; undefined takes one away. */
export const change = (id: string, properties: Record<string, unknown>) => (template: TestTemplate) => {
  const resource = template.Resources[id];
  if (resource === undefined) throw new Error(`There is no ${id} in the template.`);
  resource.Properties = Object.fromEntries(
    Object.entries({ ...resource.Properties, ...properties }).filter(([, value]) => value !== undefined),
  );
};
export const remove =
  (...ids: string[]) =>
  (template: TestTemplate) => {
    for (const id of ids) delete template.Resources[id];
  };
export const add = (id: string, Type: string, Properties: Record<string, unknown>) => (template: TestTemplate) => {
  template.Resources[id] = { Type, Properties };
};
export const all =
  (...changes: ((template: TestTemplate) => void)[]) =>
  (template: TestTemplate) => {
    for (const one of changes) one(template);
  };
export const OTHER_ARN = 'arn:aws:sqs:us-east-1:000000000000:other';

export type Planted = [string, (template: TestTemplate) => void, RegExp];

/** Each mistake is named once, and every sentence begins with a logical id of the template (or the stack's name). */
export const itNames = (planted: readonly Planted[]): void => {
  it.each(planted)('names %s', (_what, plant, sentence) => {
    const template = aWellWiredTemplate();
    plant(template);
    const faults = faultsOf(template);
    expect(faults.filter((fault) => sentence.test(fault))).toHaveLength(1);
    for (const fault of faults) expect([...Object.keys(template.Resources), 'test']).toContain(fault.split(':', 1)[0]);
  });
};
