/**
 * What a record is called in mail (FEATURES 70, 75-77): its address for people, the signed one that takes mail from anybody, and the Message-ID that answers to its
 * mails bring back. For the panel, and for mail that is sent from a record.
 */
import { signedSuffixOf, threadToken } from '../../domain/mailroom/record-address.ts';
import type { Ids } from '../../ports/clock.ts';
import type { MailroomSettingsStore } from '../../ports/mailroom-settings.ts';
import type { RecordRef } from '../../ports/record-store.ts';
import type { TenantProfile } from '../../ports/tenants.ts';

export interface RecordMailboxNames {
  readonly address: string;
  /** Undefined: the tenant's handle leaves no room for it (64 octets before the @). */
  readonly signedAddress: string | undefined;
  /** Without angle brackets. */
  readonly token: string;
}

export type RecordMailboxOf = (
  profile: Pick<TenantProfile, 'tenant' | 'inboundHandle' | 'mailroomSecret'>,
  record: RecordRef,
) => Promise<RecordMailboxNames>;

export const makeRecordMailbox =
  (deps: {
    readonly ids: Pick<Ids, 'mac'>;
    readonly settings: Pick<MailroomSettingsStore, 'secret'>;
    readonly inboundDomains: readonly string[];
  }): RecordMailboxOf =>
  async ({ tenant, inboundHandle: handle, mailroomSecret }, record) => {
    const mac = deps.ids.mac(mailroomSecret ?? (await deps.settings.secret(tenant)), tenant, record.id);
    const signed = signedSuffixOf(handle, record.id, mac);
    const [domain = ''] = deps.inboundDomains;
    return {
      address: `${handle}+archive+${record.id}@${domain}`,
      signedAddress: signed === undefined ? undefined : `${handle}+${signed}@${domain}`,
      token: threadToken(record, mac, domain),
    };
  };
