import * as z from 'zod';
import { thing } from '../domain/any-domain.ts';
export const Thing = z.literal(thing);
