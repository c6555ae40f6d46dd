/**
 * What is asked of a mail before anything is spent on it: the tenant's test mode (FEATURES 99), the cap of its recipients (128), the limits of the account it leaves by (122).
 * For send-mail.ts. Cut off anywhere and asked again, it counts nothing twice. Of what Postroom itself writes nothing is asked.
 */
import { capInWords, comesBackAtMs, type FrequencyCap, isCapped } from '../../domain/frequency/cap.ts';
import { isLimited } from '../../domain/quota/sending-limits.ts';
import type { HeldBack } from '../../domain/sending/held-back.ts';
import { isWorthWaiting } from '../../domain/sending/held-back.ts';
import { liveRecipients, type OutgoingMail } from '../../domain/sending/outgoing-mail.ts';
import { withheld } from '../../domain/sending/taking-up.ts';
import { redirectOf, type TestMode } from '../../domain/sending/test-mode.ts';
import { failed } from '../../domain/sending/transitions.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AccountPlaces, FrequencyCounters, LimitsOfAccount } from '../../ports/holding-back.ts';
import type { OutgoingEmailStore } from '../../ports/sender-addresses.ts';
import type { DueEntries, MailMessage, MailQueues, OutgoingStore } from '../../ports/sending.ts';
import { makeChangeMail } from './change-mail.ts';
import type { CloseFailed } from './close-failed.ts';

export type Going = { readonly kind: 'go'; readonly testMode?: TestMode } | { readonly kind: 'later' | 'failed' };

/** It may be claimed, or somebody has seen to it. */
export type MayGo = (mail: OutgoingMail, message: MailMessage) => Promise<Going>;

interface Hold extends Pick<HeldBack, 'code' | 'why'> {
  /** Absent: there never will be room. */
  readonly untilMs?: number;
}

export const makeMayGo = (deps: {
  readonly clock: Clock;
  readonly outgoing: Pick<OutgoingStore, 'get' | 'replace'>;
  readonly settings: Pick<OutgoingEmailStore, 'get'>;
  readonly frequency: FrequencyCounters;
  readonly accounts: Pick<AccountPlaces, 'take'>;
  readonly limitsOf: LimitsOfAccount;
  readonly queues: MailQueues;
  readonly due: Pick<DueEntries, 'put' | 'remove'>;
  readonly closeFailed: CloseFailed;
}): MayGo => {
  const change = makeChangeMail(deps.outgoing);

  const giveUp = async ({ tenant, id }: OutgoingMail, { code, why }: Hold): Promise<Going> => {
    const outcome = await change(tenant, id, failed(code, undefined, why));
    if (outcome.kind === 'changed') await deps.closeFailed(outcome.mail);
    return { kind: 'failed' };
  };

  /** New entry, then the mail, then the old entry goes: whatever is cut off, the mail is watched. Its message says nothing any more. */
  const holdBack = async (mail: OutgoingMail, hold: Hold): Promise<Going> => {
    const { tenant, id: mailId } = mail;
    const { code, why, untilMs } = hold;
    const since = mail.heldBack?.since ?? new Date(deps.clock.nowMs()).toISOString();
    // When there will be room is known: nobody is told in a week what can be told now.
    if (untilMs === undefined || !isWorthWaiting(since, untilMs)) return giveUp(mail, hold);
    const watch = { at: new Date(untilMs).toISOString(), revision: mail.watch.revision + 1 };
    await deps.due.put({ ...watch, tenant, mailId });
    const outcome = await change(tenant, mailId, withheld(watch, { code, since, why }));
    if (outcome.kind === 'changed') await deps.due.remove({ ...mail.watch, tenant, mailId });
    return { kind: 'later' };
  };

  const heldByCap = async (mail: OutgoingMail, cap: FrequencyCap): Promise<Hold | undefined> => {
    const addresses = liveRecipients(mail).map(({ address }) => address);
    const counted = await deps.frequency.count(
      mail.tenant,
      addresses,
      // Whom a server put off is counted already.
      { mailId: mail.movedFrom ?? mail.id, atMs: deps.clock.nowMs() },
      cap,
    );
    if (counted.kind === 'counted') return undefined;
    const untilMs = comesBackAtMs(mail.lane, counted.untilMs);
    return { code: 'frequency-cap', untilMs, why: capInWords(cap) };
  };

  const throughAccount = async (
    mail: OutgoingMail,
    via: string,
    count: number,
    message: MailMessage,
  ): Promise<Going | undefined> => {
    const limits = await deps.limitsOf(mail.tenant, via);
    if (!isLimited(limits)) return undefined;
    const nowMs = deps.clock.nowMs();
    const place = await deps.accounts.take(mail.tenant, via, { mailId: mail.id, count, atMs: nowMs }, limits);
    const code = 'sending-limit';
    switch (place.kind) {
      case 'go':
        return undefined;
      case 'minute':
        await deps.queues.enqueue(mail.lane, message, Math.ceil((place.untilMs - nowMs) / 1000));
        return { kind: 'later' };
      case 'day': {
        const why = `The limit of ${limits.perDay} recipients a day of this account is reached.`;
        return holdBack(mail, { code, untilMs: place.untilMs, why });
      }
      case 'never': {
        const why = `The mail has ${count} recipients, and this account may send to ${limits.perDay} a day.`;
        return giveUp(mail, { code, why });
      }
    }
  };

  return async (mail, message) => {
    if (mail.source === 'system') return { kind: 'go' };
    const { testMode, frequencyCap } = (await deps.settings.get(mail.tenant)).settings;
    const mode = testMode ?? undefined;
    if (mode?.kind === 'hold') return { kind: 'go', testMode: mode };
    // What goes to the test address reaches nobody whose cap it would use up.
    if (mode === undefined && frequencyCap !== null && isCapped(mail.lane)) {
      const hold = await heldByCap(mail, frequencyCap);
      if (hold !== undefined) return holdBack(mail, hold);
    }
    if (mail.via !== undefined) {
      const count = redirectOf(mode) === undefined ? Math.max(1, liveRecipients(mail).length) : 1;
      const held = await throughAccount(mail, mail.via, count, message);
      if (held !== undefined) return held;
    }
    return { kind: 'go', ...(mode === undefined ? {} : { testMode: mode }) };
  };
};
