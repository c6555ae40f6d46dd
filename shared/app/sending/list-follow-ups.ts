/** `GET /v1/emails?followUp=due`: mails to follow up, the one that rang last first. The mail says whether it is due still, so a page may be short and have a nextCursor. */
import { type MailStatus, mailStatus, type OutgoingMail } from '../../domain/sending/outgoing-mail.ts';
import type { FollowUps } from '../../ports/follow-ups.ts';
import type { Page } from '../../ports/record-store.ts';
import type { OutgoingStore } from '../../ports/sending.ts';

export const makeListFollowUps =
  (deps: { readonly followUps: Pick<FollowUps, 'due'>; readonly outgoing: Pick<OutgoingStore, 'getMany'> }) =>
  async (
    tenant: string,
    { status, ...page }: { limit: number; cursor?: string; status?: MailStatus; user?: string },
  ): Promise<Page<OutgoingMail>> => {
    const found = await deps.followUps.due(tenant, page);
    const mails = new Map((await deps.outgoing.getMany(tenant, found.items)).map((mail) => [mail.id, mail]));
    const items = found.items.flatMap((id) => {
      const mail = mails.get(id);
      const isShown = mail?.followUp?.state === 'due' && (status === undefined || mailStatus(mail) === status);
      return isShown ? [mail] : [];
    });
    return { ...found, items };
  };
