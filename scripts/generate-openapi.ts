/** Writes docs/api/openapi.json, or with --check says whether it is what the contracts make. */
import { readFileSync, writeFileSync } from 'node:fs';
import { routes } from '#shared/contracts/routes.ts';
import { buildOpenApi } from './openapi.ts';

const file = new URL('../docs/api/openapi.json', import.meta.url);
const made = buildOpenApi(routes);

if (!process.argv.includes('--check')) {
  writeFileSync(file, made);
  console.log('docs/api/openapi.json written');
} else if (readFileSync(file, 'utf8') !== made) {
  console.error('docs/api/openapi.json is not what the contracts make. Run: npm run generate:openapi');
  process.exitCode = 1;
}
