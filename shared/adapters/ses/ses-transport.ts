/**
 * Hands mail to SES: v1 SendRawEmail up to 10 MB, v2 SendEmail above (SES quotas). The SDK must not try again by itself: after a time-out SES may
 * have taken the mail, and a second try would be a second mail. What cannot be known is answered as `unknown`.
 */
import { SESClient, SESServiceException, SendRawEmailCommand } from '@aws-sdk/client-ses';
import type { SESv2Client } from '@aws-sdk/client-sesv2';
import type { FailureCode } from '../../domain/sending/failure-reason.ts';
import type { OutgoingMail } from '../../domain/sending/outgoing-mail.ts';
import type { HandOver, MailTransport } from '../../ports/sending.ts';
import { PATIENCE } from '../sdk.ts';

/** SES quotas: "Maximum message size: 10 MB for SES v1, 40 MB for v2", after base 64. */
const V1_BYTES = 10 * 1024 * 1024;
const V2_BYTES = 40 * 1024 * 1024;

/** Answers that say: not taken, and trying again is useless until something is changed. */
const REFUSALS: Readonly<Record<string, FailureCode>> = {
  MessageRejected: 'rejected',
  InvalidParameterValue: 'rejected',
  ValidationError: 'rejected',
  BadRequestException: 'rejected',
  MailFromDomainNotVerifiedException: 'sender-not-verified',
  AccountSendingPausedException: 'account-suspended',
  ConfigurationSetSendingPausedException: 'account-suspended',
  AccountSuspendedException: 'account-suspended',
  SendingPausedException: 'account-suspended',
};

const THROTTLED = new Set(['Throttling', 'ThrottlingException', 'TooManyRequestsException', 'LimitExceededException']);

/** An answer of SES and no failure on the way to it. Of v2 by its shape, as the SDK tells it itself: its class is loaded only for large mail. */
const isAnswer = (error: unknown): error is Error =>
  error instanceof SESServiceException ||
  (error instanceof Error &&
    '$metadata' in error &&
    '$fault' in error &&
    /^(client|server)$/.test(String(error.$fault)));

export const answerOf = (error: unknown): HandOver => {
  if (!isAnswer(error)) return { kind: 'unknown' };
  if (THROTTLED.has(error.name)) return { kind: 'throttled', soon: !/daily/i.test(error.message) };
  if (error.name === 'MessageRejected' && /not verified/i.test(error.message))
    return { kind: 'refused', code: 'sender-not-verified' };
  const refusal = REFUSALS[error.name];
  // A 5xx, or a 4xx nobody here knows (a missing right, a clock that is off): only a 4xx is sure to have taken nothing.
  return refusal === undefined ? { kind: 'unknown' } : { kind: 'refused', code: refusal };
};

export const makeSesTransport = (configurationSet: string): MailTransport => {
  const once = { ...PATIENCE, maxAttempts: 1 };
  const v1 = new SESClient(once);
  let v2: SESv2Client | undefined;
  const tagsOf = (mail: OutgoingMail) => [
    { Name: 'tenant', Value: mail.tenant },
    { Name: 'mail', Value: mail.id },
  ];
  const small = async (mail: OutgoingMail, recipients: readonly string[], raw: Buffer) =>
    (
      await v1.send(
        new SendRawEmailCommand({
          Source: mail.from,
          Destinations: [...recipients],
          RawMessage: { Data: raw },
          ConfigurationSetName: configurationSet,
          Tags: tagsOf(mail),
        }),
      )
    ).MessageId;
  const large = async (mail: OutgoingMail, recipients: readonly string[], raw: Buffer) => {
    // Few mails are that large, and loading it costs every cold start (docs/performance.md).
    const { SESv2Client, SendEmailCommand } = await import('@aws-sdk/client-sesv2');
    v2 ??= new SESv2Client(once);
    return (
      await v2.send(
        new SendEmailCommand({
          FromEmailAddress: mail.from,
          Destination: { ToAddresses: [...recipients] },
          Content: { Raw: { Data: raw } },
          ConfigurationSetName: configurationSet,
          EmailTags: tagsOf(mail),
        }),
      )
    ).MessageId;
  };

  return {
    send: async ({ mail, recipients, raw }) => {
      if (raw.length > V2_BYTES) return { kind: 'refused', code: 'too-large' };
      try {
        const messageId = await (raw.length > V1_BYTES ? large : small)(mail, recipients, raw);
        return messageId === undefined ? { kind: 'unknown' } : { kind: 'accepted', messageId };
      } catch (error) {
        return answerOf(error);
      }
    },
  };
};
