import { describe, expect, test } from 'vitest';
import { replyOfHtml } from '#shared/adapters/mime/reply-of-html.ts';
import { REPLY_MARKER } from '#shared/domain/reply/marker.ts';

describe('[F28] an answer in HTML', () => {
  test.each([
    [
      'Gmail',
      '<div class="gmail_quote"><div class="gmail_attr">Ann:<br></div><blockquote class="gmail_quote">old</blockquote></div>',
    ],
    [
      'Outlook on the web',
      '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">Ann</div><div>old<img src="cid:1"></div>',
    ],
    [
      'Outlook on Windows',
      '<div style="border-top:solid"><p><b>Van:</b> Ann<br><b>Verzonden:</b> nu<br></p></div><p>old</p>',
    ],
    ['Outlook for Mac', '<span id="OLK_SRC_BODY_SECTION">old</span>'],
    ['Apple Mail', '<blockquote type="cite">old</blockquote>'],
    ['Yahoo', '<div id="ydp12" class="ydp12ayahoo_quoted"><div>Ann:</div>old</div>'],
    ['Proton', '<div class="protonmail_quote">Ann:<blockquote type="cite">old</blockquote></div>'],
    ['Thunderbird', '<div class="moz-cite-prefix">Ann:</div><blockquote type="cite">old</blockquote>'],
    ['Zimbra', '<hr id="zwchr"><b>From: </b>Ann<br>old'],
    ['Hotmail', '<hr id="stopSpelling">old'],
    ['Yandex', '17.11.2021, 15:32, "Ann" &lt;<a>ann@shop.example</a>&gt;:<blockquote>old</blockquote>'],
    ['QQ', '<div>------------------&nbsp;原始邮件&nbsp;------------------</div><div>old</div>'],
    ['ourselves', `<div id="${REPLY_MARKER}" style="display:none"></div><p>old</p>`],
    [
      'ourselves, in text',
      `<p>Ann:</p><span style="display:none">${REPLY_MARKER}</span> old`.replace('<p>Ann:</p>', '<br>'),
    ],
  ])('ends above the mark of %s', (_, quoted) => {
    const { html, text } = replyOfHtml(`<html><body><div>New &amp; short</div>${quoted}</body></html>`);
    expect(text).toBe('New & short');
    expect(html).toMatch(/^<html><body><div>New &amp; short<\/div>(<br>|<div style="border-top:solid"><\/div>)?/);
    expect(html).not.toMatch(/old|Ann|cid:/);
    expect(html.endsWith('</body></html>')).toBe(true);
  });

  test('keeps answers between quotations', () => {
    const quote = '<blockquote class="gmail_quote">old</blockquote>';
    const { html } = replyOfHtml(`<div class="gmail_quote"><div>Ann:</div>${quote}<p>One</p>${quote}<p>Two</p></div>`);
    expect(html).toBe('<div class="gmail_quote"><div></div><p>One</p><p>Two</p></div>');
  });

  test('keeps answers between quoted lines of preformatted text', () => {
    const { html, text } = replyOfHtml('<pre>On 1/2/21 at 15:32, Ann wrote:\n&gt; old\nNew\n&gt; old</pre>');
    expect(text).toBe('New');
    expect(html).toMatch(/^<pre>\n\nNew\n<\/pre>$/);
  });

  test('keeps a picture of its own without words', () => {
    const { html } = replyOfHtml('<p><img src="cid:1"></p><blockquote type="cite">old</blockquote>');
    expect(html).toBe('<p><img src="cid:1"></p>');
  });

  test.each([
    ['what is only indented', '<p>a</p><blockquote style="margin:0 0 0 40px; border: none">b</blockquote><p>c</p>'],
    [
      'what is passed on',
      '<p>a</p><div class="gmail_quote">---------- Forwarded message ---------<br>From: Ann<br>b</div>',
    ],
    ['what is nothing but quoted', '<blockquote type="cite">a</blockquote>'],
    ['what is nested deeper than is read', `<p>a</p>${'<div>'.repeat(20_000)}<blockquote type="cite">b</blockquote>`],
  ])('is the whole of %s', (_, html) => {
    expect(replyOfHtml(html).html).toBe(html);
  });

  test.each(['<', '>', '&amp;', '<td>', '<br>', '<!--', '<b>', '</p>', 'a', '<blockquote>a</blockquote>b', '<hr>'])(
    'of a megabyte of %j is read to the end',
    (shape) => {
      const html = shape.repeat((1024 * 1024) / shape.length);
      expect(replyOfHtml(html).html.length).toBeLessThanOrEqual(html.length + 100);
    },
  );
});
