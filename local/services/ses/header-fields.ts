/**
 * Reads the header fields of a mail from its bytes; used for receipt notifications, sending checks and events. Not a MIME parser: it
 * never looks past the first empty line, takes any bytes, and its time and memory are bounded whatever a hostile mail holds.
 */
export interface HeaderField {
  readonly name: string;
  /** Unfolded to one line (RFC 5322 section 2.2.3), trimmed; bytes that are not UTF-8 become U+FFFD. */
  readonly value: string;
  /** Byte range in the mail, with the line ends. */
  readonly start: number;
  readonly end: number;
}

export interface HeaderSection {
  readonly fields: readonly HeaderField[];
  /** First byte after the empty line; undefined when there is none within the scanned part. */
  readonly bodyOffset: number | undefined;
  /** More bytes of header than were scanned, or a value that was cut. */
  readonly cut: boolean;
}

/** Bytes of header looked at: a hundred times what SES publishes of it; reading them takes some ten milliseconds at worst. */
const SCANNED_HEADER_BYTES = 1024 * 1024;
/** Bytes kept of one field; four hundred times the 78 characters RFC 5322 section 2.1.1 recommends for a line. */
const KEPT_FIELD_BYTES = 32 * 1024;

const LF = 0x0a;
const CR = 0x0d;
const COLON = 0x3a;
/** RFC 5322 section 2.2: printable US-ASCII but the colon; white space before the colon is obsolete syntax, still seen. */
const FIELD_NAME = /^([\x21-\x39\x3b-\x7e]+)[ \t]*$/;

const readField = (raw: Buffer, start: number, end: number): HeaderField | undefined => {
  const bytes = raw.subarray(start, Math.min(end, start + KEPT_FIELD_BYTES));
  const colon = bytes.indexOf(COLON);
  if (colon === -1) return undefined;
  const name = FIELD_NAME.exec(bytes.toString('latin1', 0, colon))?.[1];
  if (name === undefined) return undefined;
  const value = bytes
    .toString('utf8', colon + 1)
    .replace(/\r?\n[ \t]*/g, ' ')
    .trim();
  return { name, value, start, end };
};

export const readHeaderSection = (raw: Buffer): HeaderSection => {
  const scanned = raw.subarray(0, SCANNED_HEADER_BYTES);
  const fields: HeaderField[] = [];
  let cut = false;
  let open: { start: number; end: number } | undefined;
  const close = () => {
    if (open === undefined) return;
    if (open.end - open.start > KEPT_FIELD_BYTES) cut = true;
    const field = readField(raw, open.start, open.end);
    if (field !== undefined) fields.push(field);
    open = undefined;
  };
  let offset = 0;
  while (offset < scanned.length) {
    const lineFeed = scanned.indexOf(LF, offset);
    const next = lineFeed === -1 ? scanned.length : lineFeed + 1;
    const first = scanned[offset];
    if (first === LF || (first === CR && scanned[offset + 1] === LF)) {
      close();
      return { fields, bodyOffset: next, cut };
    }
    if ((first === 0x20 || first === 0x09) && open !== undefined) open.end = next;
    else {
      close();
      open = { start: offset, end: next };
    }
    offset = next;
  }
  close();
  return { fields, bodyOffset: undefined, cut: cut || raw.length > scanned.length };
};

/** The first field of that name; which of several counts is the same everywhere. */
export const fieldValue = (fields: readonly HeaderField[], name: string): string | undefined =>
  fields.find((field) => field.name.toLowerCase() === name)?.value;
