/**
 * The rules of the style sheets in a mail, read for inline-styles.ts. Rules of elements by name, class and id, alone or within others (`p`, `td.price`, `.note p`,
 * `tr > td`), can be written into the elements. Of all others it is known what they may change later: on a small screen, in the dark, under the mouse.
 */
import { Parser } from 'htmlparser2';

/** What is deeper is not looked at: the parser walks along all open elements at each new one. */
export const MAX_DEPTH = 500;

/** One element of a selector. */
export interface Step {
  readonly name: string | undefined;
  readonly id: string | undefined;
  readonly classes: readonly string[];
  /** Stands right in the element of the step before, not just somewhere in it. */
  readonly isChild: boolean;
}

export interface Rule {
  readonly steps: readonly Step[];
  readonly declarations: readonly string[];
}

/** A rule that holds now and then. */
export interface Condition {
  /** Undefined: any element. */
  readonly last: Step | undefined;
  readonly properties: readonly string[];
}

export interface Sheets {
  /** The weakest first. */
  readonly rules: readonly Rule[];
  readonly conditions: readonly Condition[];
}

/** Longer sheets, and more rules than that, are no mail's: every element is compared with all of them. */
const MAX_CSS_LENGTH = 200_000;
const MAX_RULES = 1_000;
/** Of elements within each other in one selector: their matches are bits of a number. */
const MAX_STEPS = 8;

const STEP = /^(?:\*|([A-Za-z][A-Za-z0-9]*))?((?:[.#][A-Za-z_][\w-]*)*)$/;

const withoutComments = (css: string): string => {
  let [kept, done] = ['', 0];
  for (let start = css.indexOf('/*'); start !== -1; ) {
    const end = css.indexOf('*/', start + 2);
    if (end === -1) break;
    kept += css.slice(done, start);
    done = end + 2;
    start = css.indexOf('/*', done);
  }
  return (kept + css.slice(done)).replace(/<!--|-->/g, '');
};

/** Not what stands in a comment: `<!--[if mso]>` is for Outlook alone. */
const cssIn = (html: string): string => {
  const sheets: string[] = [];
  let sheet: { media: string; css: string } | undefined;
  let depth = 0;
  const parser = new Parser({
    onopentag: (name, { media = '' }) => {
      depth += 1;
      if (depth > MAX_DEPTH) parser.pause();
      if (name === 'style') sheet = { media, css: '' };
    },
    ontext: (text) => {
      if (sheet !== undefined) sheet.css += text;
    },
    onclosetag: (name) => {
      depth -= 1;
      if (name !== 'style' || sheet === undefined) return;
      const css = withoutComments(sheet.css);
      sheets.push(/^\s*(?:all)?\s*$/i.test(sheet.media) ? css : `@media ${sheet.media}{${css}}`);
      sheet = undefined;
    },
  });
  parser.end(html);
  return sheets.join('\n');
};

/** Blocks of the outermost level: head and content. */
const blocksOf = (css: string): readonly (readonly [string, string])[] => {
  const blocks: [string, string][] = [];
  let [depth, headStart, bodyStart] = [0, 0, 0];
  for (let at = 0; at < css.length; at += 1) {
    if (css[at] === '{') {
      depth += 1;
      if (depth === 1) bodyStart = at + 1;
    }
    if (css[at] !== '}' || depth === 0) continue;
    depth -= 1;
    if (depth > 0) continue;
    // What ends with `;` before it is a rule without a block: `@import`, `@charset`.
    blocks.push([
      (
        css
          .slice(headStart, bodyStart - 1)
          .split(';')
          .at(-1) ?? ''
      ).trim(),
      css.slice(bodyStart, at),
    ]);
    headStart = at + 1;
  }
  return blocks;
};

/** At each `;` that is in no brackets and no quotes: `url(data:image/png;base64,...)` is one piece. */
const pieces = (block: string): readonly string[] => {
  const found: string[] = [];
  let [start, depth, quote] = [0, 0, ''];
  for (let at = 0; at < block.length; at += 1) {
    const letter = block.charAt(at);
    if (quote !== '') {
      if (letter === quote) quote = '';
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '(') depth += 1;
    else if (letter === ')') depth = Math.max(0, depth - 1);
    else if (letter === ';' && depth === 0) {
      found.push(block.slice(start, at));
      start = at + 1;
    }
  }
  return [...found, block.slice(start)];
};

/** `!important` stays in the sheet: in an element nothing could overrule it, not even a dark scheme. */
const declarationsIn = (block: string): readonly string[] =>
  pieces(block)
    .map((one) => one.trim())
    .filter((one) => one.includes(':') && !/[{}]|!\s*important/i.test(one));

export const propertyOf = (declaration: string): string => declaration.split(':', 1)[0]?.trim().toLowerCase() ?? '';

const stepOf = (written: string, isChild: boolean): Step | undefined => {
  const match = STEP.exec(written);
  if (match === null || written === '') return undefined;
  const marks = (match[2] ?? '').match(/[.#][^.#]+/g) ?? [];
  return {
    name: match[1]?.toLowerCase(),
    id: marks.find((mark) => mark.startsWith('#'))?.slice(1),
    classes: marks.filter((mark) => mark.startsWith('.')).map((mark) => mark.slice(1)),
    isChild,
  };
};

/** Undefined: not of names, classes and ids alone. */
const stepsOf = (selector: string): readonly Step[] | undefined => {
  const steps = selector.split('>').flatMap((part, nth) =>
    part
      .trim()
      .split(/\s+/)
      .map((one, at) => stepOf(one, nth > 0 && at === 0)),
  );
  const known = steps.flatMap((step) => step ?? []);
  return known.length === steps.length && steps.length <= MAX_STEPS ? known : undefined;
};

/** CSS Selectors 4, section 17: identifiers before classes before names. */
const weight = ({ steps }: Rule): number =>
  steps
    .map(
      ({ id, classes, name }) => (id === undefined ? 0 : 10_000) + classes.length * 100 + (name === undefined ? 0 : 1),
    )
    .reduce((sum, one) => sum + one, 0);

/** Of `table .price:hover` it is `.price`; of what is written otherwise any element may be meant. */
const conditionOf = (selector: string, block: string): Condition => ({
  last: stepOf(
    (
      selector
        .trim()
        .split(/[\s>+~]+/)
        .at(-1) ?? ''
    ).replace(/[:[].*$/, ''),
    false,
  ),
  properties: declarationsIn(block).map(propertyOf),
});

const conditionsIn = (head: string, block: string): readonly Condition[] =>
  head.startsWith('@')
    ? blocksOf(block).flatMap(([inner, content]) => conditionsIn(inner, content))
    : head.split(',').map((selector) => conditionOf(selector, block));

/** Undefined: there is none, or more than can be compared with every element. */
export const sheetsIn = (html: string): Sheets | undefined => {
  const css = cssIn(html);
  if (css.trim() === '' || css.length > MAX_CSS_LENGTH) return undefined;
  const rules: Rule[] = [];
  const conditions: Condition[] = [];
  for (const [head, block] of blocksOf(css)) {
    if (/^@(?:font-face|page|keyframes|-webkit-keyframes)/i.test(head)) continue;
    if (head.startsWith('@')) conditions.push(...conditionsIn(head, block));
    else
      for (const selector of head.split(',')) {
        const steps = stepsOf(selector);
        if (steps === undefined) conditions.push(conditionOf(selector, block));
        else rules.push({ steps, declarations: declarationsIn(block) });
      }
    if (rules.length + conditions.length > MAX_RULES) return undefined;
  }
  const told = rules.filter(({ declarations }) => declarations.length > 0);
  return {
    rules: told.sort((one, other) => weight(one) - weight(other)),
    conditions: conditions.filter(({ properties }) => properties.length > 0),
  };
};
