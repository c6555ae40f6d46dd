import { describe, expect, test } from 'vitest';
import { BOUNDS, makeBoundsCheck } from '#shared/domain/message/bounds.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const checkBounds = (raw: Uint8Array) => makeBoundsCheck()(raw);
const verdictOf = (text: string) => checkBounds(bytes(text));
const FIT = { kind: 'fit' };
const unfit = (what: keyof typeof BOUNDS) => ({ kind: 'unfit', what, limit: BOUNDS[what] });

const fields = (count: number) => `${'X: y\r\n'.repeat(count)}\r\nbody\r\n`;
const boundaries = (count: number) => `Subject: x\r\n\r\n${'--b\r\n'.repeat(count)}`;
const containers = (count: number, line = 'Content-Type: multipart/mixed; boundary=b') =>
  `Subject: x\r\n\r\n${`${line}\r\n\r\n`.repeat(count)}`;
const headerOf = (length: number) => `X: ${'y'.repeat(length - 5)}\r\n\r\nbody`;

describe('[F32] a mail at the limit is read, one past it is not', () => {
  test('bytes in all', () => {
    const mail = Buffer.alloc(BOUNDS.mailBytes + 1, 'x');
    mail.write('\n\n');
    expect(checkBounds(mail.subarray(1))).toEqual(FIT);
    expect(checkBounds(mail)).toEqual(unfit('mailBytes'));
  });

  test('bytes of headers', () => {
    expect(verdictOf(headerOf(BOUNDS.headerBytes))).toEqual(FIT);
    expect(verdictOf(headerOf(BOUNDS.headerBytes + 2))).toEqual(unfit('headerBytes'));
  });

  test('bytes of headers, of many short lines', () => {
    expect(verdictOf(`X: y\n${' z\n'.repeat(BOUNDS.headerBytes / 3)}`)).toEqual(unfit('headerBytes'));
  });

  test('header fields; a folded one counts once', () => {
    expect(verdictOf(fields(BOUNDS.headerFields))).toEqual(FIT);
    expect(verdictOf(fields(BOUNDS.headerFields + 1))).toEqual(unfit('headerFields'));
    expect(verdictOf(`X: y\r\n${' folded\r\n'.repeat(BOUNDS.headerFields * 2)}\r\nbody`)).toEqual(FIT);
  });

  test('lines that may part a mail', () => {
    expect(verdictOf(boundaries(BOUNDS.boundaryLines))).toEqual(FIT);
    expect(verdictOf(boundaries(BOUNDS.boundaryLines + 1))).toEqual(unfit('boundaryLines'));
  });

  test.each([
    'Content-Type: multipart/mixed; boundary=b',
    'content-TYPE:multipart/report',
    'Content-Type:\r\n\t multipart/mixed',
    'Content-Type: message/rfc822',
    'Content-Type: message/global',
  ])('nested containers: %j', (line) => {
    expect(verdictOf(containers(BOUNDS.containers, line))).toEqual(FIT);
    expect(verdictOf(containers(BOUNDS.containers + 1, line))).toEqual(unfit('containers'));
  });

  test('parts that hold no others are not counted as containers', () => {
    expect(verdictOf(containers(BOUNDS.containers * 4, 'Content-Type: text/plain'))).toEqual(FIT);
  });
});

describe('the check itself', () => {
  test.each([
    ['nothing', ''],
    ['no line end', 'Subject: x'],
    ['an empty first line', '\n'],
    ['a line end without a carriage return', 'Subject: x\n\nbody\n'],
    ['a last line that is only a content type', 'Subject: x\r\n\r\nContent-Type:'],
    ['bytes that are no text', '\u0000\u00ff\u00fe'],
  ])('takes %s', (_what, raw) => {
    expect(verdictOf(raw)).toEqual(FIT);
  });

  /** Looks at the text byte by byte until the budget is spent; then the check fails at once instead of going on for hours. */
  const checkWithin = (text: string, budget: number) => {
    let reads = 0;
    const counted = new Proxy(bytes(text), {
      get: (target, key) => {
        if (typeof key === 'string' && /^\d+$/.test(key)) reads += 1;
        if (reads > budget) throw new Error(`More than ${budget} bytes looked at.`);
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    return checkBounds(counted);
  };

  test.each([
    ['line ends', '\n'],
    ['carriage returns', '\r'],
    ['dashes', '--'],
    ['unfinished content types', 'content-type:\n'],
    ['content types with white space behind', `content-type:${' '.repeat(50)}`],
    ['folded fields', ' x\n'],
    ['almost content types', 'content-typ\n'],
  ])('looks at each byte a few times at most: 100,000 of %s', (_what, unit) => {
    const text = `A: b\n\n${unit.repeat(Math.floor(100_000 / unit.length))}`;
    expect(() => checkWithin(text, text.length * 6)).not.toThrow();
  });

  /** Each a small mail around one bound, and all that a border between two chunks can cut. */
  test.each([
    ['fields', fields(BOUNDS.headerFields)],
    ['one field too many', fields(BOUNDS.headerFields + 1)],
    ['a header as long as it may be', headerOf(BOUNDS.headerBytes)],
    ['a header that is longer', headerOf(BOUNDS.headerBytes + 2)],
    ['boundaries', boundaries(BOUNDS.boundaryLines)],
    ['one boundary too many', boundaries(BOUNDS.boundaryLines + 1)],
    ['containers', containers(BOUNDS.containers, 'Content-Type:\r\n\t multipart/mixed')],
    ['one container too many', containers(BOUNDS.containers + 1, 'Content-Type:\r\n\t multipart/mixed')],
  ])('says the same however the mail is cut into chunks: %s', (_what, text) => {
    const raw = bytes(text);
    for (const size of [1, 2, 3, 7, 64, 65_536]) {
      const check = makeBoundsCheck();
      let last: unknown;
      for (let at = 0; at < raw.length; at += size) last = check(raw.subarray(at, at + size));
      expect(last, `chunks of ${size}`).toEqual(verdictOf(text));
    }
  });
});
