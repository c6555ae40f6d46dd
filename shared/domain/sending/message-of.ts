import type { OutgoingMail } from './outgoing-mail.ts';

/**
 * The queue message that goes with a mail's present watch. One of an older revision has been replaced by a newer one and says nothing any more: a mail
 * that waits long never has more than one message that counts.
 */
export const messageOf = ({ tenant, id, watch }: OutgoingMail) => ({ tenant, mailId: id, watch: watch.revision });
