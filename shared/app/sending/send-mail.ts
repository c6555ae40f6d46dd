/**
 * Sends one queued mail: the use case behind `send-adhoc-mail`, `send-workflow-mail` and `send-campaign-mail`. The claim is the only way to the
 * transport; whoever does not get it is done. Nothing is sent twice because nothing here ever takes a claim back - that is the reconciler's.
 */
import { normaliseAddress } from '../../domain/address/address.ts';
import type { FailureCode } from '../../domain/sending/failure-reason.ts';
import { messageOf } from '../../domain/sending/message-of.ts';
import { liveRecipients, type OutgoingMail } from '../../domain/sending/outgoing-mail.ts';
import { retryAfterMs } from '../../domain/sending/retry.ts';
import { takenUp } from '../../domain/sending/taking-up.ts';
import { redirectOf } from '../../domain/sending/test-mode.ts';
import {
  type Change,
  claimed,
  failed,
  followedBy,
  isWaiting,
  putOff,
  released,
  sent,
  unconfirmed,
  watched,
  withoutRefused,
  withSuppressed,
} from '../../domain/sending/transitions.ts';
import type { Clock, Ids } from '../../ports/clock.ts';
import type {
  ComposeMail,
  Contents,
  DueEntries,
  HandOver,
  MailMessage,
  MailQueues,
  MailTransport,
  OutgoingStore,
  SendTokens,
  Suppressions,
} from '../../ports/sending.ts';
import type { TrackHtml } from '../../ports/tracking.ts';
import type { AfterSent } from './after-sent.ts';
import { makeChangeMail } from './change-mail.ts';
import type { CloseFailed } from './close-failed.ts';
import type { MayGo } from './may-go.ts';
import type { SplitMail } from './split-mail.ts';

export interface SendMailDeps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly mayGo: MayGo;
  readonly outgoing: OutgoingStore;
  readonly suppressions: Pick<Suppressions, 'find'>;
  readonly contents: Pick<Contents, 'load' | 'read'>;
  readonly compose: ComposeMail;
  readonly trackHtml: TrackHtml;
  readonly tokens: SendTokens;
  readonly transport: MailTransport;
  readonly queues: MailQueues;
  readonly due: Pick<DueEntries, 'put' | 'remove'>;
  readonly afterSent: AfterSent;
  readonly closeFailed: CloseFailed;
  readonly splitMail: SplitMail;
}

export type SendOutcome = 'sent' | 'failed' | 'later' | 'unknown' | 'unconfirmed' | 'not-mine';

/**
 * A place in the rate further away than this is not waited for with a worker held: the mail goes back to its queue until then. Ten workers at the
 * lowest rate, one a second, still keep every place taken.
 */
const PATIENCE_MS = 12_000;
/** SES refused in spite of a place: the rate has fallen and is being felt out. */
const SOON_SECONDS = 2;
/** SQS delays a message 15 minutes at most. */
const MAX_DELAY_SECONDS = 900;
/** The daily quota of SES is a rolling one: some of it comes free at any time. */
const DEFERRED_MS = 60 * 60 * 1000;

export const makeSendMail = (deps: SendMailDeps) => {
  const change = makeChangeMail(deps.outgoing);
  const iso = () => new Date(deps.clock.nowMs()).toISOString();

  /** Cut off between the two, it waits without a message until its due entry is looked at. */
  const putBack = async (mail: OutgoingMail, claimId: string): Promise<SendOutcome> => {
    const outcome = await change(mail.tenant, mail.id, released(claimId));
    if (outcome.kind === 'changed') await deps.queues.enqueue(mail.lane, messageOf(outcome.mail), SOON_SECONDS);
    return 'later';
  };

  /** No message: the schedule puts one there when the time has come, so that a day of refusals is not a day of messages. */
  const defer = async (
    mail: OutgoingMail,
    claimId: string,
    inMs = DEFERRED_MS,
    note: Change = () => undefined,
  ): Promise<SendOutcome> => {
    const { tenant, id: mailId } = mail;
    const watch = { at: new Date(deps.clock.nowMs() + inMs).toISOString(), revision: mail.watch.revision + 1 };
    await deps.due.put({ ...watch, tenant, mailId });
    const waits = followedBy(released(claimId, 'deferred'), watched(watch));
    const outcome = await change(tenant, mailId, followedBy(waits, note));
    if (outcome.kind === 'changed') await deps.due.remove({ ...mail.watch, tenant, mailId });
    return 'later';
  };

  const fail = async (
    mail: OutgoingMail,
    code: FailureCode,
    claimId: string,
    answer?: string,
  ): Promise<SendOutcome> => {
    const outcome = await change(mail.tenant, mail.id, failed(code, claimId, answer));
    if (outcome.kind !== 'absent') await deps.closeFailed(outcome.mail);
    return 'failed';
  };

  /** Nobody will ever tell: shown, and never sent again by itself. Cut off after the change, its due entry leads the schedule to it. */
  const leaveToAPerson = async (mail: OutgoingMail, claimId: string): Promise<SendOutcome> => {
    const outcome = await change(mail.tenant, mail.id, unconfirmed(claimId));
    if (outcome.kind !== 'absent') await deps.due.remove({ ...mail.watch, tenant: mail.tenant, mailId: mail.id });
    return 'unconfirmed';
  };

  /** Of a tracked mail with the place of its only reader: a copy that goes to several is the same for all of them. */
  const htmlOf = async (mail: OutgoingMail, html: string | undefined): Promise<string | undefined> => {
    if (html === undefined || mail.tracked !== true) return html;
    const readers = [...mail.recipients.entries()].filter(([, { failed }]) => failed === undefined).map(([n]) => n);
    return deps.trackHtml(mail, readers, html);
  };

  const compose = async (mail: OutgoingMail): Promise<Buffer | undefined> => {
    const content = await deps.contents.load(mail.content);
    if (content === undefined) return undefined;
    const attachments = [];
    for (const part of content.attachments) {
      const bytes = await deps.contents.read(part);
      if (bytes === undefined) return undefined;
      attachments.push({ ...part, content: bytes });
    }
    const html = await htmlOf(mail, content.html);
    return deps.compose(mail, { ...content, ...(html === undefined ? {} : { html }), attachments });
  };

  const settle = async (mail: OutgoingMail, claimId: string, handOver: HandOver): Promise<SendOutcome> => {
    switch (handOver.kind) {
      case 'accepted': {
        const nowMs = deps.clock.nowMs();
        // Put off for days, they are refused.
        const isGivenUp = retryAfterMs(mail.putOffSince, nowMs) === undefined;
        const movedTo = isGivenUp ? undefined : deps.ids.derived(nowMs, mail.id, 'put-off');
        const at = new Date(nowMs).toISOString();
        const taken = followedBy(sent(handOver.messageId, at), withoutRefused(handOver.refused ?? [], movedTo));
        const outcome = await change(mail.tenant, mail.id, taken, mail);
        if (outcome.kind !== 'absent') await deps.afterSent(outcome.mail);
        return 'sent';
      }
      case 'throttled':
        if (!handOver.soon) return defer(mail, claimId);
        await deps.tokens.exhausted();
        return putBack(mail, claimId);
      case 'refused':
        return fail(mail, handOver.code, claimId, handOver.answer);
      case 'busy': {
        const now = deps.clock.nowMs();
        const inMs = retryAfterMs(mail.putOffSince, now);
        if (inMs === undefined) return fail(mail, handOver.code, claimId, handOver.answer);
        return defer(mail, claimId, inMs, putOff(iso(), handOver.answer));
      }
      case 'unconfirmed':
        return leaveToAPerson(mail, claimId);
      case 'unknown':
        // Its due entry leads the reconciler to it.
        return 'unknown';
    }
  };

  return async (message: MailMessage): Promise<SendOutcome> => {
    const { tenant, mailId } = message;
    const waiting = await deps.outgoing.get(tenant, mailId);
    // Sent by a worker that died before it had told everybody.
    if (waiting?.phase === 'sent') await deps.afterSent(waiting);
    // Cut off while it was split, it has no other that would go on before the schedule does.
    if (waiting?.separate === true && (waiting.phase === 'split' || waiting.watch.revision <= message.watch)) {
      await deps.splitMail(waiting);
      return 'later';
    }
    if (waiting === undefined || !isWaiting(waiting) || waiting.watch.revision > message.watch) return 'not-mine';
    const going = await deps.mayGo(waiting, message);
    if (going.kind !== 'go') return going.kind;
    const { testMode } = going;
    const isHeld = testMode?.kind === 'hold';
    const redirect = redirectOf(testMode);
    const raw = isHeld ? undefined : await compose(testMode === undefined ? waiting : { ...waiting, testMode });
    // The places are SES's; of own accounts the limits were asked before.
    const place =
      waiting.via !== undefined || isHeld
        ? ({ kind: 'taken', waitMs: 0 } as const)
        : await deps.tokens.take(redirect === undefined ? Math.max(1, liveRecipients(waiting).length) : 1, PATIENCE_MS);
    if (place.kind === 'later') {
      await deps.queues.enqueue(waiting.lane, message, Math.min(MAX_DELAY_SECONDS, Math.ceil(place.waitMs / 1000)));
      return 'later';
    }
    await new Promise((resolve) => setTimeout(resolve, place.waitMs));
    // Asked last, right before the claim: what was stored before now counts.
    const suppressed = await deps.suppressions.find(
      tenant,
      liveRecipients(waiting).map(({ address }) => address),
    );
    const blocked = new Set(
      [...suppressed.values()]
        .filter(({ scope }) => scope === 'all' || waiting.lane === 'campaign')
        .map(({ address }) => normaliseAddress(address)),
    );
    const claim = { id: deps.ids.fresh(deps.clock.nowMs()), at: iso() };
    const taking = followedBy(followedBy(claimed(claim), withSuppressed(blocked)), takenUp(testMode));
    const claiming = await change(tenant, mailId, taking, waiting);
    if (claiming.kind !== 'changed') return 'not-mine';
    const { mail } = claiming;
    if (mail.phase === 'failed') {
      await deps.closeFailed(mail);
      return 'failed';
    }
    if (raw === undefined) return fail(mail, 'content-missing', claim.id);
    const recipients = redirect === undefined ? liveRecipients(mail).map(({ address }) => address) : [redirect];
    return settle(mail, claim.id, await deps.transport.send({ mail, recipients, raw }));
  };
};
