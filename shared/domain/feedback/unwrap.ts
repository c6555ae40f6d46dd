/**
 * Takes off what AWS wraps round an event of SES on its way: SNS (its envelope, or raw delivery), SQS and SNS as Lambda gets them, EventBridge.
 * One message may hold several events, and some hold none.
 */
import { type Fields, fieldsOf, listOf, textOf } from './json-fields.ts';

export type Unwrapped =
  | {
      readonly kind: 'event';
      readonly type: string;
      readonly event: Fields;
      /** When it was put on its way, as its wrapping says; events are not bound to hold a time themselves. */
      readonly publishedAt: unknown;
    }
  /** SNS's own messages about a subscription. */
  | { readonly kind: 'control'; readonly type: string }
  /** SES's validation sentence, or JSON that was cut off. */
  | { readonly kind: 'not-json' }
  | { readonly kind: 'not-an-event' };

/** Lambda, the text in SQS, SNS, the text in SNS, EventBridge: nothing that AWS delivers is wrapped more often. */
const MAX_WRAPPINGS = 6;

const CONTROL = new Set(['SubscriptionConfirmation', 'UnsubscribeConfirmation']);

export const unwrap = (message: unknown): readonly Unwrapped[] =>
  unwrapValue(message, { depth: 0, publishedAt: undefined });

interface Wrapping {
  readonly depth: number;
  readonly publishedAt: unknown;
}

const unwrapValue = (value: unknown, wrapping: Wrapping): readonly Unwrapped[] => {
  if (wrapping.depth > MAX_WRAPPINGS) return [{ kind: 'not-an-event' }];
  const inner = (wrapped: unknown, publishedAt = wrapping.publishedAt) =>
    unwrapValue(wrapped, { depth: wrapping.depth + 1, publishedAt });
  if (typeof value === 'string') {
    try {
      const json: unknown = JSON.parse(value);
      return inner(json);
    } catch {
      return [{ kind: 'not-json' }];
    }
  }
  const fields = fieldsOf(value);
  if (fields === undefined) return [{ kind: 'not-an-event' }];
  if (Array.isArray(fields['Records']))
    return listOf(fields['Records']).flatMap((record) => unwrapRecord(record, inner));
  const snsType = textOf(fields['Type']);
  if (snsType !== undefined && CONTROL.has(snsType)) return [{ kind: 'control', type: snsType }];
  if (snsType === 'Notification') return inner(fields['Message'], fields['Timestamp']);
  if (fields['source'] === 'aws.ses' && fieldsOf(fields['detail']) !== undefined)
    return inner(fields['detail'], fields['time']);
  // Event publishing says eventType, the older feedback notifications and receipts say notificationType.
  const type = textOf(fields['eventType']) ?? textOf(fields['notificationType']);
  if (type === undefined) return [{ kind: 'not-an-event' }];
  return [{ kind: 'event', type, event: fields, publishedAt: wrapping.publishedAt }];
};

const unwrapRecord = (value: unknown, inner: (wrapped: unknown) => readonly Unwrapped[]): readonly Unwrapped[] => {
  const record = fieldsOf(value) ?? {};
  if (typeof record['body'] === 'string') return inner(record['body']);
  if (record['Sns'] !== undefined) return inner(record['Sns']);
  // A receipt rule's Lambda action: a notification without the word that names it.
  const receipt = fieldsOf(record['ses']);
  return receipt === undefined ? [{ kind: 'not-an-event' }] : inner({ ...receipt, notificationType: 'Received' });
};
