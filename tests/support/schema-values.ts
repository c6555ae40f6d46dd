/** Right and wrong values of a schema form: what the walk of the API fills in, and what the API must refuse, field by field. */
import type { Form } from './schema-form.ts';

/** Tried in turn for a string with a pattern and no example. */
const TEXTS = [
  'sample',
  'a-sample',
  'ada@example.com',
  '2026-11-21T09:30:00.000Z',
  '2026-11-21',
  '1',
  'https://example.com/',
  'application/pdf',
  'c2FtcGxl',
];

const sampleText = (form: Extract<Form, { kind: 'string' }>): string => {
  if (form.choices !== undefined) return form.choices[0] ?? '';
  const fits = (text: string) =>
    text.length >= form.min && text.length <= form.max && (form.pattern?.test(text) ?? true);
  const found = [...(form.example === undefined ? [] : [form.example]), ...TEXTS, 'x'.repeat(form.min)].find(fits);
  if (found === undefined)
    throw new Error(
      `No sample fits the pattern ${String(form.pattern)}: give the schema an \`example\` in shared/contracts.`,
    );
  return found;
};

/** A value that the API accepts, with every optional field filled. */
export const sampleOf = (form: Form): unknown => {
  switch (form.kind) {
    case 'string':
      return sampleText(form);
    case 'number':
      return Math.min(Math.max(form.min, 1), form.max);
    case 'boolean':
      return form.only ?? true;
    case 'never':
      return undefined;
    case 'null':
      return null;
    case 'list':
      return Array.from({ length: Math.max(form.min, 1) }, () => sampleOf(form.of));
    case 'object':
      return Object.fromEntries(Object.entries(form.fields).map(([name, field]) => [name, sampleOf(field)]));
    case 'any-of':
      return sampleOf(form.forms[0] ?? { kind: 'null' });
  }
};

const accepts = (form: Form, value: unknown): boolean => {
  switch (form.kind) {
    case 'string':
      return (
        typeof value === 'string' &&
        value.length >= form.min &&
        value.length <= form.max &&
        (form.choices?.includes(value) ?? true) &&
        (form.pattern?.test(value) ?? true)
      );
    case 'number':
      return (
        typeof value === 'number' && value >= form.min && value <= form.max && (!form.whole || Number.isInteger(value))
      );
    case 'boolean':
      return typeof value === 'boolean' && (form.only === undefined || value === form.only);
    case 'never':
      return false;
    case 'null':
      return value === null;
    case 'list':
      return (
        Array.isArray(value) &&
        value.length >= form.min &&
        value.length <= form.max &&
        value.every((each) => accepts(form.of, each))
      );
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'any-of':
      return form.forms.some((one) => accepts(one, value));
  }
};

/** Text this long or shorter is a name, an address or a key and may stand in a header or a list; longer text has lines. */
const ONE_LINE = 1024;

/** What must be refused though the document cannot say so: control characters in what is one line, NUL in any text, half a surrogate pair. */
const hostileTexts = (form: Extract<Form, { kind: 'string' }>): readonly string[] => {
  if (form.choices !== undefined) return [];
  const text = sampleText(form);
  const lines = [`${text}\r\nBcc: victim@example.com`, `\n${text}`, `${text}\u0007`];
  return [`${text}\u0000`, `${text}\ud800`, ...(form.max <= ONE_LINE || form.pattern !== undefined ? lines : [])];
};

const WRONG_TYPES: readonly unknown[] = [null, true, 7, 'text', [], ['text'], [{}], {}, { toString: 'x' }];

const brokenHere = (form: Form): readonly unknown[] => {
  switch (form.kind) {
    case 'string':
      return ['', 'none-of-these', 'x'.repeat(Math.min(form.max, 1_000_000) + 1), ...hostileTexts(form)];
    case 'number':
      return [form.min - 1, form.max + 1, 1.5, 1e300, '1'];
    case 'list':
      return [Array.from({ length: Math.min(form.max, 1000) + 1 }, () => sampleOf(form.of))];
    case 'any-of':
      return form.forms.flatMap(brokenHere);
    default:
      return [];
  }
};

/** Whether the server must refuse a value though the form accepts it. */
const isHostile = (form: Form, value: unknown): boolean =>
  form.kind === 'string'
    ? hostileTexts(form).some((text) => text === value)
    : form.kind === 'any-of' && form.forms.some((one) => isHostile(one, value));

export interface Broken {
  /** Place of the mistake, with dots, as the API names it. */
  readonly field: string;
  readonly value: unknown;
}

const within = (name: string, field: string) => (field === '' ? name : `${name}.${field}`);

/** Values that differ from a right one in one place. */
export const brokenOf = (form: Form): readonly Broken[] => {
  const here = [...WRONG_TYPES, ...brokenHere(form)]
    .filter((value) => !accepts(form, value) || isHostile(form, value))
    .map((value) => ({ field: '', value }));
  if (form.kind === 'any-of')
    return [
      ...here,
      ...form.forms
        .filter((one) => one.kind === 'list' || one.kind === 'object')
        .flatMap((one) => brokenOf(one).filter(({ field }) => field !== '')),
    ];
  if (form.kind === 'list')
    return [...here, ...brokenOf(form.of).map(({ field, value }) => ({ field: within('0', field), value: [value] }))];
  if (form.kind !== 'object') return here;
  const right = Object.entries(form.fields).map(([name, field]): readonly [string, unknown] => [name, sampleOf(field)]);
  const without = (name: string) => right.filter(([other]) => other !== name);
  const put = (name: string, value: unknown) => Object.fromEntries([...without(name), [name, value]]);
  return [
    ...here,
    ...form.required.map((name) => ({ field: name, value: Object.fromEntries(without(name)) })),
    ...(form.rest === 'none' ? [{ field: 'unexpected', value: put('unexpected', 'x') }] : []),
    ...(form.rest === 'none' || form.rest === 'any'
      ? []
      : brokenOf(form.rest).map(({ field, value }) => ({
          field: within('custom1', field),
          value: put('custom1', value),
        }))),
    ...Object.entries(form.fields).flatMap(([name, of]) =>
      brokenOf(of).map(({ field, value }) => ({ field: within(name, field), value: put(name, value) })),
    ),
  ];
};
