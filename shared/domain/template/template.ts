/** A template of mails: one id, its text in one or more languages. Stored by template-store.ts, rendered by shared/app/templates/render-mail.ts. */

export interface Variant {
  /** BCP 47, in canonical form. */
  readonly language: string;
  readonly subject: string;
  /** Cleaned (clean-template.ts). */
  readonly html?: string;
  readonly text: string;
}

export interface Template {
  readonly id: string;
  readonly name: string;
  /** Whose records it is about. */
  readonly module: string;
  /** What it is for, such as `welcome`; lists are filtered by it. */
  readonly purpose: string;
  /** The first is what everybody gets whose language is not among them. */
  readonly variants: readonly [Variant, ...Variant[]];
  readonly attachments: readonly { readonly uploadId: string }[];
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Id of the request that made it. */
  readonly madeBy: string;
  /** Counts changes; a change names the revision it saw. */
  readonly revision: number;
}

/** The best variant for a language: the tag itself, then shorter and shorter (RFC 4647 section 3.4, Lookup), then the first. */
export const variantFor = ({ variants }: Pick<Template, 'variants'>, language: string | undefined): Variant => {
  const parts = (language ?? '').toLowerCase().split('-');
  for (let length = parts.length; length > 0; length -= 1) {
    const wanted = parts.slice(0, length).join('-');
    const found = variants.find((variant) => variant.language.toLowerCase() === wanted);
    if (found !== undefined) return found;
  }
  return variants[0];
};

/** What a company says of itself in its mails, in Vtiger's names where it has one; absent: not said. */
export interface CompanyDetails {
  readonly name?: string;
  readonly address?: string;
  readonly city?: string;
  readonly state?: string;
  readonly code?: string;
  readonly country?: string;
  readonly phone?: string;
  readonly fax?: string;
  readonly website?: string;
  readonly vatid?: string;
  readonly email?: string;
  readonly siteUrl?: string;
  readonly portalUrl?: string;
  /** IANA name; of dates in mails. */
  readonly timeZone?: string;
  readonly logo?: Logo;
}

export interface Logo {
  readonly contentType: string;
  /** Base 64. */
  readonly content: string;
}
