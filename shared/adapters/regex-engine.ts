/**
 * Regular expressions by RE2 (`re2js`): a pattern of a stranger takes time linear in the text, whatever it is (FEATURES 49, Decisions). Loaded when the first
 * rule with one comes.
 */
import { Failure } from '../domain/failure.ts';
import type { Captures, CompileRegex } from '../domain/rules/criterion.ts';
import type { LoadRegexEngine } from '../ports/rules.ts';

export const loadRegexEngine: LoadRegexEngine = async (): Promise<CompileRegex> => {
  const { RE2JS } = await import('re2js');
  return (pattern) => {
    const compiled = (() => {
      try {
        return RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause);
        throw new Failure('invalid-input', 'invalid-regex', `not a regular expression of RE2: ${why}`, cause);
      }
    })();
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
