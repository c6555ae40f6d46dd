/** SPF records as receivers read them (RFC 7208). Used for the domain itself and for its MAIL FROM domain. */

/** RFC 7208 section 4.6.4: more terms that ask the DNS are a permanent error, and SPF then fails for all mail. */
export const MAX_SPF_LOOKUPS = 10;

export const AMAZON_SPF = 'v=spf1 include:amazonses.com ~all';

export interface SpfRecord {
  /** Domains whose record is read next: of `include` and `redirect`. */
  readonly refersTo: readonly string[];
  /** Terms of this record alone that ask the DNS. */
  readonly lookups: number;
  /** `+all`, or `all` without a sign: everybody on earth may send (section 5.1). */
  readonly allowsAll: boolean;
}

/** Section 4.5: nothing else is an SPF record; two of them are a permanent error. */
export const spfAmong = (texts: readonly string[]): readonly string[] =>
  texts.filter((text) => /^v=spf1(?: |$)/i.test(text));

const TERM = /^([+?~-])?(include|a|mx|ptr|exists|all|redirect)(?:[:=/](.*))?$/i;

export const readSpf = (record: string): SpfRecord => {
  const refersTo: string[] = [];
  let lookups = 0;
  let allowsAll = false;
  for (const term of record.split(/ +/).slice(1)) {
    const [, sign = '+', written = '', value = ''] = TERM.exec(term) ?? [];
    const name = written.toLowerCase();
    if (name === 'all') allowsAll ||= sign === '+';
    else if (name !== '') lookups += 1;
    // A macro depends on the mail (section 7); what it stands for cannot be followed here.
    if ((name === 'include' || name === 'redirect') && !value.includes('%')) refersTo.push(value.toLowerCase());
  }
  return { refersTo, lookups, allowsAll };
};

export const includesAmazon = (record: string): boolean => readSpf(record).refersTo.includes('amazonses.com');
