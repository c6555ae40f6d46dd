/**
 * Writes the rules of style sheets into the elements they are for, since several mail programs take sheets out (FEATURES 136). For templates (clean-template.ts) and for what
 * people write (tidy-html.ts). By places in the text: the rest stays byte for byte, the sheet too. Nothing looks different where sheets are read: what a small screen, a
 * dark scheme or the mouse changes on an element is left to the sheet, for a style in the element would overrule it.
 *
 * Not `juice`: with 100 rules and 5,000 elements it took 12 seconds, and made 13 MB of 60 KB; this stops at a number of comparisons.
 */
import { Parser } from 'htmlparser2';
import { escapeHtml } from '../../domain/message/escape-html.ts';
import { MAX_DEPTH, propertyOf, type Sheets, type Step, sheetsIn } from './style-rules.ts';

/** Of an element with a step of a rule; some 100 ms. With more the HTML stays as it is. */
const MAX_COMPARISONS = 4_000_000;
/** Gmail cuts a mail off at 102 KB: one that grows more than that gains nothing. */
const MAX_GROWTH = 200_000;
const UNSEEN: ReadonlySet<string> = new Set(['head', 'title', 'meta', 'link', 'style', 'script', 'base']);

interface Element {
  readonly name: string;
  readonly id: string | undefined;
  readonly classes: readonly string[];
}

/** Of each rule, a bit for each of its steps that ends here, and of those that end here or around. */
interface Reached {
  readonly here: Uint8Array;
  readonly around: Uint8Array;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const fits = ({ name, id, classes }: Step, element: Element): boolean =>
  (name === undefined || name === element.name) &&
  (id === undefined || id === element.id) &&
  classes.every((one) => element.classes.includes(one));

const isSameOrPart = (one: string, other: string): boolean =>
  one === other || one.startsWith(`${other}-`) || other.startsWith(`${one}-`);

/** The bits of a rule's steps that end in this element. */
const stepsThatEnd = (steps: readonly Step[], element: Element, parent: number, around: number): number => {
  let bits = 0;
  for (const [at, step] of steps.entries()) {
    const before = 1 << (at - 1);
    const isLed = at === 0 || ((step.isChild ? parent : around) & before) !== 0;
    if (isLed && fits(step, element)) bits |= 1 << at;
  }
  return bits;
};

const makeMatcher = ({ rules, conditions }: Sheets) => {
  const none: Reached = { here: new Uint8Array(rules.length), around: new Uint8Array(rules.length) };
  const open: Reached[] = [];
  const cost = rules.reduce((sum, { steps }) => sum + steps.length, conditions.length);
  let comparisons = 0;
  return {
    isTooMuch: () => comparisons > MAX_COMPARISONS || open.length > MAX_DEPTH,
    leave: () => void open.pop(),
    /** What the rules say of the element that begins. */
    enter: (element: Element): readonly string[] => {
      const above = open.at(-1) ?? none;
      if (comparisons > MAX_COMPARISONS || UNSEEN.has(element.name)) {
        open.push(none);
        return [];
      }
      comparisons += cost;
      const here = new Uint8Array(rules.length);
      const found: string[] = [];
      for (const [n, { steps, declarations }] of rules.entries()) {
        const bits = stepsThatEnd(steps, element, above.here[n] ?? 0, above.around[n] ?? 0);
        here[n] = bits;
        if ((bits & (1 << (steps.length - 1))) !== 0) found.push(...declarations);
      }
      open.push({ here, around: here.map((bits, n) => bits | (above.around[n] ?? 0)) });
      if (found.length === 0) return found;
      const later = conditions
        .filter(({ last }) => last === undefined || fits(last, element))
        .flatMap(({ properties }) => properties);
      comparisons += found.length * (1 + later.length);
      if (comparisons > MAX_COMPARISONS) return [];
      // Of the same declaration twice the last one counts.
      return [...new Set(found.toReversed())]
        .toReversed()
        .filter((one) => !later.some((property) => isSameOrPart(property, propertyOf(one))));
    },
  };
};

export const inlineStyles = (html: string): string => {
  const sheets = /<style/i.test(html) ? sheetsIn(html) : undefined;
  if (sheets === undefined || sheets.rules.length === 0) return html;
  const matcher = makeMatcher(sheets);
  const edits: Edit[] = [];
  let growth = 0;
  let nameEnd = 0;
  let own: { start: number; end: number; value: string } | undefined;
  const parser = new Parser({
    onopentagname: () => {
      nameEnd = parser.endIndex;
      own = undefined;
    },
    onattribute: (name, value) => {
      // Of an attribute written twice the first counts (HTML, 13.2.5.33 Attribute name state).
      if (name === 'style') own ??= { start: parser.startIndex, end: parser.endIndex, value };
    },
    onopentag: (name, attributes, isImplied) => {
      if (matcher.isTooMuch()) parser.pause();
      const classes = (attributes['class'] ?? '').split(/\s+/);
      const added = matcher.enter({ name, id: attributes['id'], classes }).join(';');
      const value = own?.value ?? '';
      // What was done once already has them.
      if (isImplied || added === '' || value === added || value.startsWith(`${added};`)) return;
      const style = `style="${escapeHtml(value.trim() === '' ? added : `${added};${value}`)}"`;
      growth += style.length;
      edits.push(
        own === undefined
          ? { start: nameEnd, end: nameEnd, text: ` ${style}` }
          : { start: own.start, end: own.end, text: style },
      );
    },
    onclosetag: () => matcher.leave(),
  });
  parser.end(html);
  if (matcher.isTooMuch() || growth > MAX_GROWTH) return html;
  const pieces: string[] = [];
  let done = 0;
  for (const { start, end, text } of edits) {
    pieces.push(html.slice(done, start), text);
    done = end;
  }
  return pieces.join('') + html.slice(done);
};
