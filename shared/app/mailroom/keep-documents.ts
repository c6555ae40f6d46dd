/**
 * Makes documents of a mail's attachments at the record that the mail became or joined (FEATURES 14, 18). For settle-mail.ts, after acting, and for a replay,
 * which may find room that there was not. Repeated it makes nothing twice: ids are derived, room is counted by id before anything is made, and what somebody deleted stays deleted. What does not fit
 * is left out and said so; the mail itself and its attachments are kept whatever happens here.
 */
import type { TouchedRecord } from '../../domain/mailroom/outcome.ts';
import { DOCUMENTS } from '../../domain/record/document.ts';
import type { Fields } from '../../domain/record/record.ts';
import type { Ids } from '../../ports/clock.ts';
import type { ClaimRoom } from '../../ports/documents.ts';
import type { LoggedAttachment } from '../../ports/mail-log.ts';
import type { RecordRef, RecordStore } from '../../ports/record-store.ts';
import { documentIdOf } from './document-id.ts';

type Fate = Pick<LoggedAttachment, 'documentId' | 'notKept'>;

interface ArrivedMail {
  readonly tenant: string;
  readonly mailId: string;
  /** ISO 8601, by SES's clock. */
  readonly receivedAt: string;
  /** Where the mail stands on timelines, ISO 8601. */
  readonly at: string;
  readonly confidential: boolean;
  readonly attachments: readonly LoggedAttachment[];
}

/**
 * Answers the attachments with what became of each. The first record is the one that the mail became or joined; its parents show the documents through
 * it. A mail without attachments costs no call.
 */
export type KeepDocuments = (
  mail: ArrivedMail,
  records: readonly TouchedRecord[],
) => Promise<readonly LoggedAttachment[]>;

export interface DocumentDeps {
  readonly ids: Pick<Ids, 'derived'>;
  readonly records: Pick<RecordStore, 'get' | 'create' | 'addToTimeline'>;
  readonly claimRoom: ClaimRoom;
}

interface Wanted {
  readonly n: number;
  readonly id: string;
  readonly sizeBytes: number;
  readonly fields: Fields & { readonly title: string };
}

/** What a machine tells a machine: in the report of a delivery, or that a mail was read (RFC 3464, RFC 8098). */
const isReport = (contentType: string) =>
  /^message\/(delivery-status|disposition-notification|feedback-report)$/.test(contentType);

/** Pictures that the HTML shows are a part of what it says, as a signature's logo is, and no documents (FEATURES 42). */
const wantedOf = (deps: DocumentDeps, { mailId, receivedAt, attachments }: ArrivedMail, parent: RecordRef) =>
  attachments.flatMap(({ name, contentType, sizeBytes, inline }, n): readonly Wanted[] => {
    if (inline === true || isReport(contentType)) return [];
    const fields = {
      ...{ title: name, contentType, sizeBytes, emailId: mailId, attachment: n, source: 'mail' },
      ...{ parentModule: parent.module, parentId: parent.id },
    };
    const id = documentIdOf(deps.ids, receivedAt, { emailId: mailId, attachment: n, parent });
    return [{ n, id, sizeBytes, fields }];
  });

export const makeKeepDocuments =
  (deps: DocumentDeps): KeepDocuments =>
  async (mail, records) => {
    const { tenant, mailId, receivedAt, at, attachments } = mail;
    const [record] = records.map(({ module, id }): RecordRef => ({ module, id }));
    // Its people may read it; whoever else sees the record must not (FEATURES 7).
    if (record === undefined || mail.confidential) return attachments;
    const wanted = wantedOf(deps, mail, record);
    if (wanted.length === 0) return attachments;
    const parent = await deps.records.get(tenant, record);
    if (parent === undefined) return attachments;
    const owner = parent.fields['owner'] ?? null;
    const refused = await deps.claimRoom(
      tenant,
      record,
      wanted.map(({ id, sizeBytes }) => ({ id, sizeBytes })),
    );
    const make = async ({ n, id, fields }: Wanted): Promise<Fate> => {
      const code = refused.get(id);
      if (code !== undefined) return { notKept: code };
      const made = await deps.records.create(tenant, {
        module: DOCUMENTS,
        id,
        fields: { ...fields, owner },
        createdAt: receivedAt,
        madeBy: mailId,
      });
      if (made.kind === 'deleted') return { notKept: 'document-deleted' };
      await deps.records.addToTimeline(tenant, record, {
        id: `document-${mailId}-${n}`,
        kind: 'document',
        at,
        summary: fields.title,
        emailId: mailId,
        documentId: id,
      });
      return { documentId: id };
    };
    const fates = new Map<number, Fate>();
    for (const one of wanted) fates.set(one.n, await make(one));
    // What an earlier try said of them is over.
    return attachments.map(({ documentId: _was, notKept: _why, ...rest }, n) => ({ ...rest, ...fates.get(n) }));
  };
