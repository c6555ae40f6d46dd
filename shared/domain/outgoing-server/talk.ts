/**
 * The record of a talk with a mail server (FEATURES 98), for whoever sets it up: every line of both sides, without what signs in and without the mail. Kept and shown, it must
 * hold no secret in any form, whatever the server says back.
 */

export type RecordLine = (from: 'client' | 'server', text: string) => void;

export interface Talk {
  readonly record: RecordLine;
  lines(): readonly string[];
}

export const MAX_TALK_LINES = 200;
/** RFC 5321 section 4.5.3.1.5: a reply line has at most 512 octets. */
export const MAX_TALK_LINE_LENGTH = 500;
/** Looked through for secrets: what is shown of it, and the longest token after that in the longest form. */
const MAX_READ = 32_768;

const HIDDEN = '***';

const hasSecret = (text: string, secrets: readonly string[]): boolean => {
  const even = text.toLowerCase();
  return secrets.some((secret) => even.includes(secret));
};

/** UTF-8 as one code unit a byte, so that what was base 64 in the middle of other bytes is found. */
const bytesOf = (text: string): string => {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

const ofBase64 = (text: string): string => {
  let bits = 0;
  let count = 0;
  let bytes = '';
  for (const letter of text) {
    bits = ((bits << 6) | ALPHABET.indexOf(letter)) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += String.fromCharCode((bits >> count) & 0xff);
  }
  return bytes;
};

const ofHex = (text: string): string =>
  text.replace(/[0-9a-f]{2}/gi, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));

/** All that this text could have been before it was encoded. Base 64 may begin anywhere in a run of its letters. */
const readingsOf = (text: string): string[] => {
  const unescaped = (from: string) =>
    from.replace(/%([0-9a-f]{2})/gi, (_, pair: string) => String.fromCharCode(Number.parseInt(pair, 16)));
  const bytes = bytesOf(text);
  const base64 = (
    text
      .replace(/-/g, '+')
      .replace(/_/g, '/')
      .match(/[A-Za-z0-9+/]{2,}/g) ?? []
  ).flatMap((run) => [0, 1, 2, 3].map((from) => ofBase64(run.slice(from))));
  const hex = (text.match(/[0-9a-f]{2,}/gi) ?? []).flatMap((run) => [ofHex(run), ofHex(run.slice(1))]);
  // A form writes a blank as a plus, and a plus escaped.
  return [unescaped(bytes), unescaped(bytes.replace(/\+/g, ' ')), ...base64, ...hex];
};

/** @param secrets what signs in: password or token */
export const makeTalk = (secrets: readonly string[]): Talk => {
  const plain = secrets.filter((secret) => secret !== '').map((secret) => secret.toLowerCase());
  const asBytes = secrets.filter((secret) => secret !== '').map((secret) => bytesOf(secret).toLowerCase());
  const lines: string[] = [];
  let isSigningIn = false;

  const shown = (from: 'client' | 'server', line: string): string => {
    if (from === 'client') {
      const [, auth] = /^(AUTH +[A-Za-z0-9_-]{1,30})\b/i.exec(line) ?? [];
      if (auth !== undefined) {
        isSigningIn = true;
        return `${auth} ${HIDDEN}`;
      }
      if (isSigningIn) return HIDDEN;
    } else if (isSigningIn) {
      if (line.startsWith('334')) return `334 ${HIDDEN}`;
      isSigningIn = /^\d{3}-/.test(line);
    }
    const hides = hasSecret(line, plain) || readingsOf(line).some((reading) => hasSecret(reading, asBytes));
    return hides ? `${from === 'server' ? `${/^\d{3}/.exec(line)?.[0] ?? ''} ` : ''}${HIDDEN}`.trim() : line;
  };

  return {
    record: (from, text) => {
      for (const line of text.slice(0, MAX_READ).split(/\r?\n/)) {
        if (lines.length >= MAX_TALK_LINES) return;
        const even = shown(from, line)
          .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
          .slice(0, MAX_TALK_LINE_LENGTH)
          .toWellFormed();
        lines.push(`${from === 'client' ? 'C' : 'S'}: ${even}`);
      }
    },
    lines: () => [...lines],
  };
};
