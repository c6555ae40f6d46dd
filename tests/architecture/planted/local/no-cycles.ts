import type { Back } from './no-cycles-back.ts';
export type Forth = Back;
