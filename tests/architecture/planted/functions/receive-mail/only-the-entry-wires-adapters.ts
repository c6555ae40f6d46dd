import { thing } from '#shared/adapters/any-adapter.ts';
export const wired = thing;
