/** Font, signature and footer around what was written; names in From and Reply-To. Read again by two parsers. */
import { describe, expect, test } from 'vitest';
import { cleanPiece } from '#shared/adapters/html/clean-piece.ts';
import { composeMail } from '#shared/adapters/mime/compose-mail.ts';
import { PatchOutgoingEmailBody } from '#shared/contracts/outgoing-email.ts';
import { DEFAULT_OUTGOING_EMAIL } from '#shared/domain/sender-address/outgoing-email.ts';
import { dressedHtml, dressedText, lookOf } from '#shared/domain/sending/look.ts';
import { anUnfiledMail } from '#tests/support/feedback-world.ts';
import { INJECTIONS } from '#tests/support/header-injections.ts';
import { reparsed } from '#tests/support/reparsed.ts';

const SETTINGS = {
  ...DEFAULT_OUTGOING_EMAIL,
  font: { family: "'Open Sans', sans-serif", sizePx: 14 },
  signature: { html: '<p>Yours</p>', text: 'Yours' },
  footer: { html: '<p>Acme</p>', text: 'Acme' },
};

const fullLook = () => lookOf(SETTINGS, true) ?? { below: [] };

describe('the look', () => {
  test('[F97] is signature, then footer, in the font, within the body, and quoted replies stay as they are', () => {
    const quoted = '<p>New</p><blockquote style="color:red"><b>old</blockquote>';
    const below = '<div><p>Yours</p></div><div><p>Acme</p></div>';
    const font = `<div style="font-family:'Open Sans', sans-serif;font-size:14px">`;
    expect(dressedHtml(quoted, fullLook())).toBe(`${font}${quoted}${below}</div>`);
    const page = (inner: string) => `<!doctype html><html><BODY class="a">${inner}</BODY></html>`;
    expect(dressedHtml(page(quoted), fullLook())).toBe(page(`${font}${quoted}${below}</div>`));
    expect(dressedText('New\n\n> old', fullLook())).toBe('New\n\n> old\n\nYours\n\nAcme');
  });

  test('[F97] has no signature where a mail wants none, and is nothing where nothing is set', () => {
    expect(dressedText('New', lookOf(SETTINGS, false) ?? { below: [] })).toBe('New\n\nAcme');
    expect([lookOf(DEFAULT_OUTGOING_EMAIL, true), lookOf(undefined, true)]).toEqual([undefined, undefined]);
  });

  test('[F97] takes nothing that runs, loads without https or breaks out', () => {
    const hostile =
      '<p style="color:red;background:url(x)" onclick="x()">Hi<script>x()</script><img src="http://t.example/p"><img src="https://a.example/l.png"></div></body><!-- x';
    expect(cleanPiece(hostile)).toBe('<p style="color:red">Hi<img /><img src="https://a.example/l.png" /></p>');
  });
});

describe('a name', () => {
  const compose = async (fromName: string) => {
    const raw = await composeMail(
      { ...anUnfiledMail(), from: 'ada@acme.example', fromName, replyTo: 'desk@acme.example', replyToName: fromName },
      { text: 'Hi', attachments: [] },
    );
    return { raw: raw.toString(), two: Object.values(await reparsed(raw)) };
  };

  test.each([
    'Help, Desk <x@evil.example>',
    '"Quoted" \\ back',
    'Grüße 你好',
    'x'.repeat(100),
    'ü'.repeat(100),
    '; : @ ( )',
  ])('[F94] [F96] %j names From and Reply-To and leaves their addresses alone', async (name) => {
    for (const read of (await compose(name)).two)
      expect(read).toMatchObject({ from: ['ada@acme.example'], replyTo: ['desk@acme.example'], bcc: [] });
  });

  test.each(Object.entries({ ...INJECTIONS, 'encoded word': '=?utf-8?q?a=0D=0ABcc:_x?=' }))(
    '[F94] with %s is refused by the contract and harmless past it',
    async (_what, evil) => {
      const body = { fromName: `Acme${evil}`, cases: { replyTo: { address: 'a@acme.example', name: `A${evil}` } } };
      const refused = PatchOutgoingEmailBody.safeParse(body).error?.issues.map(({ path }) => path.join('.'));
      expect(refused).toEqual(['fromName', 'cases.replyTo.name']);
      const { raw, two } = await compose(`Acme${evil}`);
      expect(raw.split('\r\n').filter((line) => /^(bcc|x)/i.test(line) && !/^X-/.test(line))).toEqual([]);
      for (const read of two) expect(read).toMatchObject({ from: ['ada@acme.example'], bcc: [] });
    },
  );
});
