/**
 * Tells the sender of a mail that was not taken, or not wholly, by one automatic answer (FEATURES 14, 37). For refuse-mail.ts. Killed and repeated it is one
 * answer: its id is derived from the mail, and the rate counts the mail once. Never for mail that a machine may have written, or whose sender may be forged
 * (auto-answer.ts).
 */
import { asciiAddress, normaliseAddress } from '../../domain/address/address.ts';
import { Failure } from '../../domain/failure.ts';
import { type WhyNot, whyNotTold } from '../../domain/mailroom/auto-answer.ts';
import type { OwnAddresses } from '../../domain/mailroom/customer.ts';
import type { Recognised } from '../../domain/mailroom/recognise.ts';
import { refusalMail } from '../../domain/mailroom/refusal-text.ts';
import type { ToldCause } from '../../domain/mailroom/refusals.ts';
import type { Message } from '../../domain/message/message.ts';
import { namesOfNotification } from '../../domain/sender-address/outgoing-email.ts';
import { mayBeAnswered } from '../../domain/sender-address/sender-address.ts';
import type { MayAnswer } from '../../ports/answer-rate.ts';
import type { Clock, Ids } from '../../ports/clock.ts';
import type { ToldSender, Verdicts } from '../../ports/mail-log.ts';
import type { Suppressions } from '../../ports/sending.ts';
import type { TenantProfile } from '../../ports/tenants.ts';
import type { makeSubmitMail } from '../sending/submit-mail.ts';

export interface RefusedMail {
  readonly mailId: string;
  /** ISO 8601, by SES's clock. */
  readonly receivedAt: string;
  readonly profile: TenantProfile;
  readonly message: Message;
  readonly recognised: Recognised;
  readonly verdicts: Verdicts;
  readonly imported: boolean;
  readonly cause: ToldCause;
  /** Names of the attachments that were not kept. */
  readonly leftOut: readonly string[];
}

export type TellSender = (mail: RefusedMail) => Promise<{ readonly told: ToldSender } | { readonly whyNot: WhyNot }>;

/** As in post-mail.ts: each try that was cut off for a quarter of an hour needs another id. The queue tries ten times. */
const MAX_GENERATIONS = 10;

/**
 * The domain is verified at SES, or it took no mail for it; so it sends from it as well: system mail always goes by the platform (FEATURES 81). Nobody reads the
 * address, and to the Mailroom of another tenant it is a Mailroom address, where every loop ends (`own-mailbox`).
 */
const senderAt = (inboundDomain: string) => `no-reply@${inboundDomain}`;

/** FEATURES 96: users and customers get their notifications under different names. */
const namesFor = (profile: TenantProfile, address: string, inboundDomains: readonly string[]) => {
  const isUser = profile.users.some(({ email }) => normaliseAddress(email) === normaliseAddress(address));
  return namesOfNotification(profile.outgoingEmail, isUser ? 'user' : 'customer', (one) =>
    mayBeAnswered(profile, inboundDomains, one),
  );
};

export const makeTellSender =
  (deps: {
    readonly inboundDomains: readonly string[];
    readonly clock: Clock;
    readonly ids: Pick<Ids, 'derived'>;
    readonly ownOf: (profile: TenantProfile) => OwnAddresses;
    readonly mayAnswer: MayAnswer;
    readonly suppressions: Pick<Suppressions, 'find'>;
    readonly submitMail: ReturnType<typeof makeSubmitMail>;
  }): TellSender =>
  async (mail) => {
    const { mailId, receivedAt, profile, message, cause, leftOut } = mail;
    const { tenant } = profile;
    const address = asciiAddress(message.from?.address ?? '');
    const whyNot = whyNotTold({ ...mail, own: deps.ownOf(profile) });
    if (whyNot !== undefined || address === undefined) return { whyNot: whyNot ?? 'not-deliverable' };
    const suppressed = await deps.suppressions.find(tenant, [address]);
    if (suppressed.get(normaliseAddress(address))?.scope === 'all') return { whyNot: 'suppressed' };
    const rate = await deps.mayAnswer({ tenant, address, subject: message.subject, mailId, at: receivedAt });
    if (rate !== 'yes') return { whyNot: rate };
    const { subject, text } = refusalMail({ cause, subject: message.subject, company: profile.name, leftOut });
    const draft = {
      ...({ tenant, user: '', lane: 'workflow', source: 'system', subject } as const),
      from: senderAt(deps.inboundDomains[0] ?? ''),
      ...namesFor(profile, address, deps.inboundDomains),
      recipients: [{ role: 'to', address, facts: [] }] as const,
      ...(message.messageId === undefined ? {} : { references: [message.messageId] }),
    };
    for (let generation = 0; generation < MAX_GENERATIONS; generation += 1) {
      const id = deps.ids.derived(Date.parse(receivedAt), mailId, 'told', String(generation));
      const content = { text, attachments: [] };
      const outcome = await deps.submitMail({ ...draft, id }, content, profile.plan, deps.clock.nowMs());
      if (outcome.kind === 'accepted') return { told: { address, at: outcome.mail.createdAt, mailId: id } };
    }
    throw new Failure('unavailable', 'answer-cut-off', 'The answer to this mail was cut off too often.');
  };
