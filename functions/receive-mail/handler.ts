/**
 * One inbound mail (SES -> S3 + SNS -> SQS), or a replay of one, through the Mailroom.
 * At-least-once: a repeated delivery finds its outcome and changes nothing.
 * If it fails: a customer's mail is late, not lost. docs/runbook.md#receive-mail
 */

import type * as z from 'zod';
import { makeRecordReport, type ReportDeps } from '#shared/app/feedback/record-report.ts';
import { makeAct } from '#shared/app/mailroom/act.ts';
import { makeChooseOwner } from '#shared/app/mailroom/choose-owner.ts';
import type { Delivery } from '#shared/app/mailroom/delivery.ts';
import { makeKeepDocuments } from '#shared/app/mailroom/keep-documents.ts';
import { withExpiry } from '#shared/app/mailroom/log-expiry.ts';
import { makeNoteAnswer } from '#shared/app/mailroom/note-answer.ts';
import { makeOpenMail } from '#shared/app/mailroom/open-mail.ts';
import { makeOwnAddresses } from '#shared/app/mailroom/own-addresses.ts';
import { makeReceiveMail, type Settled } from '#shared/app/mailroom/receive-mail.ts';
import { makeRefuseMail } from '#shared/app/mailroom/refuse-mail.ts';
import { makeReplayMail } from '#shared/app/mailroom/replay-mail.ts';
import { makeMatchRules } from '#shared/app/mailroom/rules-of.ts';
import { makeSenderGate } from '#shared/app/mailroom/sender-gate.ts';
import { makeSettleMail } from '#shared/app/mailroom/settle-mail.ts';
import { makeTellSender } from '#shared/app/mailroom/tell-sender.ts';
import { makeFindUserMailbox } from '#shared/app/mailroom/user-mailbox.ts';
import type { makeSubmitMail } from '#shared/app/sending/submit-mail.ts';
import {
  type ReceivedNotification,
  ReceiveMailMessage,
  SETUP_NOTIFICATION_KEY,
} from '#shared/contracts/queue-messages.ts';
import type { Log } from '#shared/edge/log.ts';
import { queueHandler } from '#shared/edge/queue.ts';
import type { MayAnswer } from '#shared/ports/answer-rate.ts';
import type { Clock, Ids } from '#shared/ports/clock.ts';
import type { ClaimRoom } from '#shared/ports/documents.ts';
import type { PublishEvent } from '#shared/ports/events.ts';
import type { FollowUps } from '#shared/ports/follow-ups.ts';
import type { FindOpenCases, GroupTurnStore } from '#shared/ports/groups.ts';
import type { MailFiles } from '#shared/ports/mail-files.ts';
import type { MailLog } from '#shared/ports/mail-log.ts';
import type { ParseMail } from '#shared/ports/mail-parser.ts';
import type { MayMake } from '#shared/ports/mail-rate.ts';
import type { RecordStore } from '#shared/ports/record-store.ts';
import type { LoadRegexEngine, RuleStore } from '#shared/ports/rules.ts';
import type { DueEntries, OutgoingStore, Suppressions } from '#shared/ports/sending.ts';
import type { TenantDirectory } from '#shared/ports/tenants.ts';
import type { UserAddressStore } from '#shared/ports/user-addresses.ts';

export interface Wiring extends Pick<ReportDeps, 'logFailures'> {
  readonly outgoing: OutgoingStore;
  readonly followUps: FollowUps;
  readonly inboundDomains: readonly string[];
  readonly ids: Ids;
  readonly parseMail: ParseMail;
  readonly files: MailFiles;
  readonly mailLog: MailLog;
  readonly mayMake: MayMake;
  readonly records: RecordStore;
  readonly claimRoom: ClaimRoom;
  readonly tenants: TenantDirectory;
  readonly turns: GroupTurnStore;
  readonly findOpenCases: FindOpenCases;
  readonly rules: Pick<RuleStore, 'list'>;
  readonly loadRegexEngine: LoadRegexEngine;
  readonly userAddresses: Pick<UserAddressStore, 'settings'>;
  readonly clock: Clock;
  readonly mayAnswer: MayAnswer;
  readonly suppressions: Pick<Suppressions, 'add' | 'find'>;
  readonly submitMail: ReturnType<typeof makeSubmitMail>;
  readonly due: Pick<DueEntries, 'put'>;
  readonly publish: PublishEvent;
  readonly log: Log;
}

const deliveryOf = ({ mail, receipt }: z.output<typeof ReceivedNotification>, attempt: number): Delivery => ({
  sesMessageId: mail.messageId,
  rawKey: receipt.action.objectKey,
  receivedAt: receipt.timestamp,
  recipients: receipt.recipients,
  verdicts: {
    spam: receipt.spamVerdict?.status ?? '',
    virus: receipt.virusVerdict?.status ?? '',
    ...(receipt.spfVerdict === undefined ? {} : { spf: receipt.spfVerdict.status }),
    ...(receipt.dkimVerdict === undefined ? {} : { dkim: receipt.dkimVerdict.status }),
    ...(receipt.dmarcVerdict === undefined ? {} : { dmarc: receipt.dmarcVerdict.status }),
  },
  outside: { from: mail.commonHeaders?.from?.[0] ?? mail.source, subject: mail.commonHeaders?.subject ?? '' },
  replayed: false,
  attempt,
});

export const makeHandler = (wiring: Wiring) => {
  const { inboundDomains, ids, records, tenants, files, publish, log } = wiring;
  const mailLog = withExpiry(wiring.mailLog, wiring.due);
  const ownOf = makeOwnAddresses(inboundDomains);
  const mayEnter = makeSenderGate({ records, ownOf });
  const findUserMailbox = makeFindUserMailbox({ ids, addresses: wiring.userAddresses });
  const chooseOwner = makeChooseOwner({ ...wiring, log: mailLog });
  const act = makeAct({ inboundDomains, ids, records, threads: mailLog, mayMake: wiring.mayMake, chooseOwner });
  const keepDocuments = makeKeepDocuments(wiring);
  const matchRules = makeMatchRules(wiring);
  const settleMail = makeSettleMail({
    ids,
    tenants,
    mayEnter,
    log: mailLog,
    files,
    act,
    matchRules,
    keepDocuments,
    recordReport: makeRecordReport(wiring),
    findUserMailbox,
    noteAnswer: makeNoteAnswer(wiring),
    ownOf,
    refuseMail: makeRefuseMail({ ...wiring, tellSender: makeTellSender({ ...wiring, ownOf }) }),
  });
  const openMail = makeOpenMail({ files, parseMail: wiring.parseMail });
  const receiveMail = makeReceiveMail({ inboundDomains, ids, tenants, log: mailLog, openMail, settleMail, publish });
  const replayMail = makeReplayMail({ log: mailLog, records, openMail, settleMail, keepDocuments, publish });
  const report = (settled: Settled) => log.info('receive.done', { ...settled });

  return queueHandler(ReceiveMailMessage, log, async ({ message, attempt }) => {
    if ('kind' in message) {
      const settled = await replayMail({ ...message, attempt });
      if (settled !== undefined) report(settled);
    } else if (!message.receipt.action.objectKey.endsWith(SETUP_NOTIFICATION_KEY)) {
      for (const settled of await receiveMail(deliveryOf(message, attempt))) report(settled);
    }
  });
};
