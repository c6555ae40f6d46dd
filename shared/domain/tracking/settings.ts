/** Whether and how a tenant follows what is done with its mail. With the defaults no single mail is tracked. */

export interface TrackingSettings {
  /** Mail that people write one by one (FEATURES 198); campaigns are always tracked. */
  readonly single: boolean;
  /** The tenant's own host, whose CNAME leads to Postroom: links then carry the sender's domain (FEATURES 108). Null: Postroom's. */
  readonly host: string | null;
  /** Links to these domains and all below them are left as they are (FEATURES 202). */
  readonly exceptDomains: readonly string[];
}

export const DEFAULT_TRACKING: TrackingSettings = { single: false, host: null, exceptDomains: [] };

/** Words for "no" that forms and imports leave in a field. */
const NO: ReadonlySet<unknown> = new Set(['false', 'no', 'off', '0', 'denied', 'refused']);

/**
 * What the field `trackingConsent` of a record says. True also where there is no such field, or nothing in it: who needs consent first puts `no` there
 * (FEATURES 202).
 */
export const consents = (fields: Readonly<Record<string, unknown>>): boolean => {
  const value = fields['trackingConsent'];
  return value !== false && value !== 0 && !(typeof value === 'string' && NO.has(value.trim().toLowerCase()));
};

/** Decided when the mail is accepted. What only own users get says nothing about a customer (FEATURES 200). */
export const isTracked = (
  { single }: Pick<TrackingSettings, 'single'>,
  mail: {
    readonly lane: 'adhoc' | 'workflow' | 'campaign';
    /** What the request says; false switches it off for this mail. */
    readonly track: boolean | undefined;
    readonly goesToOwnUsersOnly: boolean;
  },
): boolean => mail.track !== false && !mail.goesToOwnUsersOnly && (mail.lane === 'campaign' || single);
