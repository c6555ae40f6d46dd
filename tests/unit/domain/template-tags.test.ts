import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { describe, expect, test } from 'vitest';
import { cleanTemplate } from '#shared/adapters/html/clean-template.ts';
import { checkTemplate, MAX_TEMPLATE_BYTES } from '#shared/domain/template/check-template.ts';
import { parseHtml, parsePlain } from '#shared/domain/template/parse-template.ts';
import { renderTemplate, type Values } from '#shared/domain/template/render-template.ts';
import { variantFor } from '#shared/domain/template/template.ts';
import { warningsOf } from '#shared/domain/template/warnings.ts';

const valuesOf = (values: Readonly<Record<string, string>>, more: Partial<Values> = {}): Values => ({
  byKey: new Map(Object.entries(values)),
  companyName: 'Acme & Sons',
  hasLogo: false,
  ...more,
});

const html = (source: string, values: Readonly<Record<string, string>> = {}, more: Partial<Values> = {}) =>
  renderTemplate(parseHtml(cleanTemplate(source)), valuesOf(values, more));
const plain = (source: string, values: Readonly<Record<string, string>> = {}) =>
  renderTemplate(parsePlain(source, 'plain'), valuesOf(values)).text;
const subject = (source: string, values: Readonly<Record<string, string>> = {}) =>
  renderTemplate(parsePlain(source, 'line'), valuesOf(values)).text;

const errorsOf = (source: { subject?: string; html?: string; text?: string }, module = 'contacts') =>
  checkTemplate({
    module,
    variants: [
      {
        language: 'en',
        subject: source.subject ?? 'A subject',
        text: source.text ?? 'A text',
        ...(source.html === undefined ? {} : { html: cleanTemplate(source.html) }),
      },
    ],
  }).map(({ field, message }) => `${field}: ${message}`);

describe('merge tags', () => {
  test('[F140] a tag is a field of a module, through one reference if need be, in any case of letters', () => {
    const values = {
      'contacts-firstname': 'Ada',
      'cases-contactid:email': 'ada@example.com',
      'cases-comments:3:oldest': 'Hi',
    };
    expect(plain('$contacts-firstname$ $Contacts-FirstName$', values)).toBe('Ada Ada');
    expect(plain('$cases-contactId:email$ $cases-contactId-email$', values)).toBe('ada@example.com ada@example.com');
    expect(plain('$helpdesk-comments:3:oldest$', values)).toBe('Hi');
  });

  test('[F141] a missing value is its fallback or nothing, and a literal $ survives', () => {
    expect(plain('Hi $contacts-firstname|there$, $contacts-lastname$.')).toBe('Hi there, .');
    expect(plain('It is $5 or $6-7$, US$ 8, $$, $ a-b $', {})).toBe('It is $5 or $6-7$, US$ 8, $$, $ a-b $');
    expect(html('<p>$contacts-a|Tom &amp; Jerry&#39;s$</p>').text).toBe('<p>Tom &amp; Jerry&#39;s</p>');
    expect(html('<p>$contacts-a|x$ $contacts-b$</p>').missing).toEqual(['$contacts-a|x$', '$contacts-b$']);
  });

  test('[F141] a value for a link in a text is encoded with |true, in a link of the HTML once; a date has its own fallback', () => {
    const values = { 'contacts-a': 'Tom & "Jerry"/ü' };
    expect(plain('https://x.example/?q=$contacts-a|true$', values)).toBe(
      'https://x.example/?q=Tom%20%26%20%22Jerry%22%2F%C3%BC',
    );
    expect(html('<a href="https://x.example/?q=$contacts-a|true$">$contacts-a|true$</a>', values).text).toBe(
      '<a href="https://x.example/?q=Tom%20%26%20%22Jerry%22%2F%C3%BC">Tom%20%26%20%22Jerry%22%2F%C3%BC</a>',
    );
    expect(html('<a href="$contacts-a|true$">x</a>', { 'contacts-a': 'acme.example' }).text).toContain(
      'https://acme.example/',
    );
    expect(plain('$contacts-b|true|no & $ $cases-duedate|date:DD.MM.|soon$')).toBe('no &  soon');
    expect(errorsOf({ text: '$contacts-birthday|date:xyz$' })[0]).toContain('has no date behind "date:"');
    expect(errorsOf({ text: '$contacts-birthday|date:D. MMMM|soon$ $contacts-birthday|date$' })).toEqual([]);
  });

  test('[F142] a value is put in once: what reads like a tag in it stays that', () => {
    expect(plain('$contacts-firstname$', { 'contacts-firstname': '$users-email$', 'users-email': 'x' })).toBe(
      '$users-email$',
    );
  });

  test('[F142] a source of half a megabyte without an end is cut once', () => {
    const source = `<a href="${'x'.repeat(500_000)}`;
    expect(parseHtml(source).segments.join('')).toBe(source);
  });

  test('[F140] an unknown tag is refused by name when it is saved, where it stands', () => {
    const [first, second, third] = errorsOf({
      subject: '$custom-nothing$',
      html: '<p>$cases-title$</p>',
      text: '$users-shoe$',
    });
    expect(first).toContain('subject: $custom-nothing$');
    expect(second).toContain('html: $cases-title$ is unknown here: a template of contacts has tags of contacts');
    expect(third).toContain('text: $users-shoe$ there is no such field; there are id, email, role, name');
    expect(errorsOf({ text: '$cases-status:email$' }, 'cases')[0]).toContain(
      'follows status, which points to no other record',
    );
    expect(errorsOf({ text: '$cases-comments:99$ $cases-comments:3:newest$' }, 'cases')).toHaveLength(1);
    expect(errorsOf({ text: '$my-things-field$ $cases-contactId-email$' }, 'my-things')).toHaveLength(1);
    expect(
      errorsOf({ text: '$internal-tickets-title$ $contacts-cf_shoe$ $companydetails-city$' }, 'internal-tickets'),
    ).toEqual([]);
  });

  test('[F140] the logo is a picture inside the mail, and the name of the company where there is none', () => {
    const shown = html('<p>$logo$</p>', {}, { hasLogo: true });
    expect(shown.text).toContain('<img src="cid:logo@postroom" alt="Acme &amp; Sons"');
    expect([shown.showsLogo, html('<p>$logo$</p>').text]).toEqual([true, '<p>Acme &amp; Sons</p>']);
    expect(subject('News of $logo$')).toBe('News of Acme & Sons');
    expect(errorsOf({ html: '<img src="$logo$" alt="">' })[0]).toContain('is a picture and stands between elements');
  });

  test('[F142] a tag where no value is safe is refused: style, style sheet, the beginning of a link', () => {
    for (const wrong of [
      '<p style="color:$contacts-a$">x</p>',
      '<style>p{color:$contacts-a$}</style>',
      '<a href="x$contacts-a$:y">x</a>',
      '<a href="java$contacts-a$">x</a>',
    ])
      expect(errorsOf({ html: wrong })[0], wrong).toMatch(/^html: \$contacts-a\$ stands in a/);
    expect(
      errorsOf({ html: '<a href="https://a.example/?q=$contacts-a$" title="$contacts-a$">$contacts-a$</a>' }),
    ).toEqual([]);
  });

  test('[F142] a link takes a web site as people write it, an address and a number, and no other scheme', () => {
    const link = (source: string, value: string) =>
      /href="([^"]*)"/.exec(html(`<a href="${source}">x</a>`, { 'contacts-a': value }).text)?.[1];
    expect(link('$contacts-a$', 'acme.example/about')).toBe('https://acme.example/about');
    expect(link('$contacts-a$', 'javascript:alert(1)')).toBe('');
    expect(link('$contacts-a$', 'data:text/html,x')).toBe('');
    expect(link('mailto:$contacts-a$', 'ada@example.com')).toBe('mailto:ada@example.com');
    expect(link('mailto:$contacts-a$', 'a@b.c?bcc=all@x')).toBe('mailto:a@b.c%3Fbcc%3Dall@x');
    expect(link('tel:$contacts-a$', '+43 1 / 234')).toBe('tel:+431234');
    expect(link('https://x.example/$contacts-a$', '../?a="b"')).toBe('https://x.example/..%2F%3Fa%3D%22b%22');
  });

  test('[F142] a subject stays one line whatever the value is', () => {
    expect(subject('Re: $contacts-a$', { 'contacts-a': 'x\r\nBcc: all@x.example\u2028y\u0000' })).toBe(
      'Re: x Bcc: all@x.example y',
    );
  });
});

/** Of a value that is no address nothing is left, so that what the template wrote behind it stands alone. */
const ADDRESS = /^(https?:\/\/|mailto:|tel:|\/more\?q=|$)/;

/** Elements with the names of their attributes, and every address: what a value may not change. */
const shapeOf = (source: string) => {
  const shape: string[] = [];
  const parser = new Parser({
    onopentag: (name, attributes) => {
      for (const key of ['href', 'src'])
        if (attributes[key] !== undefined && !ADDRESS.test(attributes[key])) shape.push(`wrong ${attributes[key]}`);
      if (name !== 'br') shape.push(`${name} ${Object.keys(attributes).join(',')}`);
    },
    oncomment: (text) => shape.push(`comment ${text}`),
    onprocessinginstruction: (text) => shape.push(`instruction ${text}`),
  });
  parser.end(source);
  return shape.join('\n');
};

const HOSTILE = [
  ...[
    '<',
    '>',
    '"',
    "'",
    '&',
    '</p>',
    '</title>',
    '<script>',
    '--><!--',
    '<img src=x onerror=y>',
    '" onclick="x',
    'javascript:',
    '&lt;',
    '&#60;',
  ],
  ...[
    '\r\n',
    '\0',
    '\ud800',
    '\u2028',
    '`',
    '=',
    '/',
    '//evil.example',
    'https://evil.example/"',
    'vbscript:',
    '$users-email$',
    '%22',
    ']]>',
    '\\',
  ],
];
const hostileValue = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' })), { maxLength: 6 })
  .map((parts) => parts.join(''));

const EVERYWHERE = parseHtml(
  cleanTemplate(
    '<html><head><title>$contacts-a$</title></head><body><p>$contacts-a$</p><b title="$contacts-a|true$">$contacts-a|true$</b><a href="$contacts-a$" title="$contacts-a$">x</a><a href="$contacts-a$/more?q=$contacts-a$">x</a><a href="mailto:$contacts-a$?subject=$contacts-a$">x</a><a href="tel:$contacts-a$">x</a><img src="https://x.example/$contacts-a$" alt="$contacts-a$"></body></html>',
  ),
);

test('[F142] no value breaks out of text, attribute or link: the mail parses to the same elements, attributes and schemes', () => {
  const tame = shapeOf(renderTemplate(EVERYWHERE, valuesOf({ 'contacts-a': 'https://tame.example/' })).text);
  expect(tame.split('\n')).toHaveLength(12);
  fc.assert(
    fc.property(
      hostileValue,
      (value) => shapeOf(renderTemplate(EVERYWHERE, valuesOf({ 'contacts-a': value })).text) === tame,
    ),
    { numRuns: 300 },
  );
});

test('[F142] no value gives a subject or a plain text control characters or half of a character', () => {
  fc.assert(
    fc.property(hostileValue, (value) => {
      const line = subject('a $contacts-a$ b', { 'contacts-a': value });
      const text = plain('a $contacts-a$ b', { 'contacts-a': value });
      expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      expect(text).not.toMatch(/(?!\n|\t)\p{Cc}/u);
      expect([line.isWellFormed(), text.isWellFormed()]).toEqual([true, true]);
    }),
    { numRuns: 300 },
  );
});

test('[F144] the language is looked up from the whole tag to its shorter forms, then it is the default', () => {
  const variants = ['en', 'de', 'de-CH'].map((language) => ({ language, subject: language, text: language }));
  const [first, ...others] = variants;
  if (first === undefined) throw new Error('no variant');
  const chosen = (language?: string) => variantFor({ variants: [first, ...others] }, language).language;
  expect([chosen('de-AT'), chosen('de-ch-1901'), chosen('fr'), chosen(), chosen('EN-us')]).toEqual([
    'de',
    'de-CH',
    'en',
    'en',
    'en',
  ]);
});

test('[F139] imported HTML loses what runs and keeps how it looks; what disappoints readers is said', () => {
  const pasted =
    '<!doctype html><html><head><style>@media (prefers-color-scheme:dark){p{color:#fff}}</style><script>x()</script></head><body onload="x()"><p style="color:red" onclick="x()">Hi<!-- c --></p><img src="https://a.example/p.png"><form><input></form></body></html>';
  const cleaned = cleanTemplate(pasted);
  expect(cleaned).toBe(
    '<!doctype html><html><head><style>@media (prefers-color-scheme:dark){p{color:#fff}}</style></head><body><p style="color:red">Hi</p><img src="https://a.example/p.png" /></body></html>',
  );
  const variant = {
    language: 'en',
    subject: '$contacts-shoesize$',
    html: `${cleaned}${'x'.repeat(105_000)}`,
    text: '',
  };
  expect(warningsOf({ variants: [variant] }).map(({ code }) => code)).toEqual(['clipped', 'no-alt', 'doubtful-tag']);
  const large = { ...variant, html: 'x'.repeat(MAX_TEMPLATE_BYTES) };
  expect(checkTemplate({ module: 'contacts', variants: [large] })[0]?.message).toContain('350000 bytes');
});

test('[F139] rules of a style sheet for one element are written into it, the stronger behind the weaker, once', () => {
  const sheet =
    '<style>/* x */ #a{color:red} p,.b{margin:0;color:blue !important} p.b{color:green} div p{top:0} p:hover{top:0} @media print{p{top:0}}</style>';
  const cleaned = cleanTemplate(`${sheet}<p class="b" id="a" style="padding:0">x</p><b class="b">y</b><i>z</i>`);
  expect(cleaned.slice(sheet.length)).toBe(
    '<p class="b" id="a" style="margin:0;color:green;color:red;padding:0">x</p><b style="margin:0" class="b">y</b><i>z</i>',
  );
  expect(cleanTemplate(cleaned)).toBe(cleaned);
});
