import { test } from 'vitest';
import { composeMail } from '#shared/adapters/mime/compose-mail.ts';
import { anOutgoingMail } from '#tests/support/feedback-world.ts';
import { reparsed } from '#tests/support/reparsed.ts';

const show = async (what: string, mail: object, content: object) => {
  const raw = await composeMail(anOutgoingMail(mail), { attachments: [], ...content } as never);
  const two = await reparsed(raw);
  console.log('=====', what, '\n' + raw.toString('latin1').slice(0, 1500), '\n', JSON.stringify(two.mailparser), '\n', JSON.stringify(two['postal-mime']));
};
const att = (name: string, contentType: string, content: string) => ({ attachments: [{ name, contentType, content: Buffer.from(content) }] });
test('explore', async () => {
  await show('empty', { subject: '' }, {});
  await show('only att', {}, att('a.pdf', 'application/pdf', 'x'));
  await show('html only', {}, { html: '<p>Hi</p>' });
  await show('encoded word subject', { subject: 'x =?utf-8?q?a=0D=0ABcc:_evil?= y' }, { text: 'a' });
  await show('double spaces', { subject: 'a  b   c ä  ö  =?x' }, { text: '  a  \nfoo \n-- \nsig\n>quoted\nFrom here\n.\n' });
  await show('long ascii subject', { subject: 'x'.repeat(300) + ' y' }, { text: 'y'.repeat(100) + ' ' + 'z'.repeat(20) + ' \n' + 'w '.repeat(100) });
  await show('rfc822', {}, att('m.eml', 'message/rfc822', 'Subject: x\r\n\r\nhi\n'));
  await show('multipart', {}, att('m.bin', 'multipart/mixed', 'hello'));
  await show('text att', {}, att('m.txt', 'text/plain', 'hällo\nx\rb\0'));
  await show('encoded word name', {}, att('=?utf-8?q?a?=.txt', 'application/x-a', 'h'));
  await show('quote name', {}, att("a\"b'c%41;d=e*.txt", 'application/x-a', 'h'));
  await show('odd local', { recipients: [{ role: 'to', address: "a..b@x.example", facts: [] }, { role: 'to', address: ".!#$%&'*+-/=?^_`{|}~@xn--mller-kva.example", facts: [] }, { role: 'cc', address: '=?utf-8?q?x?=@x.example', facts: [] }] }, { text: 'hi' });
  await show('bcc only to', { recipients: [{ role: 'bcc', address: "b@x.example", facts: [] }, { role: 'to', address: 'a@x.example', facts: [], failed: 'suppressed' }] }, { text: 'hi' });
});
