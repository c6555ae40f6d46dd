/**
 * Makes the mail for recipients that an own server put off (domain/sending/put-off.ts). For after-sent.ts: that they were moved is written with the mail's being sent, so
 * whoever finds it sent makes what is missing. The mail before its due entry: an entry without a mail would be taken for a request that died. No message: the schedule puts
 * one into the queue when the time has come.
 */
import type { OutgoingMail } from '../../domain/sending/outgoing-mail.ts';
import { movedToOf, restOf } from '../../domain/sending/put-off.ts';
import { isWaiting } from '../../domain/sending/transitions.ts';
import type { DueEntries, OutgoingStore } from '../../ports/sending.ts';

export type SendRest = (mail: OutgoingMail) => Promise<void>;

export const makeSendRest =
  (deps: { readonly outgoing: Pick<OutgoingStore, 'create'>; readonly due: Pick<DueEntries, 'put'> }): SendRest =>
  async (mail) => {
    const wanted = restOf(mail);
    if (wanted === undefined) return;
    const rest = await deps.outgoing.create(wanted);
    if (isWaiting(rest)) await deps.due.put({ ...rest.watch, tenant: rest.tenant, mailId: rest.id });
  };

/** A mail and those that became of it, the last one last. */
export const makeWithRests =
  (outgoing: Pick<OutgoingStore, 'get'>) =>
  async (mail: OutgoingMail): Promise<readonly OutgoingMail[]> => {
    const all = [mail];
    for (let id = movedToOf(mail); id !== undefined; ) {
      const rest = await outgoing.get(mail.tenant, id);
      if (rest !== undefined) all.push(rest);
      id = rest === undefined ? undefined : movedToOf(rest);
    }
    return all;
  };
