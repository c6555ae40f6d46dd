/**
 * The SNS server of the embedded cloud: AWS's query protocol, `Publish` to standard topics.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
import type { AwsService } from '#local/kernel/aws.ts';
import type { MessageAttribute } from '#local/kernel/queues.ts';
import type { Random } from '#local/kernel/random.ts';
import { invalidAttribute, invalidParameter, notEmulated } from './refusals.ts';
import type { Publication, Topics } from './topics.ts';

export type PublishInput = Omit<Publication, 'principal' | 'sourceArn'>;

/** "Each 64 KB chunk of published data is billed as 1 request" (SNS pricing). */
const BILLED_CHUNK_BYTES = 65_536;
const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';
const API_VERSION = '2010-03-31';
const PLAIN = new Set(['Action', 'Version', 'TopicArn', 'Message', 'Subject']);
const ATTRIBUTE = /^MessageAttributes\.entry\.(\d+)\.(Name|Value\.DataType|Value\.StringValue|Value\.BinaryValue)$/;

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const readAttributes = (form: URLSearchParams): Record<string, MessageAttribute> => {
  const entries = new Map<string, Map<string, string>>();
  for (const [name, value] of form) {
    const [, number = '', member = ''] = ATTRIBUTE.exec(name) ?? [];
    if (number === '') continue;
    entries.set(number, (entries.get(number) ?? new Map()).set(member, value));
  }
  const attributes: Record<string, MessageAttribute> = {};
  for (const members of entries.values()) {
    const [name, dataType] = [members.get('Name'), members.get('Value.DataType')];
    const [stringValue, binaryValue] = [members.get('Value.StringValue'), members.get('Value.BinaryValue')];
    if (name === undefined || dataType === undefined)
      throw invalidAttribute('A message attribute must have a name and a type.');
    if (Object.hasOwn(attributes, name)) throw invalidAttribute(`Message attribute '${name}' is given twice.`);
    attributes[name] = {
      dataType,
      ...(stringValue === undefined ? {} : { stringValue }),
      ...(binaryValue === undefined ? {} : { binaryValue }),
    };
  }
  return attributes;
};

const readPublish = (form: URLSearchParams): PublishInput => {
  const unknown = [...form.keys()].filter((name) => !PLAIN.has(name) && !ATTRIBUTE.test(name));
  if (unknown.length > 0) throw notEmulated(`SNS parameters that are not emulated: ${unknown.join(', ')}.`);
  const topicArn = form.get('TopicArn');
  if (topicArn === null || !/^arn:aws:sns:[\w-]+:\d{12}:[\w-]{1,256}$/.test(topicArn))
    throw invalidParameter('TopicArn');
  const message = form.get('Message');
  if (message === null) throw invalidParameter('Message');
  return { topicArn, message, subject: form.get('Subject') ?? undefined, messageAttributes: readAttributes(form) };
};

export const makeSns = ({ topics, random }: { topics: Topics; random: Random }): AwsService<PublishInput> => ({
  service: 'sns',
  throttlingCode: 'Throttled',
  read: (request) => {
    const form = new URLSearchParams(request.body.toString());
    const action = form.get('Action') ?? '(none)';
    if (action !== 'Publish' || form.get('Version') !== API_VERSION)
      throw notEmulated(`SNS action ${action} of version ${form.get('Version')} is not emulated.`);
    const input = readPublish(form);
    return {
      service: 'sns',
      operation: action,
      permissions: [{ action: 'sns:Publish', resource: input.topicArn }],
      input,
    };
  },
  execute: async ({ input }, { principal }) => {
    const { messageId, sizeBytes, deliveries } = topics.publish({ ...input, principal });
    const body =
      `<PublishResponse xmlns="${NAMESPACE}"><PublishResult><MessageId>${messageId}</MessageId></PublishResult>` +
      `<ResponseMetadata><RequestId>${random.uuid()}</RequestId></ResponseMetadata></PublishResponse>`;
    return {
      answer: { status: 200, headers: { 'content-type': 'text/xml' }, body },
      units: [
        { unit: 'SnsPublish', amount: Math.max(1, Math.ceil(sizeBytes / BILLED_CHUNK_BYTES)) },
        ...(deliveries === 0 ? [] : [{ unit: 'SnsSqsDelivery', amount: deliveries }]),
      ],
    };
  },
  refuse: (error) => ({
    status: error.status,
    headers: { 'content-type': 'text/xml' },
    body:
      `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>${error.status < 500 ? 'Sender' : 'Receiver'}</Type>` +
      `<Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message></Error>` +
      `<RequestId>${random.uuid()}</RequestId></ErrorResponse>`,
  }),
});
