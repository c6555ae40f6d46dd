import { describe, expect, test } from 'vitest';
import { rewriteHtml } from '#shared/adapters/html/track-html.ts';

const PIXEL = '<img src=p>';
const rewritten = (html: string) =>
  rewriteHtml(html, (href) => (href.startsWith('http') ? `https://t/${href.length}` : undefined), PIXEL);

describe('tracked HTML', () => {
  test.each([
    ['<a href="http://a/?x=1&amp;y=2">1</a>', `<a href="https://t/17">1</a>${PIXEL}`],
    ["<A class=b HREF = 'http://a' >1</A>", `<A class=b href="https://t/8" >1</A>${PIXEL}`],
    ['<a href=http://a title=x>1', `<a href="https://t/8" title=x>1${PIXEL}`],
    ['<a href="http://a" href="http://bcd">1</a>', `<a href="https://t/8" href="http://bcd">1</a>${PIXEL}`],
    ['<map><area href="http://a"></map>', `<map><area href="https://t/8"></map>${PIXEL}`],
  ])('[F198] replaces the link of %s', (html, expected) => {
    expect(rewritten(html)).toBe(expected);
  });

  test.each([
    '<p>Tea &amp; milk & more\r\n<br/>\u00a0\u{1f600}',
    '<!--[if mso]><a href="http://a">x</a><![endif]-->',
    '<link href="http://a"><base href="http://a"><img src="http://a">',
    '<a href="mailto:a@b">1</a><a name=x>2</a><a href>3</a>',
    '<style>a { color: red }</style><script>"<a href=\'http://a\'>"</script>',
    '<p title="<a href=http://a>">unclosed <b>bold',
  ])('leaves byte for byte %j', (html) => {
    expect(rewritten(html)).toBe(`${html}${PIXEL}`);
  });

  test('[F202] leaves a link that says so, and takes the word out of it, before or after the address', () => {
    expect(rewritten('<a data-no-track href="http://a">1</a><a href="http://a" data-no-track>2</a>')).toBe(
      `<a href="http://a">1</a><a href="http://a">2</a>${PIXEL}`,
    );
  });

  test('puts the picture at the end of the body, also when something follows', () => {
    expect(rewritten('<html><body><p>x</p></body></html>\n<a href="http://a">z</a>')).toBe(
      `<html><body><p>x</p>${PIXEL}</body></html>\n<a href="https://t/8">z</a>`,
    );
  });
});
