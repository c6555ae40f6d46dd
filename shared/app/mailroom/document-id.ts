/**
 * The id of a document says which attachment of which mail it is, at which record. The Mailroom finds by it what it made before; whoever shows the
 * content checks by it that the fields are still those the mail gave, and leads to no other file.
 */
import type { DocumentOrigin } from '../../domain/record/document.ts';
import type { Ids } from '../../ports/clock.ts';

/**
 * One millisecond apart, so that lists, which go by id, have the attachments of one mail in an order that means something.
 * @param receivedAt of the mail, ISO 8601; the document's `createdAt`
 */
export const documentIdOf = (
  ids: Pick<Ids, 'derived'>,
  receivedAt: string,
  { emailId, attachment, parent }: DocumentOrigin,
): string =>
  ids.derived(Date.parse(receivedAt) + attachment, emailId, 'document', parent.module, parent.id, String(attachment));
