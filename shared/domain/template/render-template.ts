/** Joins a parsed source with values. A value is put in once and never read for tags again: what a stranger wrote as `$users-email$` stays that. */
import { escapeHtml } from '../message/escape-html.ts';
import { decodeEntities, encodeValue } from './encode-value.ts';
import type { Parsed, Slot } from './parse-template.ts';

/** Content-ID of the logo inside the mail (RFC 2392). */
export const LOGO_CID = 'logo@postroom';

export interface Values {
  /** By key of the tag; what is not there is empty. */
  readonly byKey: ReadonlyMap<string, string>;
  readonly companyName: string;
  readonly hasLogo: boolean;
}

export interface Rendered {
  readonly text: string;
  /** Tags that had no value, as written. */
  readonly missing: readonly string[];
  readonly showsLogo: boolean;
}

const logoIn = ({ context }: Slot, { companyName, hasLogo }: Values): string =>
  context === 'text' && hasLogo
    ? `<img src="cid:${LOGO_CID}" alt="${escapeHtml(companyName)}" style="max-height:64px;max-width:240px;border:0">`
    : encodeValue(companyName, context);

export const renderTemplate = ({ segments }: Pick<Parsed, 'segments'>, values: Values): Rendered => {
  const missing = new Set<string>();
  let showsLogo = false;
  const pieces = segments.map((segment) => {
    if (typeof segment === 'string') return segment;
    const { tag, context } = segment;
    if (tag.key === 'logo') {
      showsLogo ||= context === 'text' && values.hasLogo;
      return logoIn(segment, values);
    }
    const written = values.byKey.get(tag.key) ?? '';
    // In a link of the HTML every value is encoded, once.
    const isLink = context === 'url' || context.endsWith('-part');
    const value = encodeValue(written, tag.isEncoded === true && !isLink ? 'url-part' : context);
    if (value !== '') return value;
    missing.add(tag.source);
    const fallback = tag.fallback ?? '';
    const isPlain = context === 'line' || context === 'plain';
    return encodeValue(isPlain ? fallback : decodeEntities(fallback), context);
  });
  return { text: pieces.join(''), missing: [...missing], showsLogo };
};
