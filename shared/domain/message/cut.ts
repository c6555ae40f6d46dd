/**
 * At most `maxLength` UTF-16 units of a text, never half a character: a lone surrogate is refused or replaced by whoever stores it, and the
 * mail of a subject with an emoji at the limit would not get through.
 */
export const cut = (text: string, maxLength: number): string =>
  text.length <= maxLength ? text : text.slice(0, maxLength).replace(/[\ud800-\udbff]$/, '');
