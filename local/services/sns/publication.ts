/** What may be published, how large it is, and how it reaches a queue that does not take it raw. */

import { createHash } from 'node:crypto';
import { REGION } from '#local/kernel/aws.ts';
import type { MessageAttribute } from '#local/kernel/queues.ts';
import type { Attributes } from './filter-policy.ts';
import { invalidAttribute, invalidParameter } from './refusals.ts';

/** "at most 256 KB in size (262,144 bytes, not 262,144 characters)", attributes included. */
const LARGEST_MESSAGE_BYTES = 262_144;
/** "ASCII text that begins with a letter, number, or punctuation mark; no line breaks or control characters; less than 100 characters". */
const SUBJECT = /^[\x21-\x7e][\x20-\x7e]{0,98}$/;
const ATTRIBUTE_NAME = /^(?!aws\.|amazon\.)(?!\.)(?!.*\.\.)[\w.-]{1,256}(?<!\.)$/i;
const ATTRIBUTE_TYPE = /^(String|String\.Array|Number|Binary)$/;

export interface Message {
  readonly message: string;
  readonly subject: string | undefined;
  readonly attributes: Attributes;
}

const valueText = (attribute: MessageAttribute): string => attribute.binaryValue ?? attribute.stringValue ?? '';

export const sizeBytesOf = ({ message, attributes }: Message): number => {
  let size = Buffer.byteLength(message);
  for (const [name, attribute] of Object.entries(attributes)) {
    const value = Buffer.from(valueText(attribute), attribute.binaryValue === undefined ? 'utf8' : 'base64');
    size += Buffer.byteLength(name) + Buffer.byteLength(attribute.dataType) + value.length;
  }
  return size;
};

const checkAttribute = (name: string, attribute: MessageAttribute): void => {
  if (!ATTRIBUTE_NAME.test(name)) throw invalidAttribute(`Invalid message attribute name '${name}'.`);
  if (!ATTRIBUTE_TYPE.test(attribute.dataType))
    throw invalidAttribute(
      `The message attribute '${name}' has an invalid message attribute type. Use String, String.Array, Number or Binary.`,
    );
  const value = attribute.dataType === 'Binary' ? attribute.binaryValue : attribute.stringValue;
  if (value === undefined || value === '')
    throw invalidAttribute(
      `The message attribute '${name}' must contain a non-empty value of type '${attribute.dataType}'.`,
    );
  if (attribute.dataType === 'Number' && !Number.isFinite(Number(value)))
    throw invalidAttribute(`Could not cast message attribute '${name}' value to number.`);
};

/** Throws what SNS answers when it refuses the message. */
export const checkMessage = (given: Message): void => {
  if (given.message === '') throw invalidParameter('Empty message');
  if (given.subject !== undefined && !SUBJECT.test(given.subject)) throw invalidParameter('Subject');
  for (const [name, attribute] of Object.entries(given.attributes)) checkAttribute(name, attribute);
  if (sizeBytesOf(given) > LARGEST_MESSAGE_BYTES) throw invalidParameter('Message too long');
};

/**
 * The notification as a queue receives it, in SNS's own layout. Signature, certificate and unsubscribe link are placeholders of the right
 * shape: a consumer of a queue trusts the queue's policy and verifies none of them (only HTTP endpoints must).
 */
export const envelope = (
  { message, subject, attributes }: Message,
  about: {
    readonly messageId: string;
    readonly topicArn: string;
    readonly subscriptionArn: string;
    readonly at: number;
  },
): string => {
  const host = `https://sns.${REGION}.amazonaws.com`;
  const names = Object.keys(attributes);
  const members: [string, string][] = [
    ['Type', 'Notification'],
    ['MessageId', about.messageId],
    ['TopicArn', about.topicArn],
    ...(subject === undefined ? [] : [['Subject', subject] satisfies [string, string]]),
    ['Message', message],
    ['Timestamp', new Date(about.at).toISOString()],
    ['SignatureVersion', '1'],
    // 256 bytes, as RSA-2048 signs.
    ['Signature', Buffer.alloc(256, createHash('sha256').update(message).digest()).toString('base64')],
    ['SigningCertURL', `${host}/SimpleNotificationService-${'0'.repeat(32)}.pem`],
    ['UnsubscribeURL', `${host}/?Action=Unsubscribe&SubscriptionArn=${about.subscriptionArn}`],
  ];
  const lines = members.map(([name, value]) => `  "${name}" : ${JSON.stringify(value)}`);
  const shown = names.map((name) => {
    const attribute = attributes[name] ?? { dataType: '' };
    const [type, value] = [JSON.stringify(attribute.dataType), JSON.stringify(valueText(attribute))];
    return `    ${JSON.stringify(name)} : {"Type":${type},"Value":${value}}`;
  });
  if (shown.length > 0) lines.push(`  "MessageAttributes" : {\n${shown.join(',\n')}\n  }`);
  return `{\n${lines.join(',\n')}\n}`;
};
