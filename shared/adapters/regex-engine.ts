/**
 * Regular expressions by RE2 (`re2js`): a pattern of a stranger takes time linear in the text, whatever it is (FEATURES 49, Decisions). Loaded when the first
 * rule with one comes.
 */
import { Failure } from '../domain/failure.ts';
import type { Captures, CompileRegex } from '../domain/rules/criterion.ts';
import type { LoadRegexEngine } from '../ports/rules.ts';

/** A repetition is written out when it is compiled: `x{0,1000}` a hundred times over is 900 letters, 200,000 steps and 220 MB. The longest honest ones have some hundred. */
const MAX_STEPS = 5_000;

const refused = (why: string, cause?: unknown) =>
  new Failure('invalid-input', 'invalid-regex', `not a regular expression of RE2: ${why}`, cause);

/** The compiler puts the flag for capitals in front, which nobody typed. */
const FLAG = /^\(\?i\)/;

const LOOK_AROUND = /^\(\?<?[=!]/;

interface PatternError {
  readonly error: string;
  readonly input: string;
}

const isPatternError = (cause: unknown): cause is PatternError =>
  cause instanceof Error &&
  'error' in cause &&
  typeof cause.error === 'string' &&
  'input' in cause &&
  typeof cause.input === 'string';

const whyNone = (cause: unknown, pattern: string): string => {
  if (!isPatternError(cause)) return cause instanceof Error ? cause.message : String(cause);
  const { error, input } = cause;
  const typed = pattern.includes(input) ? input : input.replace(FLAG, '');
  return LOOK_AROUND.test(typed) ? `RE2 knows no look-ahead and look-behind: ${typed}` : `${error}: ${typed}`;
};

export const loadRegexEngine: LoadRegexEngine = async (): Promise<CompileRegex> => {
  const { RE2JS } = await import('re2js');
  return (pattern) => {
    const compiled = (() => {
      try {
        return RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
      } catch (cause) {
        throw refused(whyNone(cause, pattern), cause);
      }
    })();
    if (compiled.programSize() > MAX_STEPS)
      throw refused('its repetitions, written out, are too long; use smaller counts, or * and +');
    const names = Object.entries(compiled.namedGroups());
    return (text): Captures | undefined => {
      const matcher = compiled.matcher(text);
      if (!matcher.find()) return undefined;
      const last = matcher.groupCount();
      return {
        ...Object.fromEntries(names.map(([name, group]) => [name, matcher.group(group) ?? ''])),
        match: matcher.group(last) ?? '',
      };
    };
  };
};
