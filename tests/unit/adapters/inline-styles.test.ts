import { describe, expect, test } from 'vitest';
import { inlineStyles } from '#shared/adapters/html/inline-styles.ts';

/** What becomes of the body below a style sheet. */
const inlined = (css: string, body: string): string => {
  const sheet = `<style>${css}</style>`;
  return inlineStyles(sheet + body).slice(sheet.length);
};

describe('[F136] rules of a style sheet', () => {
  test('are written into the elements they are for, within others or right in them, the rest stays byte for byte', () => {
    expect(
      inlined(
        '.a .b{color:red} td > i{margin:0} u > i{top:0}',
        `<TD class=a>\n<p CLASS='b'>x<br/><i>y</i><td><i>z</i>`,
      ),
    ).toBe(`<TD class=a>\n<p style="color:red" CLASS='b'>x<br/><i>y</i><td><i style="margin:0">z</i>`);
  });

  test('stand before what the element says itself, in its attribute, with quotes that end nothing', () => {
    const once = inlined('p{font-family:"A b"}', `<p id=x style='color:red;content:"y"'>x</p>`);
    expect(once).toBe('<p id=x style="font-family:&quot;A b&quot;;color:red;content:&quot;y&quot;">x</p>');
    expect(inlined('p{font-family:"A b"}', once)).toBe(once);
  });

  test('stay in the sheet for what a screen, a scheme or the mouse changes, which a style in the element would overrule', () => {
    const css =
      'p{width:600px;padding:4px;color:red} @media (max-width:600px){p.s{width:100%} p{padding-left:0}} p:hover{color:blue}';
    expect(inlined(css, '<p class="s">x</p><p>y</p>')).toBe('<p class="s">x</p><p style="width:600px">y</p>');
    expect(inlined('p{width:9px} @media print{p{width:1px!important}}', '<p>x</p>')).toBe('<p style="width:9px">x</p>');
  });

  test('of a sheet for Outlook alone, or for another medium, are for nobody else', () => {
    for (const html of [
      '<!--[if mso]><style>p{color:red}</style><![endif]--><p>x</p>',
      '<style media="print">p{color:red}</style><p>x</p>',
    ])
      expect(inlineStyles(html)).toBe(html);
  });

  test.each([
    ['rules and elements', `${'p{color:red}'.repeat(900)}`, '<p>x</p>'.repeat(50_000)],
    ['growth', `b{--x:${'y'.repeat(1_000)}}`, '<b></b>'.repeat(1_000)],
    ['depth', 'p{color:red}', '<div>'.repeat(100_000)],
    ['comments that do not end', '/* '.repeat(60_000), '<p>x</p>'],
  ])('are left where they are when there is too much: %s', (_title, css, body) => {
    expect(inlined(css, body)).toBe(body);
  });
});
