/** Which header fields a line of a body names. For lines.ts, once for every line, and header-block.ts. */
import { type HeaderField, headerFieldOf, LABEL_LENGTH_MAX } from './header-labels.ts';

const labelOf = (text: string): HeaderField | undefined =>
  headerFieldOf(
    text
      .replace(/^[\s*_|•]{1,8}/u, '')
      .replace(/[\s*_]{1,8}$/u, '')
      .toLowerCase(),
  );

const colonIn = (text: string, from = 0): number => {
  const [narrow, wide] = [text.indexOf(':', from), text.indexOf('：', from)];
  return narrow < 0 || (wide >= 0 && wide < narrow) ? wide : narrow;
};

/** Colons of a line that are looked at; more than a block has fields would only feed hostile lines of colons. */
const COLONS_MAX = 12;

const NONE: readonly HeaderField[] = [];

/** Fields of one line: its label and, when a client lost the line breaks, those further on (`À : ann@example.com Objet : Order`). */
export const fieldsOf = (bare: string): readonly HeaderField[] => {
  const colon = colonIn(bare.slice(0, LABEL_LENGTH_MAX + 8));
  const first = colon < 0 ? undefined : labelOf(bare.slice(0, colon));
  if (first === undefined) return NONE;
  const fields: HeaderField[] = [first];
  let at = colonIn(bare, colon + 1);
  for (let seen = 0; at >= 0 && seen < COLONS_MAX; seen++, at = colonIn(bare, at + 1)) {
    const words = bare
      .slice(Math.max(colon + 1, at - LABEL_LENGTH_MAX), at)
      .trim()
      .split(' ');
    const field = labelOf(words.slice(-1).join(' ')) ?? labelOf(words.slice(-2).join(' '));
    if (field !== undefined && words.length > 1) fields.push(field);
  }
  return fields;
};
