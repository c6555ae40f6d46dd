import type { Thing } from '../app/any-use-case.ts';
export const adapter: Thing = '';
