import type * as z from 'zod';
import { thing } from '#shared/app/any-use-case.ts';
export const schema: z.ZodType | string = thing;
