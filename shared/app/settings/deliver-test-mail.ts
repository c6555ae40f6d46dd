/** Sends the test mail of an outgoing server or account and says what became of it in our reasons (FEATURES 86, 92). */
import { makeTalk } from '../../domain/outgoing-server/talk.ts';
import { type FailureReason, failureReason } from '../../domain/sending/failure-reason.ts';
import { type DeliverBySmtp, type SmtpAccount, secretsOf } from '../../ports/outgoing-server.ts';

export interface TestMailFailed {
  readonly kind: 'failed';
  readonly reason: FailureReason;
  /** What the server said, one line. */
  readonly answer?: string;
  /** What both said, line by line (FEATURES 98). */
  readonly talk?: readonly string[];
}

/** Undefined: the server took it. */
export const deliverTestMail = async (
  deliver: DeliverBySmtp,
  account: SmtpAccount,
  mail: { readonly from: string; readonly to: string; readonly raw: string },
): Promise<TestMailFailed | undefined> => {
  const talk = makeTalk(secretsOf(account));
  const handOver = await deliver(account, { from: mail.from, to: [mail.to], raw: Buffer.from(mail.raw) }, talk.record);
  const said = { talk: talk.lines() };
  switch (handOver.kind) {
    case 'accepted':
      return undefined;
    case 'refused':
    case 'busy': {
      const { code, answer } = handOver;
      return { kind: 'failed', reason: failureReason(code), ...(answer === undefined ? {} : { answer }), ...said };
    }
    default:
      return { kind: 'failed', reason: failureReason('server-unreachable'), ...said };
  }
};
