/** Functions: they can start, write their log, and read an environment that is whole. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { mayAssume } from '../../iam/authorizer.ts';
import { ACCOUNT_ID, REGION } from '../../kernel/aws.ts';
import { isRecord, memberAt, textAt } from '../json.ts';
import type { WiringCheck } from './view.ts';

/** Lambda quotas: "Function environment variables: 4 KB, for all environment variables together", measured as JSON. */
const ENVIRONMENT_BYTES = 4096;
/** In the order in which the Node.js runtime looks. */
const ENTRY_EXTENSIONS = ['.js', '.mjs', '.cjs'];

export const functionRoles: WiringCheck = ({ stack, policies, functionDenial }) =>
  stack.ofType('AWS::Lambda::Function').flatMap((fn) => {
    const { logicalId, properties, ref } = fn;
    const role = policies.roles.get(textAt(properties, 'Role'));
    if (role === undefined) return `${logicalId}: its role ${textAt(properties, 'Role')} is not in this stack.`;
    if (!mayAssume(role.trust, 'lambda.amazonaws.com')) {
      return `${logicalId}: the role ${role.name} cannot be assumed by Lambda; let lambda.amazonaws.com assume it in its trust policy.`;
    }
    const group = textAt(properties, 'LoggingConfig', 'LogGroup') || `/aws/lambda/${ref}`;
    const stream = `arn:aws:logs:${REGION}:${ACCOUNT_ID}:log-group:${group}:log-stream:any`;
    const denied = ['logs:CreateLogStream', 'logs:PutLogEvents'].find(
      (action) => functionDenial(fn, action, stream) !== undefined,
    );
    return denied === undefined
      ? []
      : `${logicalId}: its role may not ${denied} in ${group}, so its log would be lost; grant it.`;
  });

export const functionEnvironments: WiringCheck = ({ stack }) =>
  stack.ofType('AWS::Lambda::Function').flatMap(({ logicalId, properties }) => {
    const variables = memberAt(properties, 'Environment', 'Variables');
    if (!isRecord(variables)) return [];
    const empty = Object.entries(variables).filter(([, value]) => String(value).trim() === '');
    const sizeBytes = Buffer.byteLength(JSON.stringify(variables));
    return [
      ...empty.map(
        ([name]) => `${logicalId}: the environment variable ${name} is empty; give it a value or leave it out.`,
      ),
      ...(sizeBytes > ENVIRONMENT_BYTES
        ? [
            `${logicalId}: its environment has ${sizeBytes} bytes, and Lambda takes ${ENVIRONMENT_BYTES}; move what is long elsewhere.`,
          ]
        : []),
    ];
  });

export const functionCode: WiringCheck = ({ stack }) =>
  stack.ofType('AWS::Lambda::Function').flatMap(({ logicalId, properties }) => {
    const handler = textAt(properties, 'Handler');
    const dot = handler.lastIndexOf('.');
    if (dot <= 0) return `${logicalId}: the handler "${handler}" must be written as file.export.`;
    const folder = stack.assetFolder(textAt(properties, 'Code', 'S3Key'));
    const entry = join(folder, handler.slice(0, dot));
    if (ENTRY_EXTENSIONS.some((extension) => existsSync(`${entry}${extension}`))) return [];
    return `${logicalId}: its code has no file ${handler.slice(0, dot)}.js (.mjs, .cjs) for the handler ${handler}; bundle it under that name.`;
  });

export const functionDeadLetters: WiringCheck = ({ stack, byArn, functionDenial }) =>
  stack.ofType('AWS::Lambda::Function').flatMap((fn) => {
    const target = textAt(fn.properties, 'DeadLetterConfig', 'TargetArn');
    if (target === '') return [];
    if (byArn(target)?.type !== 'AWS::SQS::Queue')
      return `${fn.logicalId}: its dead-letter queue ${target} is not in this stack.`;
    const denial = functionDenial(fn, 'sqs:SendMessage', target);
    return denial === undefined
      ? []
      : `${fn.logicalId}: it may not send to its own dead-letter queue, so Lambda refuses it; grant it (${denial}).`;
  });
