/**
 * SES of an AWS account of the customer's own, in any region, by a role of that account which trusts this Postroom under the tenant's external id. Used by the sending
 * functions and by the check of an account. Hands over once; no events come from there, so what is not known is left to a person.
 */
import type { SESv2Client } from '@aws-sdk/client-sesv2';
import { accountOfRole, messageIdDomainOf } from '../../domain/account/provider.ts';
import type { HandOverBy, OpenedAccount } from '../../ports/accounts.ts';
import type { HandOver } from '../../ports/sending.ts';
import { PATIENCE } from '../sdk.ts';
import { answerOf } from './ses-transport.ts';

export type OtherSesAccount = Extract<OpenedAccount, { provider: 'ses' }>;

export type EnterSes = (account: OtherSesAccount) => Promise<
  | { readonly kind: 'in'; readonly client: SESv2Client }
  /** The role, or who may assume it, has to be changed. */
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'unreachable' }
>;

const MAX_BYTES = 40 * 1024 * 1024;
/** Kept for the next mails of a worker: a call of STS for each would double the time of a mail. */
const MAX_KEPT = 100;
/** A mail that takes long must not outlive what it is signed with. */
const RENEW_BEFORE_MS = 5 * 60 * 1000;

interface Kept {
  readonly client: SESv2Client;
  readonly untilMs: number;
}

/** @param ownAccount id of the AWS account this Postroom runs in: roles of its own trust it without asking who for */
export const makeEnterSes = (ownAccount: string): EnterSes => {
  const kept = new Map<string, Kept>();
  return async ({ roleArn, externalId, region }) => {
    const account = accountOfRole(roleArn);
    if (account === undefined || account === ownAccount)
      return { kind: 'refused', why: 'The role must be one of another AWS account, named PostroomSender...' };
    const key = JSON.stringify([roleArn, externalId, region]);
    const known = kept.get(key);
    if (known !== undefined && Date.now() < known.untilMs) return { kind: 'in', client: known.client };
    kept.delete(key);
    // Few tenants have one, so the cold start of all the others does not load it.
    const [sts, ses] = await Promise.all([import('@aws-sdk/client-sts'), import('@aws-sdk/client-sesv2')]);
    try {
      const { Credentials: given } = await new sts.STSClient(PATIENCE).send(
        new sts.AssumeRoleCommand({
          RoleArn: roleArn,
          ExternalId: externalId,
          RoleSessionName: externalId.slice(0, 64),
        }),
      );
      if (given?.AccessKeyId === undefined || given.SecretAccessKey === undefined) return { kind: 'unreachable' };
      const credentials = {
        accessKeyId: given.AccessKeyId,
        secretAccessKey: given.SecretAccessKey,
        ...(given.SessionToken === undefined ? {} : { sessionToken: given.SessionToken }),
      };
      const client = new ses.SESv2Client({ ...PATIENCE, maxAttempts: 1, region, credentials });
      if (kept.size >= MAX_KEPT) kept.clear();
      kept.set(key, { client, untilMs: (given.Expiration?.getTime() ?? 0) - RENEW_BEFORE_MS });
      return { kind: 'in', client };
    } catch (error) {
      // AWS's own sentence names functions and accounts of the operator.
      if (error instanceof sts.STSServiceException && error.$fault === 'client' && !/Throttl/.test(error.name))
        return {
          kind: 'refused',
          why: `The role does not let AWS account ${ownAccount} assume it with the external id ${externalId}.`,
        };
      return { kind: 'unreachable' };
    }
  };
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

/** As of the platform's SES, but for what nobody will ever tell, and with what the role may not do. */
export const otherAnswerOf = (error: unknown): HandOver => {
  if (/AccessDenied|InvalidClientTokenId|ExpiredToken|UnrecognizedClient/.test(nameOf(error)))
    return { kind: 'refused', code: 'key-refused', answer: nameOf(error) };
  const handOver = answerOf(error);
  if (handOver.kind === 'unknown') return { kind: 'unconfirmed' };
  if (handOver.kind !== 'throttled') return handOver;
  // Of its own rate and not of the platform's, which must not be slowed down by it.
  return { kind: 'busy', code: handOver.soon ? 'server-busy' : 'sending-limit' };
};

export const byOtherSes =
  (enter: EnterSes): HandOverBy<OtherSesAccount> =>
  async (account, { mail, recipients, raw }) => {
    if (raw.length > MAX_BYTES) return { kind: 'refused', code: 'too-large' };
    const entered = await enter(account).catch(() => ({ kind: 'unreachable' as const }));
    if (entered.kind === 'refused') return { kind: 'refused', code: 'key-refused', answer: entered.why };
    if (entered.kind === 'unreachable') return { kind: 'busy', code: 'server-unreachable' };
    const { SendEmailCommand } = await import('@aws-sdk/client-sesv2');
    try {
      const { MessageId } = await entered.client.send(
        new SendEmailCommand({
          FromEmailAddress: mail.from,
          Destination: { ToAddresses: [...recipients] },
          Content: { Raw: { Data: raw } },
        }),
      );
      if (MessageId === undefined) return { kind: 'unconfirmed' };
      return { kind: 'accepted', messageId: `${MessageId}@${messageIdDomainOf(account.region)}` };
    } catch (error) {
      return otherAnswerOf(error);
    }
  };
