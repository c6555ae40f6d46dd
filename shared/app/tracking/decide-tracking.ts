/**
 * Are the opens and clicks of this mail counted? Decided when it is accepted (draft-mail.ts), so that what a person was told then holds when it leaves. The secret that
 * signs the links is made here: who sends may only read the settings.
 */
import { normaliseAddress } from '../../domain/address/address.ts';
import { consents, DEFAULT_TRACKING, isTracked } from '../../domain/tracking/settings.ts';
import type { MailroomSettingsStore } from '../../ports/mailroom-settings.ts';
import type { RecordRef, RecordStore } from '../../ports/record-store.ts';
import type { TenantProfile } from '../../ports/tenants.ts';

export interface MailToTrack {
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly record?: RecordRef | undefined;
  readonly track?: boolean | undefined;
}

/** `switched-off`: tracking is asked for, and the tenant has none. */
export type DecideTracking = (
  profile: TenantProfile,
  mail: MailToTrack,
) => Promise<'tracked' | 'untracked' | 'switched-off'>;

export const makeDecideTracking =
  (deps: {
    readonly records: Pick<RecordStore, 'get'>;
    readonly settings: Pick<MailroomSettingsStore, 'secret'>;
  }): DecideTracking =>
  async ({ tenant, users, tracking = DEFAULT_TRACKING, mailroomSecret }, { to, cc, bcc, record, track }) => {
    if (track === true && !tracking.single) return 'switched-off';
    const own = new Set(users.map(({ email }) => normaliseAddress(email)));
    const goesToOwnUsersOnly = [...to, ...cc, ...bcc].every((address) => own.has(normaliseAddress(address)));
    if (!isTracked(tracking, { lane: 'adhoc', track, goesToOwnUsersOnly })) return 'untracked';
    const about = record === undefined ? undefined : await deps.records.get(tenant, record);
    if (about !== undefined && !consents(about.fields)) return 'untracked';
    if (mailroomSecret === undefined) await deps.settings.secret(tenant);
    return 'tracked';
  };
