/** The little XML that S3 speaks: writing answers and reading a DeleteObjects request. */
import { malformedXml, notEmulated } from './refusals.ts';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** Control characters as references: S3 writes them so, though XML 1.0 knows no such characters (asking for encoding-type=url is the way). */
export const escapeXml = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: keys may contain them, and a raw one would break the answer
  text.replace(/[&<>"\u0000-\u001f]/g, (character) => {
    const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
    return names[character] ?? `&#x${character.charCodeAt(0).toString(16)};`;
  });

type Value = string | number | boolean | undefined;

/** `undefined` leaves the element out. */
export const element = (name: string, value: Value): string =>
  value === undefined ? '' : `<${name}>${escapeXml(String(value))}</${name}>`;

export const xmlDocument = (root: string, content: string): string =>
  `${DECLARATION}<${root} xmlns="${NAMESPACE}">${content}</${root}>`;

/** Error documents have no namespace. */
export const xmlError = (members: Readonly<Record<string, Value>>): string =>
  `${DECLARATION}<Error>${Object.entries(members)
    .map(([name, value]) => element(name, value))
    .join('')}</Error>`;

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const unescapeXml = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

const CHILD = /\s*<(\w+)>([^<]*)<\/\1>\s*/y;
const OBJECT = /\s*<Object>(.*?)<\/Object>\s*/gs;

/** Children without children of their own; undefined when there is anything else. */
const children = (text: string): [string, string][] | undefined => {
  const found: [string, string][] = [];
  CHILD.lastIndex = 0;
  while (CHILD.lastIndex < text.length) {
    const match = CHILD.exec(text);
    if (match === null) return undefined;
    found.push([match[1] ?? '', unescapeXml(match[2] ?? '')]);
  }
  return found;
};

export interface DeleteRequest {
  readonly keys: readonly string[];
  readonly quiet: boolean;
}

const keyOf = (object: string): string => {
  const members = children(object.trim());
  if (members === undefined) throw malformedXml();
  const other = members.find(([name]) => name !== 'Key');
  if (other !== undefined) throw notEmulated(`DeleteObjects with ${other[0]} is not emulated.`);
  const key = members[0]?.[1];
  if (key === undefined || key === '' || members.length > 1) throw malformedXml();
  return key;
};

/** Anything that is not exactly a list of objects and perhaps `Quiet` is malformed. */
export const readDeleteRequest = (body: string): DeleteRequest => {
  const root = /^\s*(?:<\?xml[^>]*\?>)?\s*<Delete(?:\s[^>]*)?>(.*)<\/Delete>\s*$/s.exec(body)?.[1];
  if (root === undefined) throw malformedXml();
  const keys: string[] = [];
  const rest = root.replace(OBJECT, (_, object: string) => {
    keys.push(keyOf(object));
    return '';
  });
  const others = children(rest.trim());
  if (others === undefined || others.some(([name]) => name !== 'Quiet')) throw malformedXml();
  return { keys, quiet: others.some(([, value]) => value === 'true') };
};
