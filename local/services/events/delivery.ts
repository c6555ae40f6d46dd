/**
 * How EventBridge hands an event to a target, for schedules and event patterns alike. A queue has it when this returns; a function is invoked
 * asynchronously. What a target does not take is a named denial and goes to the rule's dead-letter queue, untried a second time ("Using
 * dead-letter queues to process undelivered events").
 */
import { type Authorizer, AwsError, type Principal } from '#local/kernel/aws.ts';
import { keyDenial } from '#local/services/sns/key-use.ts';
import type { QueueStore } from '#local/services/sqs/queues.ts';
import type { Target } from './targets.ts';

export interface DeliveryOptions {
  readonly queues: Pick<QueueStore, 'send' | 'keyOf'>;
  readonly authorizer: Authorizer;
  readonly invocations: { invoke(functionName: string, event: unknown): void };
  /** Why an event did not reach a target, in a sentence. */
  readonly onDenied: (sentence: string) => void;
}

/** Whose policy-checked name EventBridge acts under. */
interface FromRule {
  readonly name: string;
  readonly arn: string;
}

/** `body` is the event, or what replaces it, as JSON text. */
export type Deliver = (rule: FromRule, target: Target, body: string) => void;

interface Failure {
  /** As the dead-letter queue's ERROR_CODE names it. */
  readonly code: 'NO_PERMISSIONS' | 'NO_RESOURCE' | 'INVALID_PARAMETER';
  readonly message: string;
}

const EVENTS: Principal = { kind: 'service', service: 'events.amazonaws.com' };

const text = (stringValue: string) => ({ dataType: 'String', stringValue });

/** The attributes of a message that was not tried again; the documented two about retries are missing then. */
const failureAttributes = (rule: FromRule, target: Target, { code, message }: Failure) => ({
  RULE_ARN: text(rule.arn),
  TARGET_ARN: text(target.arn),
  ERROR_CODE: text(code),
  ERROR_MESSAGE: text(message),
});

export const makeDelivery = ({ queues, authorizer, invocations, onDenied }: DeliveryOptions): Deliver => {
  const denied = (rule: FromRule, action: string, resource: string): Failure | undefined => {
    const context = { 'aws:SourceArn': rule.arn };
    const message =
      authorizer.denial({ principal: EVENTS, action, resource, context }) ??
      (action === 'sqs:SendMessage'
        ? keyDenial(authorizer, EVENTS, 'sqs', queues.keyOf(resource), context)
        : undefined);
    return message === undefined ? undefined : { code: 'NO_PERMISSIONS', message };
  };
  const send = (rule: FromRule, queueArn: string, message: Parameters<QueueStore['send']>[1]): Failure | undefined => {
    const denial = denied(rule, 'sqs:SendMessage', queueArn);
    if (denial !== undefined) return denial;
    try {
      queues.send(queueArn, { ...message, senderId: EVENTS.service });
      return undefined;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return {
        code: error.code === 'QueueDoesNotExist' ? 'NO_RESOURCE' : 'INVALID_PARAMETER',
        message: `${error.code}: ${error.message}`,
      };
    }
  };
  const invoke = (rule: FromRule, functionArn: string, body: string): Failure | undefined => {
    const denial = denied(rule, 'lambda:InvokeFunction', functionArn);
    if (denial === undefined) invocations.invoke(functionArn, JSON.parse(body) as unknown);
    return denial;
  };

  return (rule, target, body) => {
    const failure = target.arn.startsWith('arn:aws:lambda:')
      ? invoke(rule, target.arn, body)
      : send(rule, target.arn, { body });
    if (failure === undefined) return;
    onDenied(`Rule ${rule.name} could not reach its target ${target.arn}: ${failure.message}`);
    if (target.deadLetterArn === undefined) return;
    const lost = send(rule, target.deadLetterArn, {
      body,
      messageAttributes: failureAttributes(rule, target, failure),
    });
    if (lost !== undefined)
      onDenied(`Rule ${rule.name} could not reach its dead-letter queue ${target.deadLetterArn}: ${lost.message}`);
  };
};
