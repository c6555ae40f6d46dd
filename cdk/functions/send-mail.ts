/** Declares the three sending functions: one use case, three lanes. Their flow is in functions/send-adhoc-mail/README.md. */
import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Surroundings } from '../constructs/postroom-function.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { OAUTH_CONNECTIONS, onBus, onKey, onKeyFor, onObjects, onSenderRoles, onSending, onTable } from '../grants.ts';
import type { OauthSettings } from '../oauth.ts';
import type { ConfigurationSet } from '../sending.ts';
import { type SentMailProps, sentMailEnvironment } from '../sent-mail.ts';
import { ATTACHMENTS_PREFIX, OUTGOING_PREFIX, UPLOADS_PREFIX } from '../state.ts';

export const LANES = {
  adhoc: {
    folder: 'send-adhoc-mail',
    ifItFails: 'What people write is accepted and shown as queued, but does not leave until this works again.',
  },
  workflow: {
    folder: 'send-workflow-mail',
    ifItFails: 'Mail that workflows write waits; what people write themselves still goes.',
  },
  campaign: { folder: 'send-campaign-mail', ifItFails: 'Campaigns stand still; single mails still go.' },
} as const;

export interface SendMailProps extends SentMailProps {
  readonly surroundings: Surroundings;
  readonly configurationSet: ConfigurationSet;
  /** Where links of tracked mail lead to. */
  readonly publicUrl: string;
  readonly oauth: OauthSettings;
}

type SendFolder = (typeof LANES)[keyof typeof LANES]['folder'];

export const makeSendMail = (
  scope: Construct,
  lane: keyof typeof LANES,
  props: SendMailProps,
): QueueWorker<SendFolder> => {
  const { crm, mail, sending, due, settings, mailBucket, secretsKey } = props.state;
  const { folder, ifItFails } = LANES[lane];
  return new QueueWorker<SendFolder>(scope, {
    folder,
    ifItFails,
    memoryMb: 512,
    timeout: Duration.seconds(60),
    batchSize: 5,
    maxConcurrency: 10,
    environment: {
      ...sentMailEnvironment(props),
      MAIL_BUCKET: mailBucket.bucketName,
      SETTINGS_TABLE: settings.tableName,
      SECRETS_KEY_ARN: secretsKey.keyArn,
      LANE: lane,
      CONFIGURATION_SET: props.configurationSet.name,
      PUBLIC_URL: props.publicUrl,
      ...props.oauth,
    },
    putsBack: true,
    grants: [
      onTable(crm, 'PutItem'),
      onTable(mail, 'PutItem'),
      onTable(sending, 'GetItem', 'PutItem', 'UpdateItem', 'BatchGetItem'),
      onTable(due, 'PutItem', 'DeleteItem'),
      // A tenant's own outgoing server and its password, and how it tracks.
      onTable(settings, 'GetItem'),
      onKey(secretsKey, 'Decrypt'),
      // Renews sign-ins at Google and Microsoft; a password it can put under the key for nobody.
      onKeyFor(secretsKey, 'Encrypt', OAUTH_CONNECTIONS),
      onObjects(mailBucket, OUTGOING_PREFIX, 'GetObject'),
      onObjects(mailBucket, UPLOADS_PREFIX, 'GetObject'),
      // Documents of the CRM that a mail takes along.
      onObjects(mailBucket, ATTACHMENTS_PREFIX, 'GetObject'),
      onBus(props.bus),
      ...onSending(scope, props.configurationSet.name),
      // Mail by accounts of customers at SES.
      ...onSenderRoles(scope),
    ],
    surroundings: props.surroundings,
  });
};
