/**
 * What the whole world's DNS says, here: the file `zone.txt` in the data folder, read anew for every question, so that pasting a record is writing a line.
 * `name TYPE value`, TYPE one of TXT, CNAME, MX (`10 host`); a text may stand in quotes; lines that begin with `#` or `;` are comments. docs/sending.md shows one.
 */
import { readFileSync } from 'node:fs';

export type ZoneType = 'TXT' | 'CNAME' | 'MX';

export interface Zone {
  /** Values of one type; undefined: the name has no records of any type. */
  find(name: string, type: ZoneType): readonly string[] | undefined;
}

const LINE = /^(\S+)\s+(TXT|CNAME|MX)\s+(.+)$/i;

const hostOf = (host: string): string => host.toLowerCase().replace(/\.$/, '');

/** `"one" "two"` is one text (RFC 1035 section 5.1). */
const textOf = (value: string): string =>
  value.startsWith('"')
    ? [...value.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, part = '']) => part.replace(/\\(.)/g, '$1')).join('')
    : value;

const contentOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Nobody has pasted anything yet.
    return '';
  }
};

export const makeZone = (path: string): Zone => ({
  find: (name, type) => {
    const records = contentOf(path)
      .split(/\r?\n/)
      .filter((line) => !/^\s*[#;]/.test(line))
      .flatMap((line) => {
        const [, owner = '', written = '', value = ''] = LINE.exec(line.trim()) ?? [];
        return hostOf(owner) === hostOf(name) && owner !== '' ? [{ type: written.toUpperCase(), value }] : [];
      });
    if (records.length === 0) return undefined;
    return records
      .filter((record) => record.type === type)
      .map(({ value }) => (type === 'TXT' ? textOf(value) : hostOf(value)));
  },
});
