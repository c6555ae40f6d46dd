/** A body as lines with the depth of their quoting (`> > text` is 2). For the other files of this folder. */

/** A line is matched against patterns with this much of its beginning: no header, marker or attribution is longer, a hostile line is. */
export const MAX_MATCHED_LENGTH = 1_000;

export const linesOf = (body: string): readonly string[] => body.split(/\r\n|\r|\n/);

export const depthOf = (line: string): number => {
  let depth = 0;
  for (const character of line) {
    if (character === '>') depth += 1;
    else if (character !== ' ' && character !== '\t' && character !== '\u00a0') break;
  }
  return depth;
};

/** Without so many levels of quoting, and the one blank that stands behind each. */
export const unquote = (line: string, depth: number): string => {
  let at = 0;
  for (let left = depth; left > 0; left -= 1) {
    const next = line.indexOf('>', at);
    if (next < 0 || line.slice(at, next).trim() !== '') break;
    at = next + 1;
  }
  return at > 0 && line[at] === ' ' ? line.slice(at + 1) : line.slice(at);
};

/** `trim` takes the byte order mark away, but not a space of no width. */
export const isBlank = (line: string): boolean => line.replaceAll('\u200b', '').trim() === '';

/** Nothing but what separates: `________________________________` (Outlook), `-----`. */
export const isSeparator = (line: string): boolean => /^[\s_\-–—*=~]{4,200}$/.test(line);

/**
 * What belongs to a quote of that depth from a line on: all the rest where nothing is quoted, else up to the first line that is quoted less. One
 * such line between two of the quote is the end of a line that was broken on its way.
 */
export const quoteFrom = (lines: readonly string[], from: number, depth: number): readonly string[] => {
  if (depth === 0) return lines.slice(from);
  const isWithin = (at: number) => depthOf(lines[at] ?? '') >= depth;
  const quote: string[] = [];
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const isBroken = at > from && isWithin(at - 1) && isWithin(at + 1);
    if (!isWithin(at) && !isBlank(line) && !isBroken) break;
    quote.push(unquote(line, depth));
  }
  return quote;
};
