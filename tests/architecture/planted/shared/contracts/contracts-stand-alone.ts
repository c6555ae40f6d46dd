import { thing } from '../edge/any-edge.ts';
export const contract = thing;
