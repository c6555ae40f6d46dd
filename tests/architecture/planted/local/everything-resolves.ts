import { thing } from './nowhere.ts';
export const found = thing;
