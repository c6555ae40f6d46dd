import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forwardedOf } from '#shared/domain/forward/forwarded.ts';
import { FIELDS, LANGUAGES } from '#shared/domain/forward/labels.ts';
import { CLIENT_FORWARDS } from './forwarded-clients.ts';

const OUTLOOK = [
  'From: Ada <ada@example.com>',
  'Sent: Thursday, 2 May 2024 10:11',
  'To: Bob',
  'Subject: Invoice 7',
  '',
  'Hi',
];

const first = (labels: string) => labels.split('|')[0] ?? '';

describe('[F25] a mail that was forwarded by hand', () => {
  test.for(CLIENT_FORWARDS)('gives the original, as printed by $client', ({ subject, lines }) => {
    const forwarded = forwardedOf(lines.join('\n'), subject);
    expect(forwarded?.message).toBe('FYI');
    expect(forwarded?.original.from).toEqual({ address: 'ada@example.com', name: 'Ada Lovelace' });
    expect(forwarded?.original.subject).toBe('Invoice 7');
    expect(forwarded?.original.date).toMatch(/10:11/);
    expect(forwarded?.original.body).toBe('Please pay.');
    const bob = [{ address: 'bob@example.net', name: 'Bob' }];
    expect(forwarded?.original.to.slice(0, 1)).toEqual(forwarded?.original.to.length === 0 ? [] : bob);
  });

  test.for(LANGUAGES.map((words) => ({ words, language: words.language })))(
    'gives the original with the labels of $language',
    ({ words }) => {
      const header = [
        `${first(words.from)}: Ada <ada@example.com>`,
        `${first(words.date)}: 2. 5. 2024 10:11`,
        `${first(words.to)}: Bob <bob@example.net>`,
        `${first(words.cc)}: Carl <carl@example.org>; Dora <dora@example.org>`,
        `${first(words.subject)}: Invoice 7`,
      ];
      expect(forwardedOf([...header, '', 'Hi'].join('\r\n'), 'FW: Invoice 7')).toEqual({
        original: {
          from: { address: 'ada@example.com', name: 'Ada' },
          to: [{ address: 'bob@example.net', name: 'Bob' }],
          cc: [
            { address: 'carl@example.org', name: 'Carl' },
            { address: 'dora@example.org', name: 'Dora' },
          ],
          subject: 'Invoice 7',
          date: '2. 5. 2024 10:11',
          body: 'Hi',
        },
        message: null,
      });
    },
  );

  test('no label means two fields, in whatever languages', () => {
    const all = LANGUAGES.flatMap((words) =>
      FIELDS.flatMap((field) =>
        (words[field]?.split('|') ?? []).map((label) => ({ label: label.toLowerCase(), field })),
      ),
    );
    const ambiguous = all.filter(({ label, field }) => all.some((one) => one.label === label && one.field !== field));
    expect(ambiguous).toEqual([]);
  });

  test('shows the name alone where the original has no more', () => {
    const body = ['From: Lovelace, Ada', ...OUTLOOK.slice(1)].join('\n');
    expect(forwardedOf(body, 'FW: Invoice 7')?.original.from).toEqual({ address: null, name: 'Lovelace, Ada' });
  });

  test('is the sender, not whom the sender wrote for, and links in the text are no second address', () => {
    const from =
      'From: Ada<mailto:ada@example.com> <ada@example.com<mailto:ada@example.com>> on behalf of desk@example.com';
    expect(forwardedOf([from, ...OUTLOOK.slice(1)].join('\n'), 'FW: x')?.original.from).toEqual({
      address: 'ada@example.com',
      name: 'Ada',
    });
  });

  test('ends with the quote where the forwarder wrote below it', () => {
    const body = [
      '> Begin forwarded message:',
      '>',
      '> From: ada@example.com',
      '> Subject: Invoice 7',
      '>',
      '> Hi',
      '',
      'Bye',
    ];
    expect(forwardedOf(body.join('\n'), undefined)?.original.body).toBe('Hi');
  });
});

describe('[F25] a mail that only looks forwarded', () => {
  const replies: readonly (readonly [string, readonly string[], string])[] = [
    ['a reply with the header of the original', ['Thanks', '', ...OUTLOOK], 'RE: Invoice 7'],
    ['a reply to a forwarded mail', ['Thanks', '', ...OUTLOOK], 'AW: WG: Invoice 7'],
    [
      'a reply from Finland',
      ['Kiitos', '', 'Lähettäjä: Ada <a@example.com>', 'Aihe: x', 'Lähetetty: 2.5.2024 10:11', '', 'Hi'],
      'VS: x',
    ],
    ['a mail with a header below its text and a subject that says nothing', ['Look', '', ...OUTLOOK], 'Invoice 7'],
    [
      'a quote that begins with a forwarded mail',
      ['On 2 May 2024, Ada wrote:', '> --- Forwarded message ---', '> From: b@example.com', '> Subject: x'],
      'Re: x',
    ],
    [
      'a quote whose line above nobody knows',
      ['Ada (ada@example.com) 2.5.2024:', '', '> --- Forwarded message ---', '> From: b@example.com', '> Subject: x'],
      'x',
    ],
    [
      'a quote with a forwarded mail in it',
      ['> See below', '> --- Forwarded message ---', '> From: b@example.com', '> Subject: x'],
      'x',
    ],
    [
      'a forwarded mail within an original message',
      ['No', '-----Original Message-----', 'See', '--- Forwarded message ---', ...OUTLOOK],
      'x',
    ],
    ['a sentence', ['I send you the forwarded message: From: here on it is easy.', 'To: do', 'Date: soon'], 'Fwd: x'],
    ['a form', ['Name: Ada', 'From: Berlin', 'To: Paris', 'Phone: 1'], 'Fwd: Trip'],
  ];

  test.for(replies)('is none: %s', ([, lines, subject]) => {
    expect(forwardedOf(lines.join('\n'), subject)).toBeUndefined();
  });

  test('is none where a reply from Finland has nothing written above it: the same prefix is a forward in Denmark', () => {
    const body = ['Lähettäjä: Ada <ada@example.com>', 'Aihe: x', 'Lähetetty: 2.5.2024 10:11', '', 'Hi'].join('\n');
    expect(forwardedOf(body, 'VS: x')).toBeUndefined();
    expect(forwardedOf(body, 'VL: x')?.original.body).toBe('Hi');
  });

  test('is one where nothing was written above the header and the subject says nothing: nobody sends an empty reply', () => {
    expect(forwardedOf(OUTLOOK.join('\n'), 'Invoice 7')?.original.body).toBe('Hi');
    expect(forwardedOf(OUTLOOK.join('\n'), 'Re: Invoice 7')).toBeUndefined();
  });
});

describe('[F25] hostile text', () => {
  const MEGABYTE = 1_000_000;
  const repeat = (unit: string) => unit.repeat(MEGABYTE / unit.length);
  const head = '--- Forwarded message ---\nFrom: a@example.com\nTo: ';
  const units = [
    '>',
    '> ',
    '>\n',
    ' ',
    '\n',
    'a',
    '-',
    '--- ',
    'From: ',
    'From: a@b.c\n',
    'Fra: a@b.c\n\n',
    '<a',
    '"a, ',
    'b@',
    '1 wrote:\n',
    '*_',
  ];

  test.for(units.flatMap((unit) => [repeat(unit), `${head}${repeat(unit)}`].map((body) => ({ unit, body }))))(
    'of a megabyte of $unit is read to its end',
    ({ body }) => {
      const forwarded = forwardedOf(body, 'FW: x');
      expect(JSON.stringify(forwarded ?? null).length).toBeLessThan(3 * MEGABYTE);
    },
  );

  test('never throws, and shows nothing that is not in the mail', () => {
    const token = fc.constantFrom(
      ...[
        '> ',
        '\n',
        '\n\n',
        'From: ',
        'Von: ',
        'To: ',
        'Subject: ',
        'Date: ',
        '--- Forwarded message ---',
        '-----Original Message-----',
      ],
      ...[
        'Ada <ada@example.com>',
        'b@c.de',
        '; ',
        ', ',
        'Hi',
        'On 1.1.2024 Ada wrote:',
        '<mailto:',
        '>',
        '"',
        '\u200b',
        '：',
        '*',
      ],
    );
    fc.assert(
      fc.property(
        fc.array(token, { maxLength: 60 }),
        fc.constantFrom(undefined, 'x', 'Re: x', 'FW: x', 'VS: x'),
        (tokens, subject) => {
          const body = tokens.join('');
          const forwarded = forwardedOf(body, subject);
          if (forwarded === undefined) return;
          const { from, to, cc } = forwarded.original;
          for (const { address } of [from, ...to, ...cc]) expect(body).toContain(address ?? '');
          expect(body).toContain(forwarded.message ?? '');
        },
      ),
      { numRuns: 500 },
    );
  });
});
