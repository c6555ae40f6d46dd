import { thing } from '../app/any-use-case.ts';
export const edge = thing;
