/** The routes of documents, and what a request may not do to one; handler.ts has what they share with every record. */
import { documentIdOf } from '#shared/app/mailroom/document-id.ts';
import type { recordRoutes } from '#shared/contracts/routes/records.ts';
import { DOCUMENTS, FIXED_FIELDS, originOf } from '#shared/domain/record/document.ts';
import type { Fields } from '#shared/domain/record/record.ts';
import type { Handlers } from '#shared/edge/http.ts';
import { pageOf } from '#shared/edge/page.ts';
import { invalidInput, notFound } from '#shared/edge/problem.ts';
import type { Ids } from '#shared/ports/clock.ts';
import type { ListDocuments } from '#shared/ports/documents.ts';
import type { MailLinks } from '#shared/ports/mail-files.ts';
import type { RecordStore } from '#shared/ports/record-store.ts';
import { shown } from './shown.ts';

export interface DocumentWiring {
  readonly ids: Ids;
  readonly records: Pick<RecordStore, 'get'>;
  readonly listDocuments: ListDocuments;
  readonly links: Pick<MailLinks, 'attachmentUrl'>;
}

/** One that a request made would have no content, or somebody else's. */
export const refuseNewDocument = (module: string): void => {
  if (module === DOCUMENTS)
    throw invalidInput([{ field: 'module', message: 'documents are made of attachments of mails, not by a request' }]);
};

export const refuseFixedFields = (module: string, changes: Fields): void => {
  const fixed = module === DOCUMENTS ? FIXED_FIELDS.filter((name) => Object.hasOwn(changes, name)) : [];
  if (fixed.length > 0)
    throw invalidInput(
      fixed.map((name) => ({ field: `fields.${name}`, message: 'is given by the mail and cannot be changed' })),
    );
};

export const documentHandlers = ({
  ids,
  records,
  listDocuments,
  links,
}: DocumentWiring): Pick<Handlers<typeof recordRoutes>, 'listDocuments' | 'getDocumentContent'> => ({
  listDocuments: async ({ caller, params, query }) => {
    if ((await records.get(caller.tenant, params)) === undefined) throw notFound();
    const page = await listDocuments(caller.tenant, params, pageOf(query));
    return { status: 200, body: { ...page, items: page.items.map(shown) } };
  },
  getDocumentContent: async ({ caller, params }) => {
    const document = await records.get(caller.tenant, { module: DOCUMENTS, id: params.id });
    const origin = document === undefined ? undefined : originOf(document.fields);
    // Fields that do not make this id are not the mail's: such a record leads to no file.
    if (document === undefined || origin === undefined || documentIdOf(ids, document.createdAt, origin) !== document.id)
      throw notFound();
    const name = String(document.fields['title'] ?? 'document');
    const location = await links.attachmentUrl(caller.tenant, origin.emailId, origin.attachment, name);
    return { status: 303, headers: { location } };
  },
});
