import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_TALK_LINE_LENGTH, MAX_TALK_LINES, makeTalk } from '#shared/domain/outgoing-server/talk.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('[F98] the record of a talk with a mail server', () => {
  test('has every line of both sides, but nothing that signs in', () => {
    const talk = makeTalk(['right-horse']);
    talk.record('server', '220 mx.example ESMTP');
    talk.record('client', 'EHLO [127.0.0.1]');
    talk.record('server', '250-mx.example\n250 AUTH LOGIN PLAIN');
    talk.record('client', 'AUTH LOGIN');
    talk.record('server', '334 VXNlcm5hbWU6');
    talk.record('client', base64('mailer'));
    talk.record('server', '334 UGFzc3dvcmQ6');
    talk.record('client', 'anything at all');
    talk.record('server', '235 Welcome');
    talk.record('client', 'MAIL FROM:<a@b.example>');
    expect(talk.lines()).toEqual([
      ...['S: 220 mx.example ESMTP', 'C: EHLO [127.0.0.1]', 'S: 250-mx.example', 'S: 250 AUTH LOGIN PLAIN'],
      ...['C: AUTH LOGIN ***', 'S: 334 ***', 'C: ***', 'S: 334 ***', 'C: ***', 'S: 235 Welcome'],
      'C: MAIL FROM:<a@b.example>',
    ]);
  });

  test('holds no secret in any form, wherever in a line a server says it back', () => {
    const secret = fc.oneof(
      fc.string({ minLength: 6, maxLength: 40, unit: 'grapheme-ascii' }),
      fc.string({ minLength: 6, maxLength: 20, unit: 'grapheme' }),
    );
    const forms: readonly ((text: string) => string)[] = [
      (text) => text,
      (text) => text.toUpperCase(),
      base64,
      (text) => Buffer.from(text).toString('base64url'),
      (text) => base64(`\0mailer\0${text}`),
      (text) => base64(`user=mailer\u0001auth=Bearer ${text}\u0001\u0001`),
      (text) => Buffer.from(text).toString('hex'),
      (text) => encodeURIComponent(text.toWellFormed()),
      (text) => encodeURIComponent(text.toWellFormed()).replace(/%20/g, '+'),
    ];
    fc.assert(
      fc.property(
        secret.filter((text) => text.trim().length >= 6 && !/[\r\n]/.test(text) && text.isWellFormed()),
        fc.constantFrom(...forms),
        fc.constantFrom('client', 'server'),
        fc.stringMatching(/^[a-zA-Z0-9 :=<-]{0,30}$/),
        fc.stringMatching(/^[a-zA-Z0-9 :=>-]{0,30}$/),
        (text, form, side, before, after) => {
          // What upper case makes of some letters is another letter.
          fc.pre(form(text).toLowerCase() !== '' && text.toUpperCase().toLowerCase() === text.toLowerCase());
          const talk = makeTalk([text]);
          talk.record(side, `535 ${before}${form(text)}${after}`);
          expect(talk.lines().join('\n').toLowerCase()).not.toContain(form(text).toLowerCase());
        },
      ),
      { numRuns: 400 },
    );
  });

  test('ends after so many lines, and cuts a line after it has been looked through', () => {
    const talk = makeTalk(['right-horse']);
    talk.record('server', `250 ${'x'.repeat(MAX_TALK_LINE_LENGTH - 8)}right-horse`);
    talk.record('server', `250 ${'x'.repeat(MAX_TALK_LINE_LENGTH)}`);
    for (let line = 0; line < MAX_TALK_LINES; line += 1) talk.record('server', '250 OK');
    const [first, second, ...more] = talk.lines();
    expect([first, second?.length, more.length]).toEqual(['S: 250 ***', MAX_TALK_LINE_LENGTH + 3, MAX_TALK_LINES - 2]);
  });
});
