/**
 * SES of other AWS accounts: what is signed with a key that STS gave out for a role there never reaches the SES of this account. Sends raw mail, and says of identity and
 * account what a check wants to know (SES API v2: SendEmail, GetEmailIdentity, GetAccount).
 */
import { type AwsCall, AwsError, type AwsService, type HttpAnswer, type HttpRequest } from '#local/kernel/aws.ts';
import type { Random } from '#local/kernel/random.ts';
import { coveringIdentity } from '#local/services/ses/addresses.ts';
import { readOutgoing } from '#local/services/ses/outgoing-message.ts';
import type { SesInput } from '#local/services/ses/ses.ts';
import { readRest, restAnswer, restError } from '#local/services/ses/wire-rest.ts';
import type { Elsewhere, SesElsewhere } from './elsewhere.ts';

interface ElsewhereInput {
  readonly kind: 'elsewhere';
  readonly request: HttpRequest;
  readonly role: SesElsewhere;
  readonly region: string;
}

type Input = SesInput | ElsewhereInput;

const IDENTITY = /^\/v2\/email\/identities\/([^/]+)$/;

const isElsewhere = (call: AwsCall<Input>): call is AwsCall<ElsewhereInput> => call.input.kind === 'elsewhere';
const isHere = (call: AwsCall<Input>): call is AwsCall<SesInput> => call.input.kind !== 'elsewhere';

export const withSesElsewhere = (parts: {
  readonly here: AwsService<SesInput>;
  readonly elsewhere: Elsewhere;
  readonly roleOf: (accessKeyId: string) => SesElsewhere | undefined;
  readonly random: Random;
  readonly now: () => number;
}): AwsService<Input> => {
  const { here, elsewhere, roleOf, random, now } = parts;

  const operationOf = ({ method, path }: HttpRequest): string => {
    if (method === 'POST') return 'SendEmail';
    return IDENTITY.test(path) ? 'GetEmailIdentity' : 'GetAccount';
  };

  const send = ({ request, role, region }: ElsewhereInput): HttpAnswer => {
    const call = readRest(request);
    if (call.operation !== 'SendEmail') throw new AwsError('NotEmulated', 501, 'Elsewhere, only mail is sent.');
    const message = readOutgoing(call.send);
    const isVerified = (identity: string) => region === role.region && role.identities.includes(identity);
    if (message.senders.some((sender) => coveringIdentity(sender, isVerified) === undefined))
      throw new AwsError('MessageRejected', 400, `Email address is not verified in region ${region.toUpperCase()}.`);
    const messageId = `0100-${random.uuid()}-000000`;
    const raw = message.rewrite(messageId, now()).toString();
    const account = role.roleArn.split(':')[4] ?? '';
    elsewhere.add({ provider: 'ses', account, region, messageId, to: message.recipients, options: {}, raw });
    return restAnswer({ MessageId: messageId }, random.uuid());
  };

  const answer = (input: ElsewhereInput): HttpAnswer => {
    const { request, role, region } = input;
    const operation = operationOf(request);
    if (operation === 'SendEmail') return send(input);
    if (operation === 'GetAccount')
      return restAnswer({ ProductionAccessEnabled: !role.sandbox, SendingEnabled: true }, random.uuid());
    const identity = decodeURIComponent(IDENTITY.exec(request.path)?.[1] ?? '');
    if (region !== role.region || !role.identities.includes(identity))
      throw new AwsError('NotFoundException', 404, `Email identity ${identity} does not exist.`);
    return restAnswer({ VerifiedForSendingStatus: true, VerificationStatus: 'SUCCESS' }, random.uuid());
  };

  return {
    ...here,
    read: (request) => {
      const [, key = '', region = ''] =
        /Credential=([^/]+)\/\d{8}\/([^/]+)\/ses\//.exec(request.headers.authorization ?? '') ?? [];
      const role = roleOf(key);
      if (role === undefined) return here.read(request);
      // What the role may do there is its account's to say.
      const input: ElsewhereInput = { kind: 'elsewhere', request, role, region };
      return { service: 'ses', operation: operationOf(request), permissions: [], input };
    },
    execute: async (call, caller) => {
      if (isElsewhere(call)) return { answer: answer(call.input), units: [] };
      if (isHere(call)) return here.execute(call, caller);
      throw new Error('Neither here nor elsewhere.');
    },
    refuse: (error, request) =>
      request.path.startsWith('/v2/') ? restError(error, random.uuid()) : here.refuse(error, request),
  };
};
