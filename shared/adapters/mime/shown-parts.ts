/** Which parts of a mail its HTML shows in itself, by Content-ID (RFC 2392). For parse-mail.ts. */

/** RFC 5322 section 2.1.1: no line is longer, so no Content-ID is. Spaces are bounded, or a hostile mail full of them takes time squared. */
const REFERENCE =
  /(?:\b(?:src|background)\s{0,9}=|\burl\()\s{0,9}(?:["']|&quot;|&#39;)?\s{0,9}cid:([^"'\s<>)]{1,998}?)(?=["'\s<>)]|&quot;|&#39;|$)/gi;

/** A URL's Content-ID is percent-encoded, and its `&` is written as HTML writes it. */
const decoded = (url: string): string => {
  const id = url.replaceAll('&amp;', '&');
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
};

export const shownIn = (html: string): ReadonlySet<string> =>
  new Set(Array.from(html.matchAll(REFERENCE), ([, url = '']) => decoded(url)));
