/**
 * Who first wrote a mail that a person forwarded by hand, and what (FEATURES 25). For the Mailroom, which makes the original's sender the customer
 * where the forwarder is one of the tenant's own. Rather no answer than a wrong one: a reply that quotes looks nearly the same, and the customer of
 * a case would be whoever was quoted last. Pure, and linear in the length of the body.
 */
import { type Attribution, attributionAt } from './attribution.ts';
import { type HeaderBlock, headerBlockAt, isFullHeader, type PrintedHeader } from './header-block.ts';
import { isSenderLabelOf, labelOf } from './labels.ts';
import { type Mailbox, mailboxesIn, mailboxIn } from './mailboxes.ts';
import { type Marker, markerOf } from './markers.ts';
import { oneLineHeader } from './one-line-block.ts';
import { depthOf, isBlank, isSeparator, linesOf, MAX_MATCHED_LENGTH, quoteFrom, unquote } from './quoted-lines.ts';
import { type SubjectSays, subjectSays } from './subject-prefixes.ts';

export interface Original {
  readonly from: Mailbox;
  readonly to: readonly Mailbox[];
  readonly cc: readonly Mailbox[];
  readonly subject: string | null;
  /** As printed, in whatever language. */
  readonly date: string | null;
  readonly body: string;
}

export interface Forwarded {
  readonly original: Original;
  /** What the forwarder wrote above; null: nothing. */
  readonly message: string | null;
}

/** A forward that begins further down is part of something else. */
const MAX_LINES_ABOVE = 5_000;

/** Notes and html-to-text leave empty lines between the marker and the header. */
const MAX_GAP = 6;

/** The first place where somebody else's mail begins. */
interface Boundary {
  readonly at: number;
  readonly bodyAt: number;
  readonly depth: number;
  readonly isMarked: boolean;
  readonly header: PrintedHeader | undefined;
  readonly attribution: Attribution | undefined;
}

const skipBlank = (lines: readonly string[], from: number): number => {
  let at = from;
  while (at < lines.length && at - from <= MAX_GAP && isBlank((lines[at] ?? '').replaceAll('>', ''))) at += 1;
  return at;
};

const ofBlock = (at: number, start: number, depth: number, isMarked: boolean, block: HeaderBlock): Boundary => ({
  ...{ at, bodyAt: start + block.length, depth, isMarked, header: block, attribution: undefined },
});

const ofAttribution = (
  lines: readonly string[],
  at: number,
  start: number,
  isMarked: boolean,
): Boundary | undefined => {
  const attribution = attributionAt(lines, start, depthOf(lines[start] ?? ''), isMarked);
  if (attribution === undefined) return undefined;
  const bodyAt = skipBlank(lines, start + attribution.length);
  return { at, bodyAt, depth: depthOf(lines[bodyAt] ?? ''), isMarked, header: undefined, attribution };
};

const behindMarker = (lines: readonly string[], at: number, marker: Marker): Boundary | undefined => {
  const isMarked = marker.kind === 'forward';
  const header = marker.rest === '' ? undefined : oneLineHeader(marker.rest);
  if (header !== undefined)
    return { at, bodyAt: at + 1, depth: depthOf(lines[at] ?? ''), isMarked, header, attribution: undefined };
  const start = skipBlank(lines, at + 1);
  const depth = depthOf(lines[start] ?? '');
  const block = headerBlockAt(lines, start, depth);
  if (block !== undefined && block.values.size > 1) return ofBlock(at, start, depth, isMarked, block);
  return ofAttribution(lines, at, start, isMarked);
};

const boundaryAt = (lines: readonly string[], at: number): Boundary | undefined => {
  const depth = depthOf(lines[at] ?? '');
  const line = unquote((lines[at] ?? '').slice(0, MAX_MATCHED_LENGTH), depth);
  const marker = markerOf(line);
  if (marker !== undefined && marker.kind !== 'end')
    return behindMarker(lines, at, {
      ...marker,
      rest: marker.rest === '' ? '' : (markerOf(unquote(lines[at] ?? '', depth))?.rest ?? ''),
    });
  if (labelOf(line) !== undefined) {
    const block = headerBlockAt(lines, at, depth);
    if (block !== undefined && isFullHeader(block)) return ofBlock(at, at, depth, false, block);
  }
  return ofAttribution(lines, at, at, false);
};

/** Within a quote, and not at its top: then the quote is what somebody answered, and this a part of it. */
const isInsideQuote = (lines: readonly string[], { at }: Boundary): boolean => {
  const depth = depthOf(lines[at] ?? '');
  if (depth === 0) return false;
  let above = at - 1;
  while (above >= 0 && isBlank((lines[above] ?? '').replaceAll('>', ''))) above -= 1;
  const line = (lines[above] ?? '').slice(-MAX_MATCHED_LENGTH);
  return depthOf(lines[above] ?? '') >= depth || /[\d@].{0,300}[:：]\s{0,20}$/u.test(line.slice(-320));
};

/** `-----Original Message-----` and no header behind it: what follows was answered, whatever it is (a forwarded mail, often). */
const beginsQuote = (line: string): boolean =>
  markerOf(unquote(line.slice(0, MAX_MATCHED_LENGTH), depthOf(line)))?.kind === 'original';

const firstBoundary = (lines: readonly string[], isKnownForward: boolean): Boundary | undefined => {
  const end = Math.min(lines.length, MAX_LINES_ABOVE);
  for (let at = 0; at < end; at += 1) {
    if (isBlank(lines[at] ?? '')) continue;
    const boundary = boundaryAt(lines, at);
    if (boundary !== undefined) return isInsideQuote(lines, boundary) ? undefined : boundary;
    if (!isKnownForward && beginsQuote(lines[at] ?? '')) return undefined;
  }
  return undefined;
};

const messageAbove = (lines: readonly string[], at: number): string | null => {
  let end = at;
  while (end > 0 && (isBlank(lines[end - 1] ?? '') || isSeparator(lines[end - 1] ?? ''))) end -= 1;
  const message = lines.slice(0, end).join('\n').trim();
  return message === '' ? null : message;
};

/** Outlook on the web prints English labels in every language: then as for a subject that says nothing. */
const isScandinavianForward = (header: PrintedHeader | undefined, message: string | null): boolean =>
  header !== undefined &&
  !isSenderLabelOf(['fi', 'et'], header.fromLabel) &&
  (message === null || isSenderLabelOf(['da', 'no'], header.fromLabel));

/**
 * A marker decides. Without one a forward and a reply look alike: then the subject decides, and where it says nothing (a person changed it), whether
 * anything was written above; a reply without an answer is not sent. A caller that does not know the subject hears of every full header.
 */
const isForward = (boundary: Boundary, says: SubjectSays['says'] | undefined, message: string | null): boolean => {
  if (boundary.isMarked) return true;
  if (says === 'forward') return true;
  if (says === 'either') return isScandinavianForward(boundary.header, message);
  if (says === 'reply' || boundary.header === undefined) return false;
  return says === undefined || message === null;
};

/** Zoho prints its marker below the header as well; a marker with a header behind it begins a mail that the original forwards. */
const withoutSecondMarker = (body: readonly string[]): readonly string[] => {
  const at = skipBlank(body, 0);
  const next = body[skipBlank(body, at + 1)] ?? '';
  const isMarker = markerOf((body[at] ?? '').slice(0, MAX_MATCHED_LENGTH))?.kind === 'forward';
  return isMarker && labelOf(next) === undefined ? body.slice(at + 1) : body;
};

/** Proton quotes the whole original below an unquoted header. */
const withoutQuoting = (body: readonly string[]): readonly string[] =>
  body.every((line) => depthOf(line) > 0 || isBlank(line)) ? body.map((line) => unquote(line, 1)) : body;

const bodyOf = (lines: readonly string[], { bodyAt, depth, isMarked }: Boundary): string => {
  const rest = quoteFrom(lines, bodyAt, depth);
  const end = isMarked ? rest.findIndex((line) => markerOf(line.slice(0, MAX_MATCHED_LENGTH))?.kind === 'end') : -1;
  const whole = end < 0 ? rest : rest.slice(0, end);
  const body = isMarked ? withoutQuoting(withoutSecondMarker(whole)) : whole;
  return body.join('\n').trim();
};

const orNull = (value: string | undefined): string | null => (value === undefined || value === '' ? null : value);

const originalOf = (
  { header, attribution }: Boundary,
  subject: string | undefined,
  body: string,
): Original | undefined => {
  if (attribution !== undefined)
    return { from: attribution.from, to: [], cc: [], subject: orNull(subject), date: attribution.date, body };
  const from = mailboxIn(header?.values.get('from') ?? '');
  if (header === undefined || from === undefined) return undefined;
  return {
    from,
    to: mailboxesIn(header.values.get('to') ?? ''),
    cc: mailboxesIn(header.values.get('cc') ?? ''),
    subject: orNull(header.values.get('subject')),
    date: orNull(header.values.get('date')),
    body,
  };
};

/** @param body the mail's text. @returns undefined for own mails, replies, and mails that only quote. */
export const forwardedOf = (body: string, outerSubject: string | undefined): Forwarded | undefined => {
  const lines = linesOf(body);
  const outer = outerSubject === undefined ? undefined : subjectSays(outerSubject);
  const boundary = firstBoundary(lines, outer?.says === 'forward');
  if (boundary === undefined) return undefined;
  const message = messageAbove(lines, boundary.at);
  if (!isForward(boundary, outer?.says, message)) return undefined;
  const original = originalOf(boundary, outer?.rest, bodyOf(lines, boundary));
  return original === undefined ? undefined : { original, message };
};
