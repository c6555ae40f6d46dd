/** Value schemas that routes share. Every limit is behaviour: it has a source and a test at the limit and one past it. */
import * as z from 'zod';
import { isAccountId } from '../domain/account/account.ts';

/** No control characters: such a value may end up in a mail header, where CR LF would start a new one (RFC 5322 section 2.2). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it refuses
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Half a surrogate pair is no text: it cannot be written as UTF-8, so no store and no mail can hold it. */
export const isUnicode = (value: string): boolean => value.isWellFormed();
export const NOT_UNICODE = 'must not contain half of a surrogate pair';

/** One line of text, `max` UTF-16 units, or nothing. */
export const lineOrNothing = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => !CONTROL.test(value), { error: 'must be one line without control characters' })
    .refine(isUnicode, { error: NOT_UNICODE });

export const line = (max: number) => lineOrNothing(max).min(1);

/** RFC 5321 section 4.5.3.1: 64 octets local part, 255 domain; the path with its brackets at most 256, so 254 for the address. */
export const MAX_ADDRESS_LENGTH = 254;

/** Non-ASCII local parts and domains are right (RFC 6531); quoted local parts are not accepted from the API: nobody types them on purpose. */
const ADDRESS = /^[^\s@<>()[\]\\,;:"]{1,64}@[^\s@<>()[\]\\,;:"]{1,189}$/u;

export const address = line(MAX_ADDRESS_LENGTH)
  .regex(ADDRESS, { error: 'must be an e-mail address such as ada@example.com' })
  .meta({
    id: 'Address',
    description: 'An e-mail address (RFC 5321 mailbox), up to 254 characters',
    example: 'ada@example.com',
  });

/** Time-ordered identifier: 26 characters, Crockford base 32 in lower case (first 10 the time in ms). */
export const id = z
  .string()
  .regex(/^[0-9a-hjkmnp-tv-z]{26}$/, { error: 'must be an id as this API gives them (26 characters)' })
  .meta({ id: 'Id', example: '01jd3x8q4v7m0000000000000a' });

export const instant = z.string().meta({ id: 'Instant', format: 'date-time', example: '2026-11-21T09:30:00.000Z' });

/** Paging of every list: at most 100 a page (CONTRACT). */
export const paging = {
  limit: z.coerce.number().int().min(1).max(100).optional().meta({ description: 'Items per page, 1-100 (default 50)' }),
  cursor: z.string().max(1024).optional().meta({ description: 'nextCursor of the page before' }),
};

export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().optional() });

export const accountId = z
  .string()
  .refine(isAccountId, { error: 'must be the id of an account as this API gives them (account- and 26 characters)' })
  .meta({ id: 'AccountId', example: 'account-01jd3x8q4v7m0000000000000a' });
