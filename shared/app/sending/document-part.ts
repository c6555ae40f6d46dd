/** A document of the CRM as an attachment of a mail (FEATURES 130): the file that came by mail, where it lies. For draft-mail.ts. */
import { DOCUMENTS, originOf } from '../../domain/record/document.ts';
import { IS_PROGRAM, isProgramName, isProgramType } from '../../domain/sending/program-files.ts';
import type { Ids } from '../../ports/clock.ts';
import type { RecordStore } from '../../ports/record-store.ts';
import type { ContentPart, Contents } from '../../ports/sending.ts';
import { documentIdOf } from '../mailroom/document-id.ts';

export type FoundDocument = ContentPart | { readonly wrong: string };

export const makeDocumentPart =
  (deps: {
    readonly ids: Pick<Ids, 'derived'>;
    readonly records: Pick<RecordStore, 'get'>;
    readonly contents: Pick<Contents, 'attachmentOfMail'>;
  }) =>
  async (tenant: string, id: string): Promise<FoundDocument> => {
    const document = await deps.records.get(tenant, { module: DOCUMENTS, id });
    const origin = document === undefined ? undefined : originOf(document.fields);
    // Fields that do not make this id are not the mail's: such a record leads to no file.
    if (document === undefined || origin === undefined || documentIdOf(deps.ids, document.createdAt, origin) !== id)
      return { wrong: 'is no document here' };
    const { title, contentType, sizeBytes } = document.fields;
    const name = typeof title === 'string' ? title.replace(/[/\\\p{Cc}\u2028\u2029]/gu, '_') : 'document';
    const type = typeof contentType === 'string' ? contentType : 'application/octet-stream';
    if (isProgramName(name) || isProgramType(type)) return { wrong: IS_PROGRAM };
    const key = deps.contents.attachmentOfMail(tenant, origin.emailId, origin.attachment);
    return { name, contentType: type, sizeBytes: typeof sizeBytes === 'number' ? sizeBytes : 0, key };
  };

export type DocumentPart = ReturnType<typeof makeDocumentPart>;
