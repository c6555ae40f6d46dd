/** Queues: somebody reads each, and what fails again and again ends where it is seen. */
import type { DeployedResource } from '../../kernel/resources.ts';
import { asList, memberAt, textAt } from '../json.ts';
import type { WiringCheck, WiringView } from './view.ts';

/** Defaults of CreateQueue and CreateFunction. */
const VISIBILITY_SECONDS = 30;
const RETENTION_SECONDS = 345_600;
const FUNCTION_TIMEOUT_SECONDS = 3;
/** A killed worker's message must be seen again before a person gives up waiting. */
const LONGEST_VISIBILITY_SECONDS = 900;

const arnOf = ({ attributes }: DeployedResource) => attributes['Arn'] ?? '';
const seconds = (resource: DeployedResource, property: string, byDefault: number) =>
  Number(resource.properties[property] ?? byDefault);
const mappingsOf = ({ stack }: WiringView) =>
  stack.ofType('AWS::Lambda::EventSourceMapping').filter(({ properties }) => properties['Enabled'] !== false);

/** ARNs of all queues that something names as its dead-letter queue. */
const deadLetterArns = ({ stack }: WiringView): Set<string> =>
  new Set([
    ...[...stack.ofType('AWS::SQS::Queue'), ...stack.ofType('AWS::SNS::Subscription')].map(({ properties }) =>
      textAt(properties, 'RedrivePolicy', 'deadLetterTargetArn'),
    ),
    ...stack
      .ofType('AWS::Lambda::Function')
      .map(({ properties }) => textAt(properties, 'DeadLetterConfig', 'TargetArn')),
    ...stack
      .ofType('AWS::Events::Rule')
      .flatMap(({ properties }) =>
        asList(properties['Targets']).map((target) => textAt(target, 'DeadLetterConfig', 'Arn')),
      ),
  ]);

export const queueReaders: WiringCheck = (view) => {
  const deadLetters = deadLetterArns(view);
  return view.stack.ofType('AWS::SQS::Queue').flatMap((queue) => {
    const { logicalId, properties } = queue;
    const readers = mappingsOf(view).filter((mapping) => mapping.properties['EventSourceArn'] === arnOf(queue));
    const isDeadLetterQueue = deadLetters.has(arnOf(queue));
    const functions = new Set(readers.map((mapping) => textAt(mapping.properties, 'FunctionName')));
    const faults: string[] = [];
    if (readers.length === 0 && !isDeadLetterQueue) {
      faults.push(
        `${logicalId}: no function reads this queue, so its messages wait until they expire; add an event source mapping.`,
      );
    }
    if (functions.size > 1)
      faults.push(
        `${logicalId}: ${functions.size} functions read this queue, and each message reaches only one of them.`,
      );
    if (readers.length > 0 && !isDeadLetterQueue && properties['RedrivePolicy'] === undefined) {
      faults.push(
        `${logicalId}: it has no dead-letter queue, so a poison message comes back until it expires unseen; add a redrive policy.`,
      );
    }
    return faults;
  });
};

export const deadLetterQueues: WiringCheck = ({ stack }) =>
  stack.ofType('AWS::SQS::Queue').flatMap((queue) => {
    const target = textAt(queue.properties, 'RedrivePolicy', 'deadLetterTargetArn');
    if (target === '') return [];
    const deadLetters = stack.ofType('AWS::SQS::Queue').find((item) => arnOf(item) === target);
    if (deadLetters === undefined || deadLetters === queue) {
      return `${queue.logicalId}: its dead-letter queue ${target} is ${deadLetters === queue ? 'itself' : 'not in this stack'}; name another queue.`;
    }
    const permission = textAt(deadLetters.properties, 'RedriveAllowPolicy', 'redrivePermission') || 'allowAll';
    const sources = asList(memberAt(deadLetters.properties, 'RedriveAllowPolicy', 'sourceQueueArns'));
    if (permission === 'denyAll' || (permission === 'byQueue' && !sources.includes(arnOf(queue)))) {
      return `${deadLetters.logicalId}: it does not allow ${queue.logicalId} as a source, though that names it as its dead-letter queue; add it to the redrive allow policy.`;
    }
    // A message keeps its first time of sending when it is moved ("Dead-letter queues in Amazon SQS", retention periods).
    const kept = seconds(deadLetters, 'MessageRetentionPeriod', RETENTION_SECONDS);
    if (kept >= seconds(queue, 'MessageRetentionPeriod', RETENTION_SECONDS)) return [];
    return `${deadLetters.logicalId}: it keeps messages shorter than ${queue.logicalId}, so they may expire on arrival; raise its retention.`;
  });

const POLLING = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

export const eventSourceMappings: WiringCheck = (view) =>
  mappingsOf(view).flatMap(({ logicalId, properties }) => {
    const queue = view.byArn(textAt(properties, 'EventSourceArn'));
    const fn = view.functionNamed(textAt(properties, 'FunctionName'));
    if (queue?.type !== 'AWS::SQS::Queue')
      return `${logicalId}: its event source ${textAt(properties, 'EventSourceArn')} is no queue of this stack.`;
    if (fn === undefined)
      return `${logicalId}: its function ${textAt(properties, 'FunctionName')} is not in this stack.`;
    const faults: string[] = [];
    if (!asList(properties['FunctionResponseTypes']).includes('ReportBatchItemFailures')) {
      faults.push(
        `${logicalId}: without ReportBatchItemFailures one bad message repeats its whole batch; switch it on.`,
      );
    }
    if (Number(properties['BatchSize'] ?? 10) > 10 && Number(properties['MaximumBatchingWindowInSeconds'] ?? 0) < 1) {
      faults.push(
        `${logicalId}: Lambda takes a batch size above 10 only with a batching window of at least one second.`,
      );
    }
    const visibility = seconds(queue, 'VisibilityTimeout', VISIBILITY_SECONDS);
    const timeout = seconds(fn, 'Timeout', FUNCTION_TIMEOUT_SECONDS);
    if (visibility < timeout) {
      faults.push(
        `${queue.logicalId}: its visibility timeout of ${visibility} s is shorter than the ${timeout} s of ${fn.logicalId}; Lambda refuses that.`,
      );
    }
    if (visibility > LONGEST_VISIBILITY_SECONDS) {
      faults.push(
        `${queue.logicalId}: its visibility timeout of ${visibility} s is above ${LONGEST_VISIBILITY_SECONDS} s, which is how late a mail may be after a crash.`,
      );
    }
    const denied = POLLING.find((action) => view.functionDenial(fn, action, arnOf(queue)) !== undefined);
    if (denied !== undefined)
      faults.push(
        `${logicalId}: ${fn.logicalId} may not ${denied} on ${queue.logicalId}, so Lambda refuses the mapping; grant it.`,
      );
    return faults;
  });
