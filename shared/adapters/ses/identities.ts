/**
 * Tenants' domains as identities at SES, with Easy DKIM and a MAIL FROM domain of theirs. What is made here is tagged: identities that whoever runs this
 * Postroom made by hand are used and never changed or removed.
 */
import type { GetEmailIdentityResponse, SESv2Client } from '@aws-sdk/client-sesv2';
import { Failure } from '../../domain/failure.ts';
import { mailFromOf } from '../../domain/sender-domain/sender-domain.ts';
import type { SendingIdentities, SendingIdentity } from '../../ports/sender-domains.ts';
import { PATIENCE } from '../sdk.ts';

const TAG = { Key: 'postroom', Value: 'sender-domain' };

/** Where the DKIM names lead in regions that do not say (SES guide, "Easy DKIM"). */
const ZONE = 'dkim.amazonses.com';

const isCalled = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

const isOurs = ({ Tags }: GetEmailIdentityResponse): boolean =>
  Tags?.some(({ Key, Value }) => Key === TAG.Key && Value === TAG.Value) ?? false;

export const makeIdentities = (): SendingIdentities => {
  let client: SESv2Client | undefined;
  /** A file of its own in the asset, as in ses-transport.ts. */
  const load = async () => {
    const sdk = await import('@aws-sdk/client-sesv2');
    client ??= new sdk.SESv2Client(PATIENCE);
    return { sdk, ses: client };
  };

  const tried = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      throw new Failure('unavailable', 'identities-unavailable', 'SES did not do it.', cause);
    }
  };

  const read = async (EmailIdentity: string): Promise<GetEmailIdentityResponse | undefined> => {
    const { sdk, ses } = await load();
    return tried(async () => {
      try {
        return await ses.send(new sdk.GetEmailIdentityCommand({ EmailIdentity }));
      } catch (error) {
        if (isCalled(error, 'NotFoundException')) return undefined;
        throw error;
      }
    });
  };

  const shown = async (identity: GetEmailIdentityResponse): Promise<SendingIdentity> => ({
    region: String(await client?.config.region()),
    dkim: {
      tokens: identity.DkimAttributes?.Tokens ?? [],
      zone: identity.DkimAttributes?.SigningHostedZone ?? ZONE,
    },
    isSigned: identity.VerifiedForSendingStatus === true && identity.DkimAttributes?.Status === 'SUCCESS',
    isOurs: isOurs(identity),
  });

  const create = async (EmailIdentity: string): Promise<void> => {
    const { sdk, ses } = await load();
    await tried(async () => {
      try {
        await ses.send(new sdk.CreateEmailIdentityCommand({ EmailIdentity, Tags: [TAG] }));
      } catch (error) {
        if (!isCalled(error, 'AlreadyExistsException')) throw error;
      }
    });
  };

  return {
    ensure: async (domain) => {
      const there = await read(domain);
      if (there === undefined) await create(domain);
      const identity = there ?? (await read(domain));
      if (identity === undefined)
        throw new Failure('unavailable', 'identity-gone', 'Another request removed the domain from SES just now.');
      const MailFromDomain = mailFromOf(domain);
      if (isOurs(identity) && identity.MailFromAttributes?.MailFromDomain !== MailFromDomain) {
        const { sdk, ses } = await load();
        // Without its MX the mail goes all the same, by SES's own name: a record too few must not stop a company's mail.
        const input = { EmailIdentity: domain, MailFromDomain, BehaviorOnMxFailure: 'USE_DEFAULT_VALUE' } as const;
        await tried(() => ses.send(new sdk.PutEmailIdentityMailFromAttributesCommand(input)));
      }
      return shown(identity);
    },
    find: async (domain) => {
      const identity = await read(domain);
      return identity === undefined ? undefined : shown(identity);
    },
    remove: async (domain) => {
      const { sdk, ses } = await load();
      await tried(async () => {
        try {
          await ses.send(new sdk.DeleteEmailIdentityCommand({ EmailIdentity: domain }));
        } catch (error) {
          if (!isCalled(error, 'NotFoundException')) throw error;
        }
      });
    },
  };
};
