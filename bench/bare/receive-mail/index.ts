/**
 * The bare side of inbound mail: simpleParser as its README shows it and the calls that receive-mail makes for a mail of a new sender, in its order,
 * with clients as the SDK makes them. No schema, no checks, no log. The bench compares the calls of both sides and stops if they differ.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { simpleParser } from 'mailparser';

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const s3 = new S3Client({});
const events = new EventBridgeClient({});
const { CRM_TABLE: crm, MAIL_TABLE: log, SETTINGS_TABLE: settings, MAIL_BUCKET: bucket, EVENT_BUS: bus } = process.env;

const get = (table: string | undefined, pk: string, sk: string) =>
  documents.send(new GetCommand({ TableName: table, Key: { pk, sk }, ConsistentRead: true }));

const query = (table: string | undefined, pk: string) =>
  documents.send(
    new QueryCommand({
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
    }),
  );

const put = (table: string | undefined, Item: Record<string, unknown>, condition?: string) =>
  documents.send(new PutCommand({ TableName: table, Item, ConditionExpression: condition }));

const publish = (type: string, detail: unknown) =>
  events.send(
    new PutEventsCommand({
      Entries: [{ EventBusName: bus, Source: 'postroom', DetailType: type, Detail: JSON.stringify(detail) }],
    }),
  );

const ABSENT = 'attribute_not_exists(pk)';

const receive = async (body: string) => {
  const { mail, receipt } = JSON.parse(body);
  const recipient: string = receipt.recipients[0];
  const found = await get(settings, `platform#handle#${recipient.split('+')[0]}`, 'tenant');
  const tenant = String(found.Item?.['tenant']);
  await get(log, `${tenant}#mail`, mail.messageId);
  const stored = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: receipt.action.objectKey }));
  const parsed = await simpleParser(Buffer.from((await stored.Body?.transformToByteArray()) ?? []));
  await put(log, { pk: `${tenant}#seen#${mail.messageId}`, sk: 'claim', mailId: mail.messageId }, ABSENT);
  for (const [n, { content, contentType }] of parsed.attachments.entries())
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: `attachments/${tenant}/${mail.messageId}/${n}`,
        Body: content,
        ContentType: contentType,
      }),
    );
  await query(settings, tenant);
  const email = parsed.from?.value[0]?.address ?? '';
  await query(crm, `${tenant}#address#${email}`);
  const record = { id: mail.messageId, module: 'leads', email, createdAt: receipt.timestamp, revision: 1 };
  await put(crm, { pk: `${tenant}#sender#leads#${email}`, sk: 'claim', recordId: record.id }, ABSENT);
  await put(crm, { pk: `${tenant}#address#${email}`, sk: `leads#${record.id}`, revision: 1 }, ABSENT);
  await put(
    crm,
    { pk: `${tenant}#record#leads`, sk: record.id, ...record, lastname: parsed.from?.value[0]?.name },
    ABSENT,
  );
  const entry = { kind: 'mail', at: receipt.timestamp, summary: parsed.subject, emailId: record.id };
  await put(crm, { pk: `${tenant}#timeline#leads#${record.id}`, sk: receipt.timestamp, ...entry });
  if (parsed.attachments.length > 0) {
    // Whose record the documents belong to, and what is counted to its 10 MB.
    await get(crm, `${tenant}#record#leads`, record.id);
    const counted = parsed.attachments.map(({ size }, n) => ({ id: `${record.id}-${n}`, sizeBytes: size }));
    await put(crm, { pk: `${tenant}#room#leads#${record.id}`, sk: 'counted', counted, revision: 1 }, ABSENT);
  }
  for (const [n, { filename, size, contentType }] of parsed.attachments.entries()) {
    const id = `${record.id}-${n}`;
    const fields = { title: filename, sizeBytes: size, contentType, emailId: record.id, parentId: record.id };
    await put(crm, { pk: `${tenant}#documents#leads#${record.id}`, sk: id, revision: 1 }, ABSENT);
    await put(crm, { pk: `${tenant}#record#documents`, sk: id, module: 'documents', fields, revision: 1 }, ABSENT);
    const added = { kind: 'document', at: receipt.timestamp, summary: filename, documentId: id };
    await put(crm, { pk: `${tenant}#timeline#leads#${record.id}`, sk: `${receipt.timestamp}#${n}`, ...added });
  }
  await put(log, {
    pk: `${tenant}#mail`,
    sk: mail.messageId,
    recipients: receipt.recipients,
    from: { address: email, name: parsed.from?.value[0]?.name },
    subject: parsed.subject,
    receivedAt: receipt.timestamp,
    outcome: { kind: 'acted', records: [{ module: 'leads', id: record.id }] },
    attachments: parsed.attachments.map(({ filename, contentType, size }) => ({ filename, contentType, size })),
  });
  await publish('record.created', { tenant, module: 'leads', recordId: record.id, mailId: record.id });
  await publish('mail.received', { tenant, mailId: record.id, outcome: 'acted' });
};

export const handler = async (event: { readonly Records: readonly { readonly body: string }[] }) => {
  for (const { body } of event.Records) await receive(body);
  return { batchItemFailures: [] };
};
