import { describe, expect, test } from 'vitest';
import { htmlTools } from '#shared/adapters/html/tidy-html.ts';
import { colourOf, levelOf, tooltipOf } from '#shared/domain/quota/warning.ts';
import { hasOptedOut } from '#shared/domain/record/opt-in.ts';
import { isProgramName, isProgramType } from '#shared/domain/sending/program-files.ts';

const iso = '2026-11-22T00:00:00.000Z';

test('[F116] the colour is green up to 74 % of the limit and red from 75 % on; the tooltip says what happens on overuse', () => {
  expect([0, 369, 374, 375, 500].map((used) => colourOf(used, 500))).toEqual(['green', 'green', 'green', 'red', 'red']);
  expect(tooltipOf(12, 500, iso)).toContain('12 of 500 e-mails');
  expect(tooltipOf(500, 500, iso)).toContain(`Nothing more is taken until ${iso}`);
});

test('[F123] somebody is told at 80 % and at 100 %, one level at a time', () => {
  expect([0, 39, 40, 49, 50].map((used) => levelOf(used, 50))).toEqual([undefined, undefined, 80, 80, 100]);
});

test.each([
  [true, 'setup.exe'],
  [true, 'invoice.pdf.JS'],
  [true, 'invoice.scr. '],
  [false, 'invoice.pdf'],
  [false, 'exe'],
  [false, 'notes.executive'],
  [false, 'a.zip'],
])('[F130] that it is a program is %s of %s', (isProgram, name) => {
  expect(isProgramName(name)).toBe(isProgram);
});

test('[F130] programs are known by their type too', () => {
  expect(['application/x-msdownload', 'Application/Java-Archive', 'application/pdf'].map(isProgramType)).toEqual([
    true,
    true,
    false,
  ]);
});

test.each([
  [true, 'Opted out (user)'],
  [true, 'opted-out-contact'],
  [true, ' Opted Out (contact)'],
  [false, 'Double opt-in'],
  [false, 'None'],
  [false, undefined],
])('[F133] that somebody opted out is %s of %s', (isOut, value) => {
  expect(hasOptedOut(value === undefined ? {} : { emailOptIn: value })).toBe(isOut);
});

describe('[F136] HTML a person wrote', () => {
  test.each([
    ['a link without a scheme', '<a href="www.shop.example/x?a=1">a</a>', '<a href="http://www.shop.example/x?a=1">a</a>'],
    ['a bare name', '<a href=shop.example>a</a>', '<a href="http://shop.example">a</a>'],
    ['spaces in a source', '<img src="https://a.example/my pic.png">', '<img src="https://a.example/my%20pic.png" />'],
    ['a script', '<p>Hi<script>evil()</script></p>', '<p>Hi</p>'],
    ['a handler', '<img src="https://a.example/x" onerror="evil()">', '<img src="https://a.example/x" />'],
    ['a scheme that runs', '<a href="java\nscript:evil()">x</a>', '<a>x</a>'],
    ['a scheme in references', '<a href="&#106;avascript:evil()">x</a>', '<a>x</a>'],
    ['a page that leads away', '<meta http-equiv="refresh" content="0">Hi', 'Hi'],
    [
      'styles beside what is mended',
      '<!DOCTYPE html><style>p{color:red}</style><p style="margin:0">a<a href="www.b.example">b</a></p>',
      '<!DOCTYPE html><style>p{color:red}</style><p style="margin:0">a<a href="http://www.b.example">b</a></p>',
    ],
  ])('is mended: %s', (_title, html, mended) => {
    expect(htmlTools.tidy(html)).toBe(mended);
  });

  test.each([
    '<p>Hi<br><!-- note --><!--[if mso]>x<![endif]--></p>',
    '<a href="mailto:ada@shop.example">a</a><a href="#top">b</a><a href="{{link}}">c</a><a href="/x">d</a>',
    '<p>Read on=line &#8211; no script at all: javascripts are fun</p>',
  ])('that needs nothing is left as it is: %s', (html) => {
    expect(htmlTools.tidy(html)).toBe(html);
  });
});
