/** Which parts of a mail are files for a person, and which belong to what the HTML shows. */
import { expect, test } from 'vitest';
import { parseMail } from '#tests/support/parse.ts';

const aPart = (type: string, name: string, id: string) => [
  '--b',
  `Content-Type: ${type}; name=${name}`,
  `Content-Disposition: inline; filename=${name}`,
  `Content-ID: <${id}>`,
  '',
  'content',
];

const inlineIn = async (html: string, ...parts: readonly (readonly string[])[]) => {
  const lines = ['Content-Type: multipart/related; boundary=b', '', '--b', 'Content-Type: text/html', '', html];
  const { attachments } = await parseMail(Buffer.from([...lines, ...parts.flat(), '--b--', ''].join('\r\n')));
  return attachments.filter(({ inline }) => inline === true).map(({ name }) => name);
};

test.each([
  ['<img src="cid:a@b">', 'a@b'],
  ["<img SRC = 'cid:a@b'>", 'a@b'],
  ['<img src=cid:a@b>', 'a@b'],
  ['<img src="cid:a%20b&amp;c">', 'a b&c'],
  ['<img src="cid:100%">', '100%'],
  ['<td background="cid:a@b">', 'a@b'],
  ['<p style="background: url(&quot;cid:a@b&quot;)">', 'a@b'],
])('[F42] a picture that the HTML shows is a part of it: %s', async (html, id) => {
  expect(await inlineIn(html, aPart('image/png', 'a.png', id))).toEqual(['a.png']);
});

test.each([
  ['nothing refers to it', '<p>Hello</p>', 'image/png'],
  ['only a text names it', '<p>cid:a@b</p>', 'image/png'],
  ['a link leads to it, which is not followed', '<a href="cid:a@b">here</a>', 'image/png'],
  ['another one is shown', '<img src="cid:a@bc">', 'image/png'],
  ['it is no picture', '<img src="cid:a@b">', 'application/pdf'],
])('[F42] an "inline" part is an attachment where %s', async (_why, html, type) => {
  expect(await inlineIn(html, aPart(type, 'a.x', 'a@b'))).toEqual([]);
});
