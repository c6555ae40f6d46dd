/**
 * SES's notification of a mail that came in. It belongs to receive-mail; record-feedback knows it only to say so, with SES's id, when a receipt
 * rule was pointed at its topic by mistake.
 */
import { addressIn } from './address-in.ts';
import { type Fields, fieldsOf, listOf, textOf } from './json-fields.ts';

export interface Receipt {
  readonly sesMessageId: string;
  readonly recipients: readonly string[];
  /** `S3`, `SNS`, `Lambda`. */
  readonly action: string;
  readonly s3?: { readonly bucket: string; readonly key: string };
  readonly verdicts: Readonly<Record<string, string>>;
  /** The mail itself is in the notification (SNS action). */
  readonly hasContent: boolean;
}

const VERDICTS = ['spam', 'virus', 'spf', 'dkim', 'dmarc'];

export const readReceipt = (event: Fields): Receipt | undefined => {
  const receipt = fieldsOf(event['receipt']);
  const action = fieldsOf(receipt?.['action']);
  const type = textOf(action?.['type']);
  const sesMessageId = textOf(fieldsOf(event['mail'])?.['messageId']);
  if (receipt === undefined || type === undefined || sesMessageId === undefined) return undefined;
  const bucket = textOf(action?.['bucketName']);
  const key = textOf(action?.['objectKey']);
  return {
    sesMessageId,
    recipients: listOf(receipt['recipients']).flatMap((recipient) => addressIn(recipient) ?? []),
    action: type,
    ...(bucket === undefined || key === undefined ? {} : { s3: { bucket, key } }),
    verdicts: Object.fromEntries(
      VERDICTS.flatMap((name) => {
        const status = textOf(fieldsOf(receipt[`${name}Verdict`])?.['status']);
        return status === undefined ? [] : [[name, status]];
      }),
    ),
    hasContent: textOf(event['content']) !== undefined,
  };
};
