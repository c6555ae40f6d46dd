import { readFileSync } from 'node:fs';
import type { Thing } from '../contracts/any-contract.ts';
import { thing } from '../adapters/any-adapter.ts';
export const use: Thing = thing + readFileSync('a', 'utf8');
