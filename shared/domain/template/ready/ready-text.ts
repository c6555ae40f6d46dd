/** What a ready template says, without its looks (layouts.ts). Every text in it may hold tags of its module. */
/** layouts.ts */
export type LayoutName = 'letter' | 'band' | 'centred' | 'facts' | 'steps' | 'news' | 'panel' | 'plain';

export interface ReadyText {
  /** Kept for ever: `from` names it. */
  readonly id: string;
  readonly name: string;
  readonly layout: LayoutName;
  readonly subject: string;
  /** What mail programs show behind the subject. */
  readonly preheader: string;
  readonly heading: string;
  readonly body: readonly string[];
  /** Label and value. */
  readonly facts?: readonly (readonly [string, string])[];
  readonly steps?: readonly string[];
  /** Heading and text. */
  readonly sections?: readonly (readonly [string, string])[];
  /** Words and address. */
  readonly button?: readonly [string, string];
  /** Behind everything else. */
  readonly after?: string;
}

export interface Purpose {
  readonly purpose: string;
  readonly module: string;
  /** White on it and it on white are readable: contrast 4.5 or more (WCAG 2.2, 1.4.3). */
  readonly accent: string;
  readonly texts: readonly ReadyText[];
}

export const REPLY = 'mailto:$users-email$';
export const WEBSITE = '$companydetails-website$';
export const PORTAL = '$custom-portalurl$';
