/**
 * Records what a report that came as a mail says of a mail we sent (FEATURES 213), exactly as if SES had said it. For settle-mail.ts, before the report gets its
 * outcome; repeated it changes nothing more. A replay of one that is known leaves alone what people have done since, as taking the address off the suppression list.
 */
import type { ReportSource } from '../../domain/bounce/report.ts';
import { feedbackApplied } from '../../domain/feedback/apply-feedback.ts';
import { eventOf, readReport } from '../../domain/feedback/read-report.ts';
import type { Message } from '../../domain/message/message.ts';
import type { PublishEvent } from '../../ports/events.ts';
import type { OutgoingStore, Suppressions } from '../../ports/sending.ts';
import type { LogFailures } from '../failures/log-failures.ts';
import { makeRecordEvent } from './record-feedback.ts';

export interface ReportDeps {
  readonly outgoing: Pick<OutgoingStore, 'get' | 'replace'>;
  readonly suppressions: Pick<Suppressions, 'add'>;
  readonly publish: PublishEvent;
  readonly logFailures: LogFailures;
}

export interface ArrivedReport {
  readonly tenant: string;
  readonly message: Message;
  readonly source: ReportSource;
  readonly receivedAt: string;
  readonly replayed: boolean;
}

export type RecordReport = (report: ArrivedReport) => Promise<void>;

export const makeRecordReport = (deps: ReportDeps): RecordReport => {
  // That it was sent is known to everybody: only then is a report believed.
  const afterSent = async () => undefined;
  return async ({ tenant, message, source, receivedAt, replayed }) => {
    const report = readReport(message, source);
    if (report === undefined) return;
    const mail = await deps.outgoing.get(tenant, report.mailId);
    const event = mail === undefined ? undefined : eventOf(report, mail, receivedAt);
    if (mail === undefined || event === undefined) return;
    if (replayed && feedbackApplied(event)(mail) === undefined) return;
    const findMail = () => ({ tenant, mailId: mail.id });
    await makeRecordEvent({ ...deps, findMail, afterSent })(event, false);
  };
};
