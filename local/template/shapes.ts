/**
 * The small language in which local/template/types/ says what a property may hold, and the check of resolved values against it. Numbers
 * and flags given as text are turned into what they mean, as CloudFormation does, so that nobody behind the loader has to.
 */
import { isRecord, isScalar, type Json } from './json.ts';
import { refuse } from './template-error.ts';

export type Shape =
  | { readonly kind: 'text' }
  | { readonly kind: 'integer'; readonly least: number; readonly most: number }
  | { readonly kind: 'flag' }
  | { readonly kind: 'one-of'; readonly values: readonly string[] }
  | { readonly kind: 'list'; readonly entry: Shape; readonly most: number }
  | { readonly kind: 'map'; readonly entry: Shape }
  | { readonly kind: 'json' }
  | { readonly kind: 'no-effect'; readonly because: string }
  | ObjectShape;

export interface ObjectShape {
  readonly kind: 'object';
  readonly members: Readonly<Record<string, Shape>>;
  readonly required: readonly string[];
}

export const text: Shape = { kind: 'text' };
export const flag: Shape = { kind: 'flag' };
/** A document with a grammar of its own (policy, pattern), checked by whoever runs it. */
export const json: Shape = { kind: 'json' };
export const integer = (least: number, most: number): Shape => ({ kind: 'integer', least, most });
export const oneOf = (...values: readonly string[]): Shape => ({ kind: 'one-of', values });
export const list = (entry: Shape, most = Number.POSITIVE_INFINITY): Shape => ({ kind: 'list', entry, most });
export const map = (entry: Shape): Shape => ({ kind: 'map', entry });
/** Known, and rightly without consequence on one machine. */
export const noEffect = (because: string): Shape => ({ kind: 'no-effect', because });
export const object = (members: Readonly<Record<string, Shape>>, required: readonly string[] = []): ObjectShape => ({
  kind: 'object',
  members,
  required,
});
export const tags = noEffect('nobody sorts costs on this machine');

/** `place` names the resource, `path` the property within it. */
const checkShape = (value: Json, shape: Shape, place: string, path: string): Json => {
  const wrong = (sentence: string) => refuse(place, `the property ${path} ${sentence}`);
  switch (shape.kind) {
    case 'json':
    case 'no-effect':
      return value;
    case 'text':
      return isScalar(value) ? String(value) : wrong('must be a text.');
    case 'flag':
      if (value === true || value === 'true') return true;
      return value === false || value === 'false' ? false : wrong('must be true or false.');
    case 'integer': {
      const number = isScalar(value) && value !== '' && typeof value !== 'boolean' ? Number(value) : Number.NaN;
      const fits = Number.isInteger(number) && number >= shape.least && number <= shape.most;
      return fits
        ? number
        : wrong(`is ${JSON.stringify(value)}; AWS takes whole numbers from ${shape.least} to ${shape.most}.`);
    }
    case 'one-of':
      if (isScalar(value) && shape.values.includes(String(value))) return String(value);
      return wrong(`is ${JSON.stringify(value)}; the embedded cloud runs only ${shape.values.join(', ')}.`);
    case 'list': {
      if (!Array.isArray(value)) return wrong('must be a list.');
      if (value.length > shape.most) return wrong(`has ${value.length} entries; AWS takes ${shape.most}.`);
      return value.map((entry: Json, index) => checkShape(entry, shape.entry, place, `${path}.${index}`));
    }
    case 'map':
      if (!isRecord(value)) return wrong('must be an object.');
      return mapMembers(value, (entry, name) => checkShape(entry, shape.entry, place, `${path}.${name}`));
    case 'object':
      return checkObject(value, shape, place, path);
  }
};

const mapMembers = (value: { readonly [member: string]: Json }, change: (entry: Json, name: string) => Json) =>
  Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, change(entry, name)]));

/** An empty `path` stands for the resource's Properties themselves. */
export const checkObject = (
  value: Json,
  shape: ObjectShape,
  place: string,
  path: string,
): { readonly [member: string]: Json } => {
  const inside = (name: string) => (path === '' ? name : `${path}.${name}`);
  if (!isRecord(value)) return refuse(place, `the property ${path} must be an object.`);
  const missing = shape.required.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) return refuse(place, `the property ${inside(missing)} is missing.`);
  return mapMembers(value, (entry, name) => {
    const member = Object.hasOwn(shape.members, name) ? shape.members[name] : undefined;
    return member === undefined
      ? refuse(
          place,
          `the embedded cloud does not know the property ${inside(name)}; add it to local/template/types/ once something here acts on it, or take it out of the construct.`,
        )
      : checkShape(entry, member, place, inside(name));
  });
};
