/**
 * What the compiler and Biome cannot say of our sources: how long a file may be, that a type is only claimed where something is parsed, and that
 * deciding code has no clock and no dice. `npm run check` runs it; tests/architecture/house-rules.test.ts shows that each rule fires.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';

const PROJECT = join(import.meta.dirname, '..');
const SOURCES = ['functions', 'shared', 'local', 'cdk', 'scripts', 'bench'];

/** An entry only joins a handler to adapters. */
const MAX_ENTRY_LINES = 25;
/** What can be read in one breath; above it the file's head has to say why. */
const MAX_LINES = 300;
const MAX_LINES_WITH_REASON = 400;
const REASON = 'Longer than 300 lines because';

/** Where time and chance come in as arguments (shared/ports/clock.ts). */
const DECIDING = /^shared\/(domain|app)\//;
const CLOCKS_AND_DICE = ['Date.now', 'Math.random', 'performance.now', 'crypto.randomUUID', 'crypto.getRandomValues'];

/** Every node of swc's tree has a type and a span of bytes, counted from 1. */
interface Node {
  readonly type: string;
  readonly span: { readonly start: number; readonly end: number };
  readonly [member: string]: unknown;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isNode = (value: unknown): value is Node =>
  isObject(value) && typeof value['type'] === 'string' && isObject(value['span']);

const nodesOf = function* (value: unknown): Generator<Node> {
  if (isNode(value)) yield value;
  if (isObject(value)) for (const member of Object.values(value)) yield* nodesOf(member);
};

/** `as unknown` forgets a type instead of claiming one; what a parser gave may be called what its schema says. */
const claimsAType = (node: Node, textOf: (node: unknown) => string): boolean =>
  textOf(node['typeAnnotation']) !== 'unknown' && !/\bparsed?\b/i.test(textOf(node['expression']));

const wrongWith = (node: Node, path: string, textOf: (node: unknown) => string): string | undefined => {
  const text = textOf(node);
  if (node.type === 'TsNonNullExpression') return `\`${text}\`: "!" hides that it may be missing; say what then`;
  if (node.type === 'TsKeywordType' && text === 'any') return '`any` switches the compiler off; say `unknown` and look';
  if (node.type === 'TsTypeAssertion' || (node.type === 'TsAsExpression' && claimsAType(node, textOf)))
    return `\`${text}\`: a cast outside parsing claims what nobody checked`;
  if (!DECIDING.test(path)) return undefined;
  if (node.type === 'MemberExpression' && CLOCKS_AND_DICE.includes(text))
    return `\`${text}\`: time and chance come in through shared/ports/clock.ts`;
  if (node.type === 'NewExpression' && /^new Date(\(\s*\))?$/.test(text))
    return `\`${text}\`: the time comes in through shared/ports/clock.ts`;
  return undefined;
};

const lengthOf = (path: string, source: string): string | undefined => {
  const lines = source.split('\n').length - 1;
  if (/^functions\/[^/]+\/index\.ts$/.test(path) && lines > MAX_ENTRY_LINES)
    return `${lines} lines: an entry has at most ${MAX_ENTRY_LINES}; what it does more belongs into the handler or an adapter`;
  if (lines > MAX_LINES_WITH_REASON) return `${lines} lines: nothing here is longer than ${MAX_LINES_WITH_REASON}`;
  const head = source.slice(0, source.indexOf('*/')).replace(/\s*\*?\s+/g, ' ');
  return lines > MAX_LINES && !head.includes(REASON)
    ? `${lines} lines: split it, or begin the file with a comment that says "${REASON} ..."`
    : undefined;
};

/** @param path from the project's folder, with slashes; the rules differ by folder */
export const findingsIn = (path: string, source: string): readonly string[] => {
  const tooLong = lengthOf(path, source);
  const bytes = Buffer.from(source);
  const textOf = (node: unknown) =>
    isNode(node) ? bytes.subarray(node.span.start - 1, node.span.end - 1).toString() : '';
  const lineOf = (node: Node) =>
    bytes
      .subarray(0, node.span.start - 1)
      .toString()
      .split('\n').length;
  const wrong = [...nodesOf(parseSync(source, { syntax: 'typescript', target: 'es2024' }))].flatMap((node) => {
    const what = wrongWith(node, path, textOf);
    return what === undefined ? [] : [`${path}:${lineOf(node)} ${what}.`];
  });
  return [...(tooLong === undefined ? [] : [`${path} has ${tooLong}.`]), ...wrong];
};

export const sourceFiles = (): readonly string[] =>
  SOURCES.flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: PROJECT })).sort();

const main = (): number => {
  const findings = sourceFiles().flatMap((path) => findingsIn(path, readFileSync(join(PROJECT, path), 'utf8')));
  for (const finding of findings) console.error(finding);
  return findings.length === 0 ? 0 : 1;
};

if (import.meta.main) process.exitCode = main();
