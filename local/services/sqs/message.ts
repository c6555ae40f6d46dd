/**
 * What SQS accepts as a message, and the MD5s with which it answers.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
import { createHash } from 'node:crypto';
import { AwsError } from '#local/kernel/aws.ts';
import type { MessageAttribute } from '#local/kernel/queues.ts';
import { invalidValue, missingParameter } from './refusals.ts';

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

export interface OutgoingMessage {
  readonly body: string;
  readonly messageAttributes?: MessageAttributes | undefined;
  /** Of the queue when left out. */
  readonly delaySeconds?: number | undefined;
  readonly senderId?: string | undefined;
  /** Fair queues: the tenant. Kept and given back; it orders nothing here. */
  readonly messageGroupId?: string | undefined;
}

/** SQS: "DelaySeconds: an integer from 0 to 900 (15 minutes)". */
const LONGEST_DELAY_SECONDS = 900;
/** SQS: "A message can have up to 10 attributes". */
const MOST_ATTRIBUTES = 10;
/** The XML 1.0 characters; anything else is refused as InvalidMessageContents. */
const FORBIDDEN_CHARACTER = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
const ATTRIBUTE_NAME = /^(?!aws\.|amazon\.)(?!\.)(?!.*\.\.)[\w.-]{1,256}(?<!\.)$/i;
const ATTRIBUTE_TYPE = /^(String|Number|Binary)(\.[^.].*)?$/;
/** "alphanumeric characters and punctuation", up to 128. */
const GROUP_ID = /^[\x21-\x7e]{1,128}$/;
const A_NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

const valueBytes = (attribute: MessageAttribute): Buffer =>
  attribute.binaryValue === undefined
    ? Buffer.from(attribute.stringValue ?? '')
    : Buffer.from(attribute.binaryValue, 'base64');

/** Body plus the names, types and values of its attributes: all count towards the size limit. */
export const messageSizeBytes = (message: OutgoingMessage): number => {
  let size = Buffer.byteLength(message.body);
  for (const [name, attribute] of Object.entries(message.messageAttributes ?? {}))
    size += Buffer.byteLength(name) + Buffer.byteLength(attribute.dataType) + valueBytes(attribute).length;
  return size;
};

const checkAttribute = (name: string, attribute: MessageAttribute): void => {
  if (!ATTRIBUTE_NAME.test(name)) throw invalidValue(`Message (user) attribute name '${name}' is invalid.`);
  const type = ATTRIBUTE_TYPE.exec(attribute.dataType)?.[1];
  if (type === undefined || attribute.dataType.length > 256)
    throw invalidValue(`The type of message (user) attribute '${name}' is invalid. Use String, Number or Binary.`);
  const value = type === 'Binary' ? attribute.binaryValue : attribute.stringValue;
  if (value === undefined || value === '')
    throw invalidValue(`Message (user) attribute '${name}' must contain a non-empty value of its type '${type}'.`);
  if (type !== 'Binary' && FORBIDDEN_CHARACTER.test(value))
    throw invalidValue(`Message (user) attribute '${name}' contains characters that SQS does not allow.`);
  if (type === 'Number' && !A_NUMBER.test(value))
    throw invalidValue(`Can't cast the value of message (user) attribute '${name}' to a number.`);
};

/** Throws what SQS answers when it refuses the message for this queue. */
export const checkMessage = (message: OutgoingMessage, maximumSizeBytes: number): void => {
  if (message.body === '') throw missingParameter('MessageBody');
  if (FORBIDDEN_CHARACTER.test(message.body))
    throw new AwsError('InvalidMessageContents', 400, 'The message contains characters outside the allowed set.');
  const attributes = Object.entries(message.messageAttributes ?? {});
  if (attributes.length > MOST_ATTRIBUTES)
    throw invalidValue(`Number of message attributes [${attributes.length}] exceeds the allowed maximum [10].`);
  for (const [name, attribute] of attributes) checkAttribute(name, attribute);
  const size = messageSizeBytes(message);
  if (size > maximumSizeBytes)
    throw invalidValue(
      `One or more parameters are invalid. Reason: Message must be shorter than ${maximumSizeBytes} bytes.`,
    );
  const delay = message.delaySeconds ?? 0;
  if (!Number.isInteger(delay) || delay < 0 || delay > LONGEST_DELAY_SECONDS)
    throw invalidValue(
      `Value ${delay} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
    );
  if (message.messageGroupId !== undefined && !GROUP_ID.test(message.messageGroupId))
    throw invalidValue(`Value ${message.messageGroupId} for parameter MessageGroupId is invalid.`);
};

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

const withLength = (bytes: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/**
 * "Calculating the MD5 message digest for message attributes" (SQS Developer Guide): sorted by name; length and bytes of name and type,
 * one byte 1 (string) or 2 (binary), length and bytes of the value. A client that checks it would discard the message otherwise.
 */
export const md5OfAttributes = (attributes: MessageAttributes): string | undefined => {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  for (const name of names) {
    const attribute = attributes[name];
    if (attribute === undefined) continue;
    hash.update(withLength(Buffer.from(name))).update(withLength(Buffer.from(attribute.dataType)));
    hash.update(Buffer.from([attribute.binaryValue === undefined ? 1 : 2])).update(withLength(valueBytes(attribute)));
  }
  return hash.digest('hex');
};
