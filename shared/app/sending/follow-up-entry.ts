/** The due entry of a mail's present reminder. Whoever writes the mail puts it there first: without a mail it rings for nobody. */
import type { OutgoingMail } from '../../domain/sending/outgoing-mail.ts';
import type { DueEntry } from '../../ports/sending.ts';

export const followUpEntry = ({ tenant, id, followUp }: OutgoingMail): DueEntry | undefined =>
  followUp === undefined
    ? undefined
    : { tenant, mailId: id, at: followUp.at, revision: followUp.revision, followUp: true };
