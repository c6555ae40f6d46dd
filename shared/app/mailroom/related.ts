/** Who may write to a record by naming it: the tenant's own people, and those it is about (FEATURES 53, 76). */
import { normaliseAddress } from '../../domain/address/address.ts';
import { isOwn } from '../../domain/mailroom/customer.ts';
import { answersTo, type CrmRecord } from '../../domain/record/record.ts';
import type { RecordStore } from '../../ports/record-store.ts';
import type { ActingMail, Situation } from './situation.ts';

interface Asked {
  readonly records: Pick<RecordStore, 'findByEmail'>;
}

/** By the record's own address, by that of its contact or organization, or by one of the organization's contacts. */
const isAbout = async ({ records }: Asked, tenant: string, record: CrmRecord, address: string): Promise<boolean> => {
  if (answersTo(record, address)) return true;
  const { contactId, organizationId } = record.fields;
  const senders = await records.findByEmail(tenant, normaliseAddress(address));
  return senders.some(
    (sender) =>
      sender.id === contactId || sender.id === organizationId || sender.fields['organizationId'] === record.id,
  );
};

export const mayWriteTo = async (
  deps: Asked,
  { tenant, mail, own }: Pick<Situation, 'tenant' | 'own'> & { readonly mail: Pick<ActingMail, 'message' | 'forged'> },
  record: CrmRecord,
): Promise<boolean> => {
  if (mail.forged) return false;
  const address = mail.message.from?.address ?? '';
  return isOwn(address, own) || isAbout(deps, tenant, record, address);
};
