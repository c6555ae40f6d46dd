/** What is read of mails that are HTML alone. */
import { expect, test } from 'vitest';
import { textOfHtml } from '#shared/adapters/html/text-of-html.ts';
import { parseMail } from '#tests/support/parse.ts';

const ORDER =
  '<table><tr><td>Order no:</td><td>A-20001</td></tr><tr><td>Email:</td><td><a href="mailto:wilma@wood.example">wilma@wood.example</a></td></tr></table>';

test('[F61] a row of a table is a line, its cells stand a space apart, an address stands there once', () => {
  expect(textOfHtml(ORDER)).toBe('Order no: A-20001\nEmail: wilma@wood.example');
});

test('[F61] lines are as long as they are, pictures say what they show, headings keep their case', () => {
  const long = 'word '.repeat(60).trim();
  expect(textOfHtml(`<h1>Your order</h1><p>${long}</p><img src="https://track.example/1.gif" alt="Logo">`)).toBe(
    `Your order\n\n${long}\n\nLogo`,
  );
});

test('[F18] HTML beside an attachment has a text too', async () => {
  const mail = [
    'From: shop@order.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n',
    `--b\r\nContent-Type: text/html\r\n\r\n${ORDER}\r\n--b\r\nContent-Type: application/pdf\r\n\r\nx\r\n--b--\r\n`,
  ].join('\r\n');
  expect((await parseMail(Buffer.from(mail))).text).toBe('Order no: A-20001\nEmail: wilma@wood.example');
});
