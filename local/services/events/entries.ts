/**
 * The entries of PutEvents: what is refused with the whole request, and what fails alone.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html and API_PutEventsResultEntry.html
 */
import * as z from 'zod';
import { isRecord } from '#local/template/json.ts';
import { invalidRequest, notEmulated } from './refusals.ts';

/** "Array Members: Minimum number of 1 item. Maximum number of 10 items." */
const MOST_ENTRIES = 10;
/** "the total entry size must be less than 1MB"; 1,048,576 bytes are taken, one more is not. It was 256 KB until January 2026. */
const LARGEST_REQUEST_BYTES = 1_048_576;
/** "If specified, the Time parameter is 14 bytes" (Calculating PutEvents event entry size). */
const TIME_BYTES = 14;
/** "PutEvents will only process nested JSON up to 1000 levels deep". */
const DEEPEST_DETAIL = 1000;

const $Entry = z.strictObject({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  /** Seconds, with a fraction. */
  Time: z.number().optional(),
  Resources: z.array(z.string()).default([]),
  EventBusName: z.string().min(1).optional(),
});
const $Request = z.strictObject({ Entries: z.array($Entry).min(1).max(MOST_ENTRIES) });

export type Entry = z.output<typeof $Entry>;

export interface ReadEntry {
  readonly source: string;
  readonly detailType: string;
  readonly detail: unknown;
}

/** "Why" of an entry that fails alone. */
export interface EntryError {
  readonly ErrorCode: 'InvalidArgument' | 'MalformedDetail' | 'NotAuthorizedForSourceException';
  readonly ErrorMessage: string;
}

/** Also what is billed, in chunks. */
export const sizeBytesOf = ({ Time, Source = '', DetailType = '', Detail = '', Resources }: Entry): number =>
  (Time === undefined ? 0 : TIME_BYTES) +
  [Source, DetailType, Detail, ...Resources].reduce((sum, text) => sum + Buffer.byteLength(text), 0);

/** Throws what EventBridge answers when it refuses the whole request. */
export const readEntries = (body: Buffer): readonly Entry[] => {
  const parsed = $Request.safeParse(parseJson(body.toString()));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    if (issue?.code === 'unrecognized_keys')
      throw notEmulated(`PutEvents parameters that are not emulated: ${issue.keys.join(', ')}.`);
    throw invalidRequest(`1 validation error detected: Value at '${issue?.path.join('.')}': ${issue?.message}`);
  }
  const entries = parsed.data.Entries;
  if (entries.reduce((sum, entry) => sum + sizeBytesOf(entry), 0) > LARGEST_REQUEST_BYTES)
    throw invalidRequest('Total size of the entries in the request is over the limit.');
  return entries;
};

export const checkEntry = ({ Source = '', DetailType = '', Detail = '' }: Entry): ReadEntry | EntryError => {
  const missing = Object.entries({ Source, DetailType, Detail }).find(([, value]) => value === '');
  if (missing !== undefined)
    return {
      ErrorCode: 'InvalidArgument',
      ErrorMessage: `Parameter ${missing[0]} is not valid. Reason: ${missing[0]} is a required argument.`,
    };
  if (Source.startsWith('aws.'))
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  const detail = parseJson(Detail);
  if (!isRecord(detail) || !isNestedAtMost(detail, DEEPEST_DETAIL))
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  return { source: Source, detailType: DetailType, detail };
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isNestedAtMost = (value: unknown, levels: number): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (levels > 0 && Object.values(value).every((inner) => isNestedAtMost(inner, levels - 1)));
