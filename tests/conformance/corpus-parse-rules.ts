/** When a case of the corpus's `parse` folder passes: its README-1.md, rule by rule. A field that is absent is not expected. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { MailAddress } from '#shared/domain/address/address.ts';
import type { ParsedAttachment, ParsedMessage } from '#tests/support/parse.ts';
import { evenSpace, noSpace } from './corpus.ts';
import { visibleText } from './visible-text.ts';

/** Without an address: the source asserts the name only. */
const Person = z.strictObject({ address: z.string().optional(), name: z.string().optional() });
const Part = z.strictObject({
  name: z.string().optional(),
  bytes: z.number().optional(),
  sha1: z.string().optional(),
  contentType: z.string().optional(),
  contains: z.string().optional(),
});

/** Strict: an expectation that nobody checks would count as passed. */
export const ParseExpectation = z.strictObject({
  source: z.string(),
  from: Person.optional(),
  to: z.array(Person).optional(),
  toFirst: Person.optional(),
  cc: z.array(Person).optional(),
  subject: z.string().optional(),
  messageId: z.string().optional(),
  date: z.string().optional(),
  text: z.string().optional(),
  textContains: z.array(z.string()).optional(),
  htmlText: z.string().optional(),
  htmlContains: z.array(z.string()).optional(),
  attachmentCount: z.number().optional(),
  attachments: z.array(Part).optional(),
});

type Expectation = z.infer<typeof ParseExpectation>;

const samePerson = (wanted: z.infer<typeof Person>, got: MailAddress | undefined) =>
  got !== undefined &&
  (wanted.address === undefined || got.address.toLowerCase() === wanted.address.toLowerCase()) &&
  (wanted.name === undefined || evenSpace(got.name) === evenSpace(wanted.name));

const samePeople = (wanted: readonly z.infer<typeof Person>[], got: readonly MailAddress[]) =>
  wanted.length === got.length && wanted.every((person, n) => samePerson(person, got[n]));

const samePart = (wanted: z.infer<typeof Part>, got: ParsedAttachment) =>
  (wanted.name === undefined || got.name === wanted.name) &&
  (wanted.bytes === undefined || got.content.length === wanted.bytes) &&
  (wanted.contentType === undefined || got.contentType === wanted.contentType) &&
  (wanted.contains === undefined || Buffer.from(got.content).includes(wanted.contains)) &&
  (wanted.sha1 === undefined || createHash('sha1').update(got.content).digest('hex') === wanted.sha1);

/** Each wanted part has a part of its own in the mail. */
const sameParts = (wanted: readonly z.infer<typeof Part>[], got: readonly ParsedAttachment[]) => {
  const left = [...got];
  return wanted.every((part) => {
    const at = left.findIndex((candidate) => samePart(part, candidate));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
};

const unlessAbsent = <Wanted>(wanted: Wanted | undefined, holds: (wanted: Wanted) => boolean): boolean =>
  wanted === undefined || holds(wanted);

const verdicts = (expected: Expectation, got: ParsedMessage): Readonly<Record<string, boolean>> => {
  const seen = noSpace(visibleText(got.html ?? ''));
  const { from, to, toFirst, cc, subject, messageId, date, text, textContains, htmlText, htmlContains } = expected;
  return {
    from: unlessAbsent(from, (person) => samePerson(person, got.from)),
    to: unlessAbsent(to, (people) => samePeople(people, got.to)),
    toFirst: unlessAbsent(toFirst, (person) => samePerson(person, got.to[0])),
    cc: unlessAbsent(cc, (people) => samePeople(people, got.cc)),
    subject: unlessAbsent(subject, (wanted) => evenSpace(got.subject) === evenSpace(wanted)),
    messageId: unlessAbsent(messageId, (wanted) => got.messageId === wanted),
    date: unlessAbsent(date, (wanted) => Date.parse(got.date ?? '') === Date.parse(wanted)),
    text: unlessAbsent(text, (wanted) => evenSpace(got.text) === evenSpace(wanted)),
    textContains: unlessAbsent(textContains, (all) => all.every((part) => noSpace(got.text).includes(noSpace(part)))),
    htmlText: unlessAbsent(htmlText, (wanted) => seen === noSpace(wanted)),
    htmlContains: unlessAbsent(htmlContains, (all) => all.every((part) => seen.includes(noSpace(part)))),
    attachmentCount: unlessAbsent(expected.attachmentCount, (count) => got.attachments.length === count),
    attachments: unlessAbsent(expected.attachments, (parts) => sameParts(parts, got.attachments)),
  };
};

/** Names of the fields that are not as expected; none = passed. */
export const failingFields = (expected: Expectation, got: ParsedMessage): readonly string[] =>
  Object.entries(verdicts(expected, got)).flatMap(([field, holds]) => (holds ? [] : [field]));
