/** The rule of authenticated domains (FEATURES 104) as the answer to a request; whoever accepts mail that leaves through the platform asks it. */
import { judgeSender, type KnownDomains } from '../../domain/sender-domain/authenticated-sender.ts';
import type { InvalidSender } from '../sending/sender-of-mail.ts';

/** Undefined: it may go. `via`: the account the mail leaves by, whose server looks at its senders itself. */
export const refuseSender = (
  known: KnownDomains,
  mail: { readonly from: string; readonly via?: string },
): InvalidSender | undefined => {
  if (mail.via !== undefined) return undefined;
  const judged = judgeSender(known, mail.from);
  return judged.kind === 'authenticated'
    ? undefined
    : { kind: 'invalid', field: 'from', message: judged.remedy, unauthenticated: judged.domain };
};
