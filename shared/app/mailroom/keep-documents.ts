/**
 * Makes documents of a mail's attachments at the record that the mail became or joined (FEATURES 14, 18). For settle-mail.ts, after acting. Repeated it
 * makes nothing twice: ids are derived, room is counted by id before anything is made, and what somebody deleted stays deleted. What does not fit
 * is left out and said so; the mail itself and its attachments are kept whatever happens here.
 */
import { isConfidential } from '../../domain/mailroom/confidential.ts';
import type { Message } from '../../domain/message/message.ts';
import { DOCUMENTS, type NotKeptCode } from '../../domain/record/document.ts';
import type { Fields } from '../../domain/record/record.ts';
import type { Ids } from '../../ports/clock.ts';
import type { ClaimRoom } from '../../ports/documents.ts';
import type { RecordRef, RecordStore } from '../../ports/record-store.ts';
import { documentIdOf } from './document-id.ts';

export type DocumentFate = { readonly documentId: string } | { readonly notKept: NotKeptCode };

interface ArrivedMail {
  readonly tenant: string;
  readonly mailId: string;
  /** ISO 8601. */
  readonly receivedAt: string;
  readonly message: Message;
}

/** Answers by number of the attachment; none: it never was to be a document. */
export type KeepDocuments = (mail: ArrivedMail, record: RecordRef) => Promise<ReadonlyMap<number, DocumentFate>>;

export interface DocumentDeps {
  readonly ids: Pick<Ids, 'derived'>;
  readonly records: Pick<RecordStore, 'get' | 'create' | 'addToTimeline'>;
  readonly claimRoom: ClaimRoom;
}

const NONE: ReadonlyMap<number, DocumentFate> = new Map();

interface Wanted {
  readonly n: number;
  readonly id: string;
  readonly sizeBytes: number;
  readonly fields: Fields & { readonly title: string };
}

/** Pictures that the HTML shows are a part of what it says, as a signature's logo is, and no documents (FEATURES 42). */
const wantedOf = (deps: DocumentDeps, { mailId, receivedAt, message }: ArrivedMail, parent: RecordRef) =>
  message.attachments.flatMap(({ name, contentType, sizeBytes, inline }, n): readonly Wanted[] => {
    if (inline === true) return [];
    const fields = {
      ...{ title: name, contentType, sizeBytes, emailId: mailId, attachment: n, source: 'mail' },
      ...{ parentModule: parent.module, parentId: parent.id },
    };
    const id = documentIdOf(deps.ids, receivedAt, { emailId: mailId, attachment: n, parent });
    return [{ n, id, sizeBytes, fields }];
  });

export const makeKeepDocuments =
  (deps: DocumentDeps): KeepDocuments =>
  async (mail, { module, id: recordId }) => {
    const { tenant, mailId, receivedAt, message } = mail;
    const record = { module, id: recordId };
    const wanted = wantedOf(deps, mail, record);
    // Its people may read it; whoever else sees the record must not (FEATURES 7).
    if (wanted.length === 0 || isConfidential(message.headers)) return NONE;
    const parent = await deps.records.get(tenant, record);
    if (parent === undefined) return NONE;
    const owner = parent.fields['owner'] ?? null;
    const refused = await deps.claimRoom(
      tenant,
      record,
      wanted.map(({ id, sizeBytes }) => ({ id, sizeBytes })),
    );
    const make = async ({ n, id, fields }: Wanted): Promise<DocumentFate> => {
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
        at: receivedAt,
        summary: fields.title,
        emailId: mailId,
        documentId: id,
      });
      return { documentId: id };
    };
    const fates = new Map<number, DocumentFate>();
    for (const one of wanted) fates.set(one.n, await make(one));
    return fates;
  };
