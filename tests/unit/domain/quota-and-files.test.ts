import { expect, test } from 'vitest';
import { colourOf, levelOf, tooltipOf } from '#shared/domain/quota/warning.ts';
import { hasOptedOut } from '#shared/domain/record/opt-in.ts';
import { isProgramName, isProgramType } from '#shared/domain/sending/program-files.ts';

const iso = '2026-11-22T00:00:00.000Z';

test('[F116] the colour is green up to 74 % of the limit and red from 75 % on; the tooltip says what happens on overuse', () => {
  expect([0, 369, 374, 375, 500].map((used) => colourOf(used, 500))).toEqual(['green', 'green', 'green', 'red', 'red']);
  expect(tooltipOf(12, 500, iso)).toContain('12 of 500 e-mails');
  expect(tooltipOf(500, 500, iso)).toContain(`Nothing more is taken until ${iso}`);
});

test('[F123] somebody is told at 80 % and at 100 %, one level at a time', () => {
  expect([0, 39, 40, 49, 50].map((used) => levelOf(used, 50))).toEqual([undefined, undefined, 80, 80, 100]);
});

test.each([
  [true, 'setup.exe'],
  [true, 'invoice.pdf.JS'],
  [true, 'invoice.scr. '],
  [false, 'invoice.pdf'],
  [false, 'exe'],
  [false, 'notes.executive'],
  [false, 'a.zip'],
])('[F130] that it is a program is %s of %s', (isProgram, name) => {
  expect(isProgramName(name)).toBe(isProgram);
});

test('[F130] programs are known by their type too', () => {
  expect(['application/x-msdownload', 'Application/Java-Archive', 'application/pdf'].map(isProgramType)).toEqual([
    true,
    true,
    false,
  ]);
});

test.each([
  [true, 'Opted out (user)'],
  [true, 'opted-out-contact'],
  [true, ' Opted Out (contact)'],
  [false, 'Double opt-in'],
  [false, 'None'],
  [false, undefined],
])('[F133] that somebody opted out is %s of %s', (isOut, value) => {
  expect(hasOptedOut(value === undefined ? {} : { emailOptIn: value })).toBe(isOut);
});
