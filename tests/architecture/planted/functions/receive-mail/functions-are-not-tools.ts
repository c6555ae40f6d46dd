import { thing } from '#local/any-local.ts';
export const tool = thing;
