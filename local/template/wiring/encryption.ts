/**
 * Topics, queues and buckets under a KMS key: whoever puts something in must be allowed to use the key. SNS and SQS Developer Guides,
 * "Enable compatibility between event sources from AWS services and encrypted topics/queues".
 */
import type { DeployedResource } from '../../kernel/resources.ts';
import { asList, memberAt, textAt } from '../json.ts';
import { deliveriesOf } from './deliveries.ts';
import type { WiringCheck, WiringView } from './view.ts';

/** `undefined`: not under a KMS key. */
const keyIdOf = ({ type, properties }: DeployedResource): string | undefined => {
  if (type === 'AWS::SQS::Queue' || type === 'AWS::SNS::Topic')
    return textAt(properties, 'KmsMasterKeyId') || undefined;
  if (type !== 'AWS::S3::Bucket') return undefined;
  const byDefault = asList(memberAt(properties, 'BucketEncryption', 'ServerSideEncryptionConfiguration')).map((rule) =>
    memberAt(rule, 'ServerSideEncryptionByDefault'),
  );
  const kms = byDefault.find((rule) => textAt(rule, 'SSEAlgorithm') === 'aws:kms');
  return kms === undefined ? undefined : textAt(kms, 'KMSMasterKeyID') || 'alias/aws/s3';
};

/** Takes a key id, its ARN, an alias or the alias's ARN. */
const keyNamed = ({ stack }: WiringView, id: string): DeployedResource | undefined => {
  const aliasName = id.includes(':alias/') ? id.slice(id.indexOf(':alias/') + 1) : id;
  const alias = stack.ofType('AWS::KMS::Alias').find((item) => item.ref === aliasName);
  const target = alias === undefined ? id : textAt(alias.properties, 'TargetKeyId');
  return stack.ofType('AWS::KMS::Key').find((key) => key.ref === target || key.attributes['Arn'] === target);
};

/** SES only encrypts what it writes to a bucket; SNS and SQS also read the data key back. */
const keyActions = (action: string) =>
  action === 's3:PutObject' ? ['kms:GenerateDataKey'] : ['kms:GenerateDataKey', 'kms:Decrypt'];

export const servicesAndKeys: WiringCheck = (view) =>
  deliveriesOf(view).flatMap(({ by, service, action, target, sourceArn }) => {
    const held = view.byArn(target);
    const keyId = held === undefined ? undefined : keyIdOf(held);
    if (held === undefined || keyId === undefined) return [];
    const key = keyNamed(view, keyId);
    if (key === undefined) {
      return `${by}: ${held.logicalId} is encrypted with ${keyId}, whose policy cannot let ${service} in; use a key of this stack or the service's own encryption.`;
    }
    const denied = keyActions(action).find(
      (use) => view.serviceDenial(service, use, key.attributes['Arn'] ?? '', sourceArn) !== undefined,
    );
    if (denied === undefined) return [];
    return `${by}: ${held.logicalId} is encrypted with ${key.logicalId}, whose policy does not let ${service} use it; allow ${denied} there.`;
  });

/** Functions that read or fill what is encrypted need the key as well. */
export const functionsAndKeys: WiringCheck = (view) =>
  [...view.stack.ofType('AWS::SQS::Queue'), ...view.stack.ofType('AWS::SNS::Topic')].flatMap((held) => {
    const keyId = keyIdOf(held);
    const key = keyId === undefined ? undefined : keyNamed(view, keyId);
    if (key === undefined) return [];
    const arn = held.attributes['Arn'] ?? held.ref;
    const needs = [
      { action: 'sqs:ReceiveMessage', uses: ['kms:Decrypt'] },
      { action: 'sqs:SendMessage', uses: ['kms:GenerateDataKey', 'kms:Decrypt'] },
      { action: 'sns:Publish', uses: ['kms:GenerateDataKey', 'kms:Decrypt'] },
    ].filter(({ action }) => action.startsWith(arn.split(':')[2] ?? ''));
    return view.stack.ofType('AWS::Lambda::Function').flatMap((fn) => {
      const uses = needs
        .filter(({ action }) => view.functionDenial(fn, action, arn) === undefined)
        .flatMap((need) => need.uses);
      const denied = uses.find((use) => view.functionDenial(fn, use, key.attributes['Arn'] ?? '') !== undefined);
      return denied === undefined
        ? []
        : `${fn.logicalId}: it may use ${held.logicalId} but not its key ${key.logicalId}; grant it ${denied}.`;
    });
  });
