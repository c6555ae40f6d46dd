/** Puts a mail on records' timelines. The entry's id is the mail's, so a repeated step writes the same entry. */
import { CONFIDENTIAL, isConfidential } from '../../domain/mailroom/confidential.ts';
import type { TouchedRecord } from '../../domain/mailroom/outcome.ts';
import { cut } from '../../domain/message/cut.ts';
import type { TimelineEntry } from '../../domain/record/record.ts';
import type { RecordRef, RecordStore } from '../../ports/record-store.ts';
import type { ActingMail } from './situation.ts';

export const mailEntry = (mail: ActingMail): TimelineEntry => ({
  id: `mail-${mail.id}`,
  kind: 'mail',
  // The mail's own time, not the time of processing (FEATURES 19); a forged date cannot order a timeline, so SES's clock stands in for it.
  at: mail.receivedAt,
  summary: isConfidential(mail.message.headers) ? CONFIDENTIAL : cut(mail.message.subject, 255),
  emailId: mail.id,
  ...(mail.direction === undefined ? {} : { direction: mail.direction }),
});

export const attach = async (
  store: Pick<RecordStore, 'addToTimeline'>,
  tenant: string,
  mail: ActingMail,
  targets: readonly (RecordRef & { readonly did?: TouchedRecord['did'] })[],
  more: Partial<TimelineEntry> = {},
): Promise<readonly TouchedRecord[]> => {
  const entry = { ...mailEntry(mail), ...more };
  for (const target of targets) await store.addToTimeline(tenant, target, entry);
  return targets.map(({ module, id, did }) => ({ module, id, did: did ?? 'attached' }));
};
