/**
 * One mail in: every mailbox it was sent to gets exactly one recorded outcome. At-least-once: a mail that has its outcome is left alone,
 * one that was interrupted goes on with the same ids, so each step may be killed and repeated. The CRM hears of it last: a bus that is down delays
 * news, not mail.
 */
import { mailboxName, mailboxOf } from '../../domain/mailroom/mailbox.ts';
import type { Outcome } from '../../domain/mailroom/outcome.ts';
import type { Ids } from '../../ports/clock.ts';
import type { PublishEvent } from '../../ports/events.ts';
import type { LoggedMail, MailLog } from '../../ports/mail-log.ts';
import type { TenantDirectory } from '../../ports/tenants.ts';
import type { Delivery } from './delivery.ts';
import type { MailOpener, OpenMail } from './open-mail.ts';
import { publishReceived } from './publish-received.ts';
import type { SettleMail } from './settle-mail.ts';

/** Mail to a handle nobody has is kept under this tenant, where the one who runs Postroom can see it. */
export const PLATFORM_TENANT = 'platform';

export interface Settled {
  readonly tenant: string;
  readonly mailId: string;
  readonly outcome: Outcome['kind'];
  /** True: an earlier delivery of the same message had finished it. */
  readonly before: boolean;
}

interface Addressed {
  readonly mailbox: string;
  readonly handle: string;
  readonly suffix: string;
  readonly recipients: readonly string[];
}

/** Two spellings of one mailbox are one mailbox; recipients outside our domains are none of ours. */
const mailboxesOf = (recipients: readonly string[], inboundDomains: readonly string[]): readonly Addressed[] => {
  const byName = new Map<string, Addressed>();
  for (const recipient of recipients) {
    const mailbox = mailboxOf(recipient, inboundDomains);
    if (mailbox === undefined) continue;
    const name = mailboxName(mailbox);
    const known = byName.get(name)?.recipients ?? [];
    byName.set(name, { mailbox: name, ...mailbox, recipients: [...known, recipient] });
  }
  return [...byName.values()];
};

export const makeReceiveMail =
  (deps: {
    readonly inboundDomains: readonly string[];
    readonly ids: Ids;
    readonly tenants: TenantDirectory;
    readonly log: MailLog;
    readonly openMail: OpenMail;
    readonly settleMail: SettleMail;
    readonly publish: PublishEvent;
  }) =>
  async (delivery: Delivery): Promise<readonly Settled[]> => {
    const mailboxes = mailboxesOf(delivery.recipients, deps.inboundDomains);
    const tell = async (tenant: string, mail: LoggedMail) => {
      if (tenant !== PLATFORM_TENANT) await publishReceived(deps.publish, tenant, mail, false);
    };
    const receive = async (addressed: Addressed, open: MailOpener['open']): Promise<Settled> => {
      const tenant = (await deps.tenants.byHandle(addressed.handle)) ?? PLATFORM_TENANT;
      const mailId = deps.ids.derived(Date.parse(delivery.receivedAt), delivery.sesMessageId, addressed.mailbox);
      const before = await deps.log.look(tenant, mailId);
      if (before !== undefined) {
        // An earlier try may have been cut off right after its write.
        if (delivery.attempt > 1) await tell(tenant, before);
        return { tenant, mailId, outcome: before.outcome.kind, before: true };
      }
      const soleMailbox = mailboxes.length === 1;
      const mail = await deps.settleMail({ ...delivery, ...addressed, tenant, mailId, soleMailbox }, open);
      await deps.log.record(tenant, mail);
      await tell(tenant, mail);
      return { tenant, mailId, outcome: mail.outcome.kind, before: false };
    };
    const { open, close } = deps.openMail(delivery.rawKey);
    const settled: Settled[] = [];
    try {
      for (const addressed of mailboxes) settled.push(await receive(addressed, open));
    } finally {
      await close();
    }
    return settled;
  };
