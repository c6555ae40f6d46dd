/**
 * What SES publishes when an S3 action has stored a mail ("alert notification").
 * https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
 */
import type { HeaderSection } from './header-fields.ts';
import { headerRecipients, publishCommonHeaders, publishHeaders } from './mail-view.ts';
import type { S3ActionSettings } from './receipt-rules.ts';
import type { Verdicts } from './received-object.ts';

export const RECEIPT_SUBJECT = 'Amazon SES Email Receipt Notification';
/** The object and the notification SES makes when a rule is created, so that its owner sees that both work. */
export const SETUP_ID = 'AMAZON_SES_SETUP_NOTIFICATION';

export interface StoredMail {
  readonly messageId: string;
  /** Envelope sender; empty for a null reverse path. */
  readonly source: string;
  /** Envelope recipients that the rule matched. */
  readonly recipients: readonly string[];
  /** Of the stored object, with the fields SES added. */
  readonly section: HeaderSection;
  readonly verdicts: Verdicts;
  readonly receivedAt: number;
  readonly triggeredAt: number;
  readonly action: S3ActionSettings;
  readonly objectKey: string;
}

/** Samples show `mail/<id>` for the prefix `mail`: SES puts a slash between where the prefix has none. */
export const objectKeyFor = (prefix: string, messageId: string): string =>
  prefix === '' || prefix.endsWith('/') ? `${prefix}${messageId}` : `${prefix}/${messageId}`;

export const receiptNotification = (mail: StoredMail): string =>
  JSON.stringify({
    notificationType: 'Received',
    mail: {
      timestamp: new Date(mail.receivedAt).toISOString(),
      source: mail.source,
      messageId: mail.messageId,
      destination: headerRecipients(mail.section.fields),
      ...publishHeaders(mail.section),
      commonHeaders: publishCommonHeaders(mail.section.fields),
    },
    receipt: {
      timestamp: new Date(mail.triggeredAt).toISOString(),
      processingTimeMillis: mail.triggeredAt - mail.receivedAt,
      recipients: mail.recipients,
      spamVerdict: { status: mail.verdicts.spam },
      virusVerdict: { status: mail.verdicts.virus },
      spfVerdict: { status: mail.verdicts.spf },
      dkimVerdict: { status: mail.verdicts.dkim },
      dmarcVerdict: { status: mail.verdicts.dmarc },
      action: {
        type: 'S3',
        topicArn: mail.action.topicArn,
        bucketName: mail.action.bucket,
        ...(mail.action.prefix === '' ? {} : { objectKeyPrefix: mail.action.prefix }),
        objectKey: mail.objectKey,
      },
    },
  });
