/** DMARC records as receivers read them (RFC 7489). Gmail, Yahoo and Outlook.com want one, at least `p=none` (FEATURES 105, 106). */

export const LEAST_DMARC = 'v=DMARC1; p=none';

export type DmarcReading =
  | { readonly kind: 'none' }
  /** Section 6.6.3: with several records no policy is applied. */
  | { readonly kind: 'several' }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'policy'; readonly policy: 'none' | 'quarantine' | 'reject'; readonly strictDkim: boolean };

const POLICIES = ['none', 'quarantine', 'reject'] as const;

/** Section 6.3: `v` stands first, with exactly this value. */
const isDmarc = (text: string): boolean => /^v\s*=\s*DMARC1\s*(?:;|$)/.test(text);

export const readDmarc = (texts: readonly string[]): DmarcReading => {
  const [record, ...more] = texts.filter(isDmarc);
  if (record === undefined) return { kind: 'none' };
  if (more.length > 0) return { kind: 'several' };
  const tags = new Map<string, string>();
  for (const tag of record.split(';')) {
    const at = tag.indexOf('=');
    if (at > 0)
      tags.set(
        tag.slice(0, at).trim().toLowerCase(),
        tag
          .slice(at + 1)
          .trim()
          .toLowerCase(),
      );
  }
  const policy = POLICIES.find((one) => one === tags.get('p'));
  if (policy === undefined) return { kind: 'invalid' };
  return { kind: 'policy', policy, strictDkim: tags.get('adkim') === 's' };
};
