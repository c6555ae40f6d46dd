/** The tables of this folder are lines of words separated by bars: one word a line would be a thousand lines. */
export const words = (...lines: readonly string[]): readonly string[] => lines.flatMap((line) => line.split('|'));
