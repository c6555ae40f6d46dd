/** Declares run-schedule. Its flow is in functions/run-schedule/README.md. */
import { Duration } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Surroundings } from '../constructs/postroom-function.ts';
import { ScheduledFunction } from '../constructs/scheduled-function.ts';
import { onBus, onIdentities, onObjects, onQueue, onSendQuota, onTable } from '../grants.ts';
import { type SentMailProps, sentMailEnvironment } from '../sent-mail.ts';
import { ATTACHMENTS_PREFIX, INBOUND_PREFIX } from '../state.ts';

export interface RunScheduleProps extends SentMailProps {
  readonly surroundings: Surroundings;
  readonly lanes: Readonly<Record<'adhoc' | 'workflow' | 'campaign', Queue>>;
  readonly publicUrl: string;
  /** Of record-feedback: a mail is only sent again when nothing about it can still be on its way there. */
  readonly feedback: { readonly queue: Queue; readonly deadLetters: Queue };
}

export const makeRunSchedule = (scope: Construct, props: RunScheduleProps): ScheduledFunction<'run-schedule'> => {
  const { crm, mail, sending, due, settings, mailBucket } = props.state;
  const { lanes, feedback } = props;
  return new ScheduledFunction(scope, {
    folder: 'run-schedule',
    ifItFails: 'Mail that was to go at a time goes late, and what was cut off stays unfinished until this works again.',
    memoryMb: 512,
    timeout: Duration.minutes(5),
    every: Duration.minutes(1),
    environment: {
      ...sentMailEnvironment(props),
      MAIL_BUCKET: mailBucket.bucketName,
      SETTINGS_TABLE: settings.tableName,
      PUBLIC_URL: props.publicUrl,
      ADHOC_QUEUE_URL: lanes.adhoc.queueUrl,
      WORKFLOW_QUEUE_URL: lanes.workflow.queueUrl,
      CAMPAIGN_QUEUE_URL: lanes.campaign.queueUrl,
      FEEDBACK_QUEUE_URL: feedback.queue.queueUrl,
      FEEDBACK_DEAD_LETTER_QUEUE_URL: feedback.deadLetters.queueUrl,
    },
    grants: [
      onTable(crm, 'PutItem'),
      onTable(mail, 'GetItem', 'PutItem'),
      onTable(sending, 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'),
      onTable(due, 'Query', 'PutItem', 'DeleteItem'),
      ...Object.values(lanes).map((queue) => onQueue(queue, 'SendMessage')),
      onQueue(feedback.queue, 'GetQueueAttributes'),
      onQueue(feedback.deadLetters, 'GetQueueAttributes'),
      // Of mail whose time in the quarantine is over.
      onObjects(mailBucket, INBOUND_PREFIX, 'DeleteObject'),
      onObjects(mailBucket, ATTACHMENTS_PREFIX, 'DeleteObject'),
      onBus(props.bus),
      onSendQuota(),
      // Looks at tenants' domains again.
      onTable(settings, 'GetItem', 'PutItem', 'DeleteItem'),
      onIdentities(scope, 'GetEmailIdentity'),
    ],
    surroundings: props.surroundings,
  });
};
