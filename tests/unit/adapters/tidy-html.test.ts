import { describe, expect, test } from 'vitest';
import { htmlTools } from '#shared/adapters/html/tidy-html.ts';

describe('[F136] HTML a person wrote', () => {
  test.each([
    [
      'a link without a scheme',
      '<a href="www.shop.example/x?a=1">a</a>',
      '<a href="http://www.shop.example/x?a=1">a</a>',
    ],
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
      '<!DOCTYPE html><style>p{color:red}</style><p style="color:red;margin:0">a<a href="http://www.b.example">b</a></p>',
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

  test.each([
    ['of opening brackets', '<'.repeat(1_000_000)],
    ['of blanks in a source that does not end', `<img src="${' '.repeat(1_000_000)}`],
    ['of attributes that do not end', '<a href="x '.repeat(90_000)],
  ])('a megabyte %s is looked at once', (_title, html) => {
    expect(typeof htmlTools.tidy(html)).toBe('string');
  });
});
