/** What a rule puts into the record it makes: its own fields with what its expressions captured, and what its body rule reads from the mail. For act.ts. */
import { isDeliverable } from '../../domain/address/address.ts';
import { cut } from '../../domain/message/cut.ts';
import type { Message } from '../../domain/message/message.ts';
import { newPartOf } from '../../domain/message/new-part.ts';
import { type Fields, type FieldValue, MAX_TEXT_LENGTH } from '../../domain/record/record.ts';
import { type BodyRule, type LookupMapping, valuesFrom } from '../../domain/rules/body-rule.ts';
import type { Captures } from '../../domain/rules/criterion.ts';
import type { RuleMatch } from '../../domain/rules/match-rule.ts';
import { PLACEHOLDER } from '../../domain/rules/placeholders.ts';

/** A value of a mail goes into fields of one line; longer ones are for `description`. */
const MAX_LINE_LENGTH = 255;

/** As it is stored. */
export const fitting = (field: string, value: string): string =>
  field === 'description'
    ? cut(value, MAX_TEXT_LENGTH)
    : // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it takes out
      cut(value.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim(), MAX_LINE_LENGTH);

const filledIn = (value: FieldValue, captures: Captures): FieldValue =>
  typeof value === 'string'
    ? value.replace(PLACEHOLDER, (_whole, name: string) =>
        Object.hasOwn(captures, name) ? (captures[name] ?? '') : '',
      )
    : value;

/** Without the fields that are empty, and without an `email` that is no address: it would identify nobody. */
const usable = (values: Readonly<Record<string, FieldValue>>): Fields =>
  Object.fromEntries(
    Object.entries(values)
      .map(([field, value]) => [field, typeof value === 'string' ? fitting(field, value) : value] as const)
      .filter(([field, value]) => value !== '' && (field !== 'email' || isDeliverable(String(value)))),
  );

export interface WantedFields {
  /** Of the rule itself. */
  readonly fixed: Fields;
  /** Read from the body; undefined: the rule has no body rule. */
  readonly fromBody: Fields | undefined;
  /** What the body says of other records. */
  readonly lookups?: readonly WantedLookup[];
}

export interface WantedLookup extends Pick<LookupMapping, 'field' | 'module' | 'duplicateFields' | 'create'> {
  readonly values: Fields;
}

const lookupsIn = (rule: BodyRule, text: string): readonly WantedLookup[] =>
  (rule.lookups ?? []).map(({ mappings, ...lookup }) => ({
    ...lookup,
    values: usable(valuesFrom(rule, text, mappings)),
  }));

const readBody = (rule: BodyRule, text: string): Pick<WantedFields, 'fromBody' | 'lookups'> => ({
  fromBody: usable(valuesFrom(rule, text)),
  lookups: lookupsIn(rule, text),
});

export const wantedFields = ({ rule, captures }: RuleMatch, message: Message): WantedFields => ({
  fixed: usable(
    Object.fromEntries(
      Object.entries(rule.action.fields ?? {}).map(([field, value]) => [field, filledIn(value, captures)]),
    ),
  ),
  ...(rule.action.bodyRule === undefined
    ? { fromBody: undefined }
    : readBody(rule.action.bodyRule, newPartOf(message))),
});
