/** The templates that come with Postroom, one by one: what is promised of all of them. */
import { Parser } from 'htmlparser2';
import { expect, test } from 'vitest';
import { cleanTemplate } from '#shared/adapters/html/clean-template.ts';
import { checkTemplate } from '#shared/domain/template/check-template.ts';
import { parseHtml, parsePlain } from '#shared/domain/template/parse-template.ts';
import { READY, readyPage, readyTemplate } from '#shared/domain/template/ready/ready-templates.ts';
import { renderTemplate } from '#shared/domain/template/render-template.ts';
import { warningsOf } from '#shared/domain/template/warnings.ts';

/** WCAG 2.2, relative luminance. */
const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (one: string, other: string): number => {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

interface Look {
  readonly ink: string;
  readonly paper: string;
  readonly hidden: boolean;
}

type Scheme = ReadonlyMap<string, string>;

/** What the classes are in the dark scheme of the mail's own style sheet. */
const darkOf = (html: string): { readonly inks: Scheme; readonly papers: Scheme } => {
  const rules = /@media \(prefers-color-scheme:dark\)\{(.*)\}<\/style>/.exec(html)?.[1] ?? '';
  const found = (property: string) =>
    new Map(
      [...rules.matchAll(new RegExp(`\\.(\\w+)\\{${property}:(#\\w{6})!important`, 'g'))].map(
        ([, name = '', colour = '']) => [name, colour],
      ),
    );
  return { inks: found('color'), papers: found('background-color') };
};

const dark = (classes: string, colours: Scheme): string | undefined =>
  classes
    .split(' ')
    .map((one) => colours.get(one))
    .find((colour) => colour !== undefined);

/** The lowest contrast of any text, in the light and in the dark scheme; colours are inherited as in a browser. */
const lowestContrast = (html: string): number => {
  const { inks, papers } = darkOf(html);
  if (inks.size < 2 || papers.size < 3) throw new Error('there is no dark scheme');
  let lowest = 21;
  const open: { light: Look; dark: Look }[] = [];
  const start: Look = { ink: '#000000', paper: '#ffffff', hidden: false };
  new Parser({
    onopentag: (name, { style = '', class: classes = '' }) => {
      const above = open.at(-1) ?? { light: start, dark: start };
      const hidden = above.light.hidden || /display:none/.test(style) || ['head', 'style', 'title'].includes(name);
      const ink = /(?:^|;)color:(#[0-9a-f]{6})/.exec(style)?.[1];
      const paper = /background-color:(#[0-9a-f]{6})/.exec(style)?.[1];
      const light = { ink: ink ?? above.light.ink, paper: paper ?? above.light.paper, hidden };
      open.push({
        light,
        dark: {
          ink: dark(classes, inks) ?? ink ?? above.dark.ink,
          paper: dark(classes, papers) ?? paper ?? above.dark.paper,
          hidden,
        },
      });
    },
    onclosetag: () => void open.pop(),
    ontext: (text) => {
      const look = open.at(-1);
      if (look === undefined || look.light.hidden || text.trim() === '') return;
      for (const { ink, paper } of [look.light, look.dark]) lowest = Math.min(lowest, contrast(ink, paper));
    },
  }).end(html);
  return lowest;
};

const VALUES = { byKey: new Map<string, string>(), companyName: 'Acme', hasLogo: true };

test('[F139] more than a hundred templates are ready, each of them fit to be sent', () => {
  expect(READY.length).toBeGreaterThan(100);
  expect(new Set(READY.map(({ id }) => id)).size).toBe(READY.length);
  expect(new Set(READY.map(({ name, purpose }) => `${purpose} ${name}`)).size).toBe(READY.length);
  for (const { id } of READY) {
    const ready = readyTemplate(id);
    if (ready === undefined) throw new Error(`${id} is listed and not there`);
    const html = cleanTemplate(ready.html);
    const { module, subject, text } = ready;
    const variants = [{ language: 'en', subject, html, text }] as const;
    expect(checkTemplate({ module, variants }), id).toEqual([]);
    expect(warningsOf({ variants }), id).toEqual([]);
    expect(html.length, `${id} loses nothing when it is copied`).toBeGreaterThan(ready.html.length * 0.95);
    expect(lowestContrast(html), id).toBeGreaterThanOrEqual(4.5);
    const line = renderTemplate(parsePlain(subject, 'line'), VALUES).text;
    const shown = [
      line,
      renderTemplate(parsePlain(text, 'plain'), VALUES).text,
      renderTemplate(parseHtml(html), VALUES).text,
    ];
    expect(shown.join(' '), id).not.toMatch(/\$[a-z]|undefined|lorem/i);
    expect([text.length > 100, line.length > 3, line.length < 80], id).toEqual([true, true, true]);
  }
});

test('[F139] ready templates are listed page by page, by purpose and by module', () => {
  const first = readyPage({ limit: 60 });
  const second = readyPage({ limit: 60, cursor: first?.nextCursor });
  expect([...(first?.items ?? []), ...(second?.items ?? [])]).toEqual(READY);
  expect(second?.nextCursor).toBeUndefined();
  expect(readyPage({ limit: 5, cursor: 'nothing' })).toBeUndefined();
  expect(readyPage({ limit: 100, purpose: 'case-solved' })?.items.every(({ module }) => module === 'cases')).toBe(true);
});
