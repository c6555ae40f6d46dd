/**
 * Writes the rules of style sheets into the elements they are for: several mail programs take sheets out. Rules for one element at a time (`p`, `.note`, `td.x#y`) are
 * written in; what depends on other elements, on the screen or on the mouse stays in the sheet, which is kept. For clean-template.ts.
 */

interface Rule {
  readonly name: string | undefined;
  readonly id: string | undefined;
  readonly classes: readonly string[];
  readonly declarations: string;
}

export type InlineStyle = (name: string, attributes: Readonly<Record<string, string>>) => string | undefined;

/** A sheet with more rules than that is no mail's: every element is compared with all of them. */
const MAX_RULES = 500;

const SELECTOR = /^([a-z][a-z0-9]*)?((?:[.#][A-Za-z_][\w-]*)*)$/;

/** What is between `<style>` and `</style>`. A sheet that does not end is none. */
const sheetsIn = (html: string): readonly string[] => {
  const lower = html.toLowerCase();
  const sheets: string[] = [];
  for (let at = lower.indexOf('<style'); at !== -1; ) {
    const start = lower.indexOf('>', at);
    const end = start === -1 ? -1 : lower.indexOf('</style', start);
    if (end === -1) break;
    sheets.push(html.slice(start + 1, end));
    at = lower.indexOf('<style', end);
  }
  return sheets;
};

const withoutComments = (css: string): string =>
  css.replace(/<!--|-->/g, '').replace(/\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//g, '');

/** Blocks of the outermost level: head and content. What begins with `@` holds rules of its own. */
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
    blocks.push([css.slice(headStart, bodyStart - 1).trim(), css.slice(bodyStart, at).trim()]);
    headStart = at + 1;
  }
  return blocks;
};

/** `!important` stays in the sheet: in an element nothing could overrule it, not even a dark scheme. */
const declarationsOf = (block: string): string =>
  block
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one.includes(':') && !/!\s*important/i.test(one))
    .join(';');

const ruleOf = (selector: string, declarations: string): Rule | undefined => {
  const match = SELECTOR.exec(selector.trim());
  if (match === null || match[0] === '') return undefined;
  const parts = (match[2] ?? '').match(/[.#][^.#]+/g) ?? [];
  const classes = parts.filter((part) => part.startsWith('.')).map((part) => part.slice(1));
  return { name: match[1], id: parts.find((part) => part.startsWith('#'))?.slice(1), classes, declarations };
};

/** CSS Selectors 4, section 17: identifiers before classes before names. */
const weight = ({ id, classes, name }: Rule): number =>
  (id === undefined ? 0 : 10_000) + classes.length * 100 + (name === undefined ? 0 : 1);

const fits = (
  { name, id, classes }: Rule,
  element: string,
  own: readonly string[],
  ownId: string | undefined,
): boolean =>
  (name === undefined || name === element) &&
  (id === undefined || id === ownId) &&
  classes.every((one) => own.includes(one));

/** Undefined: the element stays as it is. */
export const inlineStyles = (html: string): InlineStyle => {
  const rules = sheetsIn(html)
    .flatMap((sheet) => blocksOf(withoutComments(sheet)))
    .flatMap(([head, block]) => head.split(',').flatMap((selector) => ruleOf(selector, declarationsOf(block)) ?? []))
    .filter(({ declarations }) => declarations !== '')
    .slice(0, MAX_RULES)
    .sort((one, other) => weight(one) - weight(other));
  return (element, attributes) => {
    const classes = (attributes['class'] ?? '').split(/\s+/);
    const found = rules.filter((rule) => fits(rule, element, classes, attributes['id']));
    if (found.length === 0) return undefined;
    const added = found.map(({ declarations }) => declarations).join(';');
    const own = attributes['style'] ?? '';
    // What was cleaned once already has them.
    if (own === added || own.startsWith(`${added};`)) return undefined;
    return own === '' ? added : `${added};${own}`;
  };
};
