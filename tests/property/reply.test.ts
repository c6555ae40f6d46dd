import './repeatable.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { replyOfHtml } from '#shared/adapters/mime/reply-of-html.ts';
import { replyOf } from '#shared/domain/reply/reply-of.ts';

const Line = fc.oneof(
  fc.constantFrom('', '> old', '>> older', '-- ', '____', 'Thanks', 'Yes, two please', 'Sent from my iPhone', '-Ann'),
  fc.constantFrom('On 1/2/2021 at 3:32 PM, Ann <ann@shop.example> wrote:', 'On 1/2/2021', '<ann@shop.example> wrote:'),
  fc.constantFrom('From: Ann <ann@shop.example>', 'Sent: today', 'To: Bo', 'Subject: x', '-----Original Message-----'),
  fc.constantFrom('---------- Forwarded message ---------', 'postroom-reply-above', '> (http://shop.example/a', 'b)'),
  fc.string({ maxLength: 30 }),
);
const Tag = fc.constantFrom(
  '<p>',
  '</p>',
  '<div class="gmail_quote">',
  '</div>',
  '<blockquote>',
  '</blockquote>',
  '<br>',
  '<pre>',
  '</pre>',
  '<hr id="zwchr">',
  '<div id="x">',
  '&amp;',
  '<',
);

const filled = (text: string) =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

describe('[F28] taking an answer apart', () => {
  test('loses no line and makes none up', () => {
    fc.assert(
      fc.property(fc.array(Line, { maxLength: 14 }), (lines) => {
        const text = lines.join('\n');
        const { reply, signature, quoted } = replyOf(text);
        const got = [reply, signature, quoted].flatMap(filled).join('');
        expect([...got.replace(/\s/g, '')].sort()).toEqual([...text.replace(/\s/g, '')].sort());
      }),
    );
  });

  test('leaves a reply whenever the body says anything', () => {
    fc.assert(
      fc.property(fc.array(Line, { maxLength: 14 }), (lines) => {
        const text = lines.join('\n');
        expect(replyOf(text).reply === '').toBe(text.trim() === '');
      }),
    );
  });

  test('of HTML takes pieces of the source away, and only closes what is then open', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(Line, Tag), { maxLength: 20 }), (pieces) => {
        const html = pieces.join('');
        const kept = replyOfHtml(html).html.replace(/(<\/[^<>]+>)+$/, '');
        let at = 0;
        for (const character of kept) {
          at = html.indexOf(character, at);
          expect(at).toBeGreaterThanOrEqual(0);
          at += character.length;
        }
      }),
    );
  });
});
