/**
 * The bare side of an ad-hoc mail: MailComposer and the calls that send-adhoc-mail makes, in its order, with clients as the SDK makes them. No
 * schema, no checks, no log. The bench compares the calls of both sides and stops if they differ.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import {
  BatchGetCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const s3 = new S3Client({});
const ses = new SESClient({});
const events = new EventBridgeClient({});
const {
  SENDING_TABLE: sending = '',
  DUE_TABLE: due,
  MAIL_BUCKET: bucket,
  CONFIGURATION_SET: configurationSet,
  EVENT_BUS: bus,
} = process.env;

const send = async (body: string) => {
  const { tenant, mailId } = JSON.parse(body);
  const Key = { pk: `${tenant}#outgoing`, sk: mailId };
  const { Item: mail = {} } = await documents.send(new GetCommand({ TableName: sending, Key, ConsistentRead: true }));
  const stored = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: mail['content'] }));
  const { html, text } = JSON.parse((await stored.Body?.transformToString()) ?? '');
  const to: string[] = mail['recipients'].map(({ address }: { address: string }) => address);
  const raw = await new MailComposer({ from: mail['from'], to, subject: mail['subject'], html, text })
    .compile()
    .build();
  await documents.send(
    new UpdateCommand({
      TableName: sending,
      Key: { pk: 'bench#send-rate', sk: 'next' },
      UpdateExpression: 'SET freeAt = :next',
      ExpressionAttributeValues: { ':next': Date.now() },
      ReturnValues: 'UPDATED_NEW',
    }),
  );
  const Keys = to.map((address) => ({ pk: `${tenant}#suppression`, sk: address }));
  await documents.send(new BatchGetCommand({ RequestItems: { [sending]: { Keys, ConsistentRead: true } } }));
  const put = (revision: number, more: Record<string, unknown>) =>
    documents.send(
      new PutCommand({
        TableName: sending,
        Item: { ...mail, ...more, revision },
        ConditionExpression: 'revision = :seen',
        ExpressionAttributeValues: { ':seen': revision - 1 },
      }),
    );
  const revision = Number(mail['revision']);
  await put(revision + 1, { phase: 'sending', claim: { id: mailId, at: new Date().toISOString() } });
  const { MessageId } = await ses.send(
    new SendRawEmailCommand({
      Source: mail['from'],
      Destinations: to,
      RawMessage: { Data: raw },
      ConfigurationSetName: configurationSet,
      Tags: [
        { Name: 'tenant', Value: tenant },
        { Name: 'mail', Value: mailId },
      ],
    }),
  );
  await put(revision + 2, { phase: 'sent', sesMessageId: MessageId, sentAt: new Date().toISOString() });
  await events.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: bus,
          Source: 'postroom',
          DetailType: 'mail.sent',
          Detail: JSON.stringify({ id: `${mailId}-sent`, tenant, mailId }),
        },
      ],
    }),
  );
  const entry = { pk: 'due#0', sk: `${mail['watch'].at}#${mailId}#${mail['watch'].revision}` };
  await documents.send(new DeleteCommand({ TableName: due, Key: entry }));
};

export const handler = async (event: { readonly Records: readonly { readonly body: string }[] }) => {
  for (const { body } of event.Records) await send(body);
  return { batchItemFailures: [] };
};
