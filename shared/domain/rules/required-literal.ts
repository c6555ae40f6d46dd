/**
 * A piece of text that every match of a regular expression contains, so that a rule need not be tried on a mail without it. For rule-index.ts. Cautious:
 * where it is not sure it finds none, and the expression is tried on every mail.
 */
import { fold } from './rule-input.ts';

const QUANTIFIERS = new Set(['?', '*', '{']);
/** Escapes that stand for themselves. */
const PUNCTUATION = /[^A-Za-z0-9\s]/;

/** Where a class `[...]` ends; the pattern has passed the engine before, so it does. */
const endOfClass = (pattern: string, from: number): number => {
  let at = from + 1;
  if (pattern[at] === '^') at += 1;
  if (pattern[at] === ']') at += 1;
  while (at < pattern.length && pattern[at] !== ']') at += pattern[at] === '\\' ? 2 : 1;
  return at;
};

const endOfGroup = (pattern: string, from: number): number => {
  let depth = 0;
  let at = from;
  for (; at < pattern.length; at += 1) {
    if (pattern[at] === '\\') at += 1;
    else if (pattern[at] === '[') at = endOfClass(pattern, at);
    else if (pattern[at] === '(') depth += 1;
    else if (pattern[at] === ')') {
      depth -= 1;
      if (depth === 0) break;
    }
  }
  return at;
};

interface Token {
  /** Undefined: something that is no fixed character. */
  readonly letter: string | undefined;
  readonly end: number;
}

const tokenAt = (pattern: string, at: number): Token => {
  const first = pattern[at] ?? '';
  if (first === '\\') {
    const escaped = pattern[at + 1] ?? '';
    const fixed = PUNCTUATION.test(escaped);
    return { letter: fixed ? escaped : undefined, end: at + 2 };
  }
  if (first === '[') return { letter: undefined, end: endOfClass(pattern, at) + 1 };
  if (first === '(') return { letter: undefined, end: endOfGroup(pattern, at) + 1 };
  // What stands in braces counts something; where it does not, a few letters are not looked for.
  const brace = first === '{' ? pattern.indexOf('}', at) : -1;
  if (brace >= 0) return { letter: undefined, end: brace + 1 };
  return { letter: '.^$+?*{}'.includes(first) ? undefined : first, end: at + 1 };
};

/** Flags, quotations, numbered characters and alternatives at the top change what a letter means, or whether it must be there. */
const isTooClever = (pattern: string): boolean => /\\[QExpP0-9]|\(\?(?!:|P?<[A-Za-z_])/.test(pattern);

/** The longest one, folded; empty: none is sure. */
export const requiredLiteral = (pattern: string): string => {
  if (isTooClever(pattern)) return '';
  let longest = '';
  let run = '';
  const close = () => {
    if (run.length > longest.length) longest = run;
    run = '';
  };
  for (let at = 0; at < pattern.length; ) {
    if (pattern[at] === '|') return '';
    const { letter, end } = tokenAt(pattern, at);
    const optional = QUANTIFIERS.has(pattern[end] ?? '');
    // ASCII only: of other letters an engine may know more forms than folding does.
    if (letter !== undefined && letter.charCodeAt(0) < 128 && !optional) run += letter;
    else close();
    at = end;
  }
  close();
  return fold(longest);
};
