/** For how long the talk of each mail with a mail server is kept (FEATURES 98). */
import * as z from 'zod';
import { instant } from './values.ts';

export const MAX_DEBUG_MS = 24 * 60 * 60 * 1000;

export const debugUntil = z.iso
  .datetime({ offset: true, error: 'must be a time such as 2026-11-21T09:30:00Z, or null' })
  .nullable()
  .optional()
  .meta({ description: 'Until then the talk of each mail with the server is kept; at most 24 hours ahead. null: off' });

export const Talk = z
  .object({
    at: instant.nullable().meta({ description: 'null: none was kept' }),
    lines: z
      .array(z.string())
      .meta({ description: 'C: what was said to the server, S: what it said; secrets are ***' }),
  })
  .meta({ id: 'Talk' });
