import { describe, expect, test } from 'vitest';
import { markedHtml, markedText, REPLY_MARKER } from '#shared/domain/reply/marker.ts';
import { replyOf } from '#shared/domain/reply/reply-of.ts';

const ANSWER = 'Please send two more.';
const OLD = 'How many do you need?';

const below = (separator: string, old = OLD) => replyOf(`${ANSWER}\n\n${separator}\n\n${old}\n`);

describe('[F28] an answer in plain text', () => {
  test.each([
    ['Gmail, English', 'On Wed, Nov 17, 2021 at 3:32 PM Ann Lee <ann@shop.example> wrote:'],
    ['Gmail, German', 'Am Mi., 17. Nov. 2021 um 15:32 Uhr schrieb Ann Lee <ann@shop.example>:'],
    ['Gmail, Hungarian', 'Ann Lee <ann@shop.example> ezt írta (időpont: 2021. nov. 17., Sze, 15:32):'],
    ['Gmail, Japanese', '2021年11月17日(水) 15:32 Ann Lee <ann@shop.example>:'],
    ['Gmail, Turkish', 'Ann Lee <ann@shop.example>, 17 Kas 2021 Çar, 15:32 tarihinde şunu yazdı:'],
    ['Apple Mail, French', 'Le 17 nov. 2021 à 15:32, Ann Lee <ann@shop.example> a écrit :'],
    ['Thunderbird, Italian, without an address', 'Il 17/11/2021 15:32, Ann Lee ha scritto:'],
    ['Mail.ru', 'Среда, 17 ноября 2021, 15:32 +03:00 от Ann Lee <ann@shop.example>:'],
    ['Zoho', '---- On Wed, 17 Nov 2021 15:32:00 +0530 Ann Lee <ann@shop.example> wrote ----'],
    [
      'Outlook, Dutch',
      'Van: Ann Lee <ann@shop.example>\nVerzonden: woensdag 17 november 2021\nAan: Bo\nOnderwerp: Vraag',
    ],
    [
      'Outlook under its rule',
      '________________________________\nFrom: Ann Lee\nSent: Wednesday\nTo: Bo\nSubject: Question',
    ],
    ['QQ', '------------------ 原始邮件 ------------------\n发件人: "Ann" <ann@shop.example>;\n主题: 你好'],
    ['Samsung, Danish', '-------- Oprindelig besked --------\nFra: Ann Lee <ann@shop.example>\nDato: 17.11.2021'],
    ['a help desk', '##- Please type your reply above this line -##'],
  ])('ends above what %s prints over the old mail', (_, separator) => {
    expect(below(separator)).toEqual({ reply: ANSWER, signature: '', quoted: `${separator}\n\n${OLD}` });
  });

  test.each([
    ['before the address', 'On Wed, Nov 17, 2021 at 3:32 PM Ann Lee\n<ann@shop.example> wrote:'],
    ['within the address', 'On Wed, Nov 17, 2021 at 3:32 PM Ann Lee <\nann@shop.example> wrote:'],
    ['before its bracket', 'On Wed, Nov 17, 2021 at 3:32 PM Ann Lee <ann@shop.example\n>\nwrote:'],
    ['before the verb', 'Am 17.11.2021 um 15:32 Uhr\nschrieb Ann Lee <ann@shop.example>:'],
  ])('ends above an attribution that was wrapped %s', (_, separator) => {
    expect(below(separator, `> ${OLD}`).reply).toBe(ANSWER);
  });

  test('ends above a quotation in a language that no table knows, if it begins with a date', () => {
    expect(below('17.11.2021, 15:32, Ann qaStaHvIS ghItlh:', `> ${OLD}`).reply).toBe(ANSWER);
  });

  test('keeps words that stand before the attribution in the same line', () => {
    expect(replyOf(`${ANSWER} On Wed, Nov 17, 2021 at 3:32 PM, ann@shop.example wrote:\n> ${OLD}`).reply).toBe(ANSWER);
  });

  test('keeps answers between and below quoted lines', () => {
    const { reply, quoted } = replyOf(`On 17.11.2021 15:32, Ann Lee wrote:\n> Red?\nYes.\n> Big?\nNo.`);
    expect(reply).toBe('Yes.\nNo.');
    expect(quoted).toBe('On 17.11.2021 15:32, Ann Lee wrote:\n> Red?\n> Big?');
  });

  test('ends above our own mark, whatever stands below', () => {
    expect(replyOf(`${ANSWER}\n\n${REPLY_MARKER}\nHello Bo\n> you wrote\nGoodbye`).reply).toBe(ANSWER);
  });

  test('[F28] is what stands between another Postroom’s mark, with which its mail begins, and ours', () => {
    expect(replyOf(markedText(`${ANSWER}\n\n${markedText(OLD)}`)).reply).toBe(ANSWER);
  });

  test('is looked for below our own mark when nothing stands above it', () => {
    expect(replyOf(`On 17.11.2021 15:32, Ann wrote:\n> ${REPLY_MARKER}\n> ${OLD}\n\n${ANSWER}`).reply).toBe(ANSWER);
  });

  test.each([
    ['a mail that is nothing but quoted', `> ${OLD}`],
    [
      'a mail that begins with the separator',
      `From: Ann <ann@shop.example>\nSent: today\nTo: Bo\nSubject: x\n\n${OLD}`,
    ],
    ['an empty mail', ''],
  ])('is the whole body of %s', (_, text) => {
    expect(replyOf(text)).toEqual({ reply: text, signature: '', quoted: '' });
  });

  test('keeps what is passed on below a forward mark', () => {
    const text = `See below.\n\n---------- Forwarded message ---------\nFrom: Ann <ann@shop.example>\nSubject: x\n\n> ${OLD}`;
    expect(replyOf(text)).toEqual({ reply: text, signature: '', quoted: '' });
  });

  test.each([
    'From: London\nTo: Paris\nDate: 5 May\nTwo tickets, please.',
    'On the 5th of May I wrote to Ann and she asked:\n\nWhat now?',
    'In 2019 your colleague wrote:\nwe will refund you',
    '>>> SALE <<<\nEverything must go',
    '----- Enter here -----\nfine',
    '12.50 EUR: apples\n13.20 EUR: pears, orders to ann@shop.example:\nnone',
  ])('is the whole of %j, which only resembles a separator', (text) => {
    expect(replyOf(`Hello.\n\n${text}\n\nBye.`).quoted).toBe('');
  });
});

describe('[F28] the signature of a plain answer', () => {
  test.each([
    '-- \nAnn Lee\nShop Ltd',
    'Sent from my iPhone',
    'Sent from my Wiko RIDGE 4G',
    'Von meinem Samsung Galaxy Smartphone gesendet.',
    'iPhoneから送信',
    'Get Outlook for iOS<https://aka.ms/o0ukef>',
    '-Ann Lee',
    '____________________________\nusers mailing list\nusers@lists.example',
  ])('is told apart: %j', (signature) => {
    const { reply, signature: found } = replyOf(`${ANSWER}\n\n${signature}\n\nOn 1/2/21 at 15:32, Bo wrote:\n> ${OLD}`);
    expect([reply, found]).toEqual([ANSWER, signature.trim()]);
  });

  test.each([
    '-- first point\n-- second point',
    '- Apples\n- Pears',
    '-apples',
    '-Wir warten noch auf die Ware',
    'Sent from my desk, which is easier than from my phone.',
    'Sent by post yesterday',
  ])('is not %j', (text) => {
    expect(replyOf(`${ANSWER}\n\n${text}`).signature).toBe('');
  });

  test('is the reply when there are no other words', () => {
    expect(replyOf(`Sent from my iPhone\n\nOn 1/2/21 at 15:32, Bo wrote:\n> ${OLD}`).reply).toBe('Sent from my iPhone');
  });
});

describe('[F28] hostile plain bodies of a megabyte', () => {
  const MEGABYTE = 1024 * 1024;
  test.each([
    '>',
    ' ',
    'a',
    '@',
    '\n',
    '\r',
    'a\n',
    'On 1 a@b\n',
    'to::::::::::::::::::\n',
    'On 1, wrote:\n',
    '-----a\n',
    '> (http://a\nx\n',
  ])('of %j are read to the end', (shape) => {
    const text = shape.repeat(MEGABYTE / shape.length);
    const { reply, signature, quoted } = replyOf(text);
    expect(reply.length + signature.length + quoted.length).toBeLessThanOrEqual(text.length);
  });
});

test.each([
  ['<p>Hi</p>', /^<div class="postroom-reply-above"[^>]*>[^<]*<\/div><p>Hi/],
  ['<!doctype html><html><body class="x"><p>Hi</p></body></html>', /^<!doctype html><html><body class="x"><div /],
  ['<body', /^<div /],
])('[F28] the mark in %s stands where it is hidden and moves nothing', (html, expected) => {
  expect(markedHtml(html)).toMatch(expected);
  expect(markedHtml(html).replace(/<div class="postroom[^>]*>[^<]*<\/div>/, '')).toBe(html);
});
