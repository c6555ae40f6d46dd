/**
 * The embedded SES as the endpoint calls it: SendRawEmail of v1, SendEmail with raw content and domains as identities of v2, and what reads the account's quota.
 * Everything else is answered NotEmulated.
 */

import { configurationSetArn } from '#local/iam/source-arns.ts';
import {
  ACCOUNT_ID,
  type AwsCall,
  type AwsService,
  type HttpAnswer,
  type HttpRequest,
  type Permission,
  REGION,
} from '#local/kernel/aws.ts';
import type { Random } from '#local/kernel/random.ts';
import { coveringIdentity } from './addresses.ts';
import type { EmailIdentities } from './identities.ts';
import { executeIdentityCall, type IdentityCall, identityPermissions } from './identity-calls.ts';
import type { Outbound } from './outbound.ts';
import { type OutgoingMessage, readOutgoing } from './outgoing-message.ts';
import type { SendRequest } from './send-request.ts';
import { ACCOUNT_REASONS } from './suppression.ts';
import { queryAnswer, queryError, readQuery } from './wire-query.ts';
import { isRest, readRest, restAnswer, restError } from './wire-rest.ts';

export type SesInput =
  | { readonly kind: 'send'; readonly api: 'v1' | 'v2'; readonly message: OutgoingMessage }
  | { readonly kind: 'quota'; readonly api: 'v1' | 'v2' }
  | { readonly kind: 'identity'; readonly call: IdentityCall };

/**
 * Both APIs need ses:SendRawEmail for raw content: v2's SendEmail is refused with "not authorized to perform ses:SendRawEmail" otherwise
 * (seen in https://github.com/nodemailer/nodemailer/issues/1734), on the identity that sends and on the configuration set.
 */
const sendPermissions = (message: OutgoingMessage, isVerified: (identity: string) => boolean): Permission[] => {
  const identity = coveringIdentity(message.from, isVerified) ?? message.from;
  const [only, ...more] = message.recipients;
  const context = {
    'ses:FromAddress': message.from,
    'ses:FeedbackAddress': message.feedback,
    // A list on AWS; the contexts here hold one value, so it is filled in where there is one.
    ...(only !== undefined && more.length === 0 ? { 'ses:Recipients': only } : {}),
  };
  const action = 'ses:SendRawEmail';
  const onIdentity = { action, resource: `arn:aws:ses:${REGION}:${ACCOUNT_ID}:identity/${identity}`, context };
  return message.configurationSet === undefined
    ? [onIdentity]
    : [onIdentity, { action, resource: configurationSetArn(message.configurationSet), context }];
};

export const makeSesService = (options: {
  outbound: Outbound;
  identities: EmailIdentities;
  random: Random;
}): AwsService<SesInput> => {
  const { outbound, identities, random } = options;

  const sendCall = (operation: string, send: SendRequest): AwsCall<SesInput> => {
    const message = readOutgoing(send);
    const permissions = sendPermissions(message, identities.isVerified);
    return { service: 'ses', operation, permissions, input: { kind: 'send', api: send.api, message } };
  };
  const quotaCall = (operation: string, api: 'v1' | 'v2'): AwsCall<SesInput> => ({
    service: 'ses',
    operation,
    permissions: [{ action: `ses:${operation}`, resource: '*' }],
    input: { kind: 'quota', api },
  });

  const quota = () => {
    const { max24h, maxSendRate } = outbound.account.settings();
    return { Max24HourSend: max24h, MaxSendRate: maxSendRate, SentLast24Hours: outbound.limits.sentLast24h() };
  };
  const quotaAnswer = (api: 'v1' | 'v2'): HttpAnswer =>
    api === 'v1'
      ? queryAnswer('GetSendQuota', quota(), random.uuid())
      : restAnswer(
          {
            DedicatedIpAutoWarmupEnabled: false,
            EnforcementStatus: 'HEALTHY',
            ProductionAccessEnabled: true,
            SendingEnabled: true,
            SendQuota: quota(),
            SuppressionAttributes: { SuppressedReasons: ACCOUNT_REASONS },
          },
          random.uuid(),
        );

  return {
    service: 'ses',
    throttlingCode: 'Throttling',
    read: (request: HttpRequest) => {
      if (isRest(request)) {
        const call = readRest(request);
        if (call.operation === 'SendEmail') return sendCall('SendEmail', call.send);
        if (call.operation === 'GetAccount') return quotaCall('GetAccount', 'v2');
        const { operation } = call;
        return { service: 'ses', operation, permissions: identityPermissions(call), input: { kind: 'identity', call } };
      }
      const call = readQuery(request);
      return call.operation === 'SendRawEmail' ? sendCall('SendRawEmail', call.send) : quotaCall('GetSendQuota', 'v1');
    },
    execute: async ({ operation, input }, caller) => {
      if (input.kind === 'quota') return { answer: quotaAnswer(input.api), units: [] };
      if (input.kind === 'identity')
        return { answer: restAnswer(executeIdentityCall(identities, input.call), random.uuid()), units: [] };
      const messageId = outbound.send(input.message, operation, caller);
      const answer =
        input.api === 'v1'
          ? queryAnswer(operation, { MessageId: messageId }, random.uuid())
          : restAnswer({ MessageId: messageId }, random.uuid());
      return { answer, units: [{ unit: 'SesRecipientOut', amount: input.message.recipients.length }] };
    },
    refuse: (error, request) => (isRest(request) ? restError(error, random.uuid()) : queryError(error, random.uuid())),
  };
};
