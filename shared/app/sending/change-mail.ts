/**
 * Applies a change to an outgoing mail: reads, decides, writes on the condition that nobody changed it in between, and tries again where somebody did.
 * Who has just read or written it hands it in as `known` and saves the read: the condition finds out whether it is still so.
 */
import { Failure } from '../../domain/failure.ts';
import type { OutgoingMail } from '../../domain/sending/outgoing-mail.ts';
import type { Change } from '../../domain/sending/transitions.ts';
import type { OutgoingStore } from '../../ports/sending.ts';

export type ChangeOutcome =
  | { readonly kind: 'changed'; readonly mail: OutgoingMail; readonly before: OutgoingMail }
  /** The change does not apply to what is there. */
  | { readonly kind: 'unchanged'; readonly mail: OutgoingMail }
  | { readonly kind: 'absent' };

/** Each lost race means that another change got through; events of one mail with 50 recipients may come at once. */
const MAX_TRIES = 60;

export const makeChangeMail =
  (store: Pick<OutgoingStore, 'get' | 'replace'>) =>
  async (tenant: string, id: string, change: Change, known?: OutgoingMail): Promise<ChangeOutcome> => {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const mail = tries === 0 && known !== undefined ? known : await store.get(tenant, id);
      if (mail === undefined) return { kind: 'absent' };
      const changed = change(mail);
      if (changed === undefined) {
        // What was known may be old; only what is read now says that there is nothing to do.
        if (mail === known) continue;
        return { kind: 'unchanged', mail };
      }
      const next = { ...changed, revision: mail.revision + 1 };
      if (await store.replace(next)) return { kind: 'changed', mail: next, before: mail };
    }
    throw new Failure('unavailable', 'mail-contended', 'Too many changes of this mail at once.');
  };
