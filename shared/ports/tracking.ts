/** What tracking of outgoing mail needs of the outside (shared/domain/tracking). All throw Failure('unavailable') when it cannot be reached. */
import type { Hit, ReaderHits } from '../domain/tracking/count-hit.ts';
import type { TrackingSettings } from '../domain/tracking/settings.ts';
import type { Reader } from '../domain/tracking/token.ts';

export interface TrackingSettingsStore {
  /** The defaults when nobody has changed anything. */
  get(tenant: string): Promise<TrackingSettings>;
  put(tenant: string, settings: TrackingSettings): Promise<void>;
  /** What signs the tenant's links; undefined: it never signed anything. Makes none: who asks may be anybody. */
  secret(tenant: string): Promise<string | undefined>;
}

/** Where the links of one content of a mail lead, in their order. */
export interface TrackedLinks {
  /** The same content has the same links: repeating it changes nothing. */
  save(tenant: string, mailId: string, edition: string, links: readonly string[]): Promise<void>;
  find(tenant: string, mailId: string, edition: string): Promise<readonly string[] | undefined>;
}

export interface HitStore {
  /** One more visit; `links`: how many the mail has. */
  add(tenant: string, mailId: string, reader: Reader, hit: Hit, links: number): Promise<void>;
  ofMail(tenant: string, mailId: string): Promise<readonly { readonly reader: Reader; readonly hits: ReaderHits }[]>;
}

/**
 * HTML with its links replaced and the picture put in; everything else stays byte for byte. `linkFor` answers what to put in place of an address, undefined to leave it.
 */
export type RewriteHtml = (html: string, linkFor: (href: string) => string | undefined, pixel: string) => string;

/** The HTML of a tracked mail as it leaves. */
export type TrackHtml = (
  mail: { readonly tenant: string; readonly id: string; readonly content: string },
  readers: readonly number[],
  html: string,
) => Promise<string>;
