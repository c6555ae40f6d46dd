/** The comparisons of numbers that SNS filter policies and EventBridge patterns share. */
import * as z from 'zod';

export const $Comparison = z.enum(['=', '<', '<=', '>', '>=']);

export const compare: Readonly<Record<z.infer<typeof $Comparison>, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};
