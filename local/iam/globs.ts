/**
 * IAM's wildcards: `*` is any run of characters, `?` any single one (IAM User Guide, "JSON policy elements: Resource" and "Action").
 * No regular expressions: object keys come from outside, and several `*` in a pattern would make backtracking slow.
 */
export const globMatches = (pattern: string, text: string): boolean => {
  let at = 0;
  let textAt = 0;
  let star = -1;
  let retryAt = 0;
  while (textAt < text.length) {
    if (pattern[at] === '*') {
      star = at++;
      retryAt = textAt;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[textAt])) {
      at++;
      textAt++;
    } else if (star >= 0) {
      at = star + 1;
      textAt = ++retryAt;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
};

export const hasWildcard = (pattern: string): boolean => pattern.includes('*') || pattern.includes('?');

/** The six fields of an ARN; the last keeps its colons. Undefined when there are fewer. */
export const arnFields = (arn: string): string[] | undefined => {
  const parts = arn.split(':');
  return parts.length < 6 ? undefined : [...parts.slice(0, 5), parts.slice(5).join(':')];
};

/**
 * Each of the six fields is matched on its own ("ARN condition operators"), so a `*` in the account field never swallows the resource;
 * one at the end of the resource field reaches beyond further colons.
 */
export const arnMatches = (pattern: string, arn: string): boolean => {
  if (pattern === '*') return true;
  const expected = arnFields(pattern);
  const actual = arnFields(arn);
  if (expected === undefined || actual === undefined) return pattern === arn;
  return expected.every((field, index) => globMatches(field, actual[index] ?? ''));
};

/** Precompiled: plain values cost one lookup, only patterns are tried one by one. */
export const compileMatcher = (
  patterns: readonly string[],
  matches: (pattern: string, value: string) => boolean,
): ((value: string) => boolean) => {
  const exact = new Set(patterns.filter((pattern) => !hasWildcard(pattern)));
  const wild = patterns.filter(hasWildcard);
  if (wild.includes('*')) return () => true;
  return (value) => exact.has(value) || wild.some((pattern) => matches(pattern, value));
};
