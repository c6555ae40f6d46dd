/**
 * Asks the owner of an address whether it is theirs, and takes the answer (FEATURES 110, 111, 113). For the settings, for who writes a mail, and for the page
 * behind the button. Killed and repeated with the same Idempotency-Key it is one mail; a verification happens once.
 */
import { asciiAddress, normaliseAddress } from '../../domain/address/address.ts';
import { Failure } from '../../domain/failure.ts';
import {
  isVerifiedSender,
  LINK_LIFE_MS,
  MAX_SENDER_ADDRESSES,
  type SenderAddress,
} from '../../domain/sender-address/sender-address.ts';
import { verificationMail } from '../../domain/sender-address/verification-mail.ts';
import type { Clock, Ids } from '../../ports/clock.ts';
import type { LinkTokens } from '../../ports/links.ts';
import type { MayAskOwner, SenderAddressStore } from '../../ports/sender-addresses.ts';
import type { Suppressions } from '../../ports/sending.ts';
import type { TenantDirectory, TenantProfile } from '../../ports/tenants.ts';
import type { BeginRequest, PostRequest } from '../begin-request.ts';
import type { makeSubmitMail } from '../sending/submit-mail.ts';

/** What its links are signed for. */
const PURPOSE = 'sender-address';

/** Each try that was cut off and given up needs another id (post-mail.ts). */
const MAX_GENERATIONS = 10;

export type AskOwnerOutcome =
  | { readonly kind: 'asked'; readonly sender: SenderAddress }
  | { readonly kind: 'verified' | 'no-tenant' | 'other-body' | 'too-many' | 'suppressed' }
  | { readonly kind: 'wait'; readonly again: string };

export const makeAskOwner = (deps: {
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'derived'>;
  readonly begin: BeginRequest;
  readonly tenants: Pick<TenantDirectory, 'profile'>;
  readonly senders: Pick<SenderAddressStore, 'add' | 'keyOf'>;
  readonly mayAsk: MayAskOwner;
  readonly suppressions: Pick<Suppressions, 'find'>;
  readonly links: Pick<LinkTokens, 'sign'>;
  readonly submitMail: ReturnType<typeof makeSubmitMail>;
  readonly inboundDomains: readonly string[];
  /** Without a slash at the end. */
  readonly publicUrl: string;
}) => {
  const send = async (profile: TenantProfile, sender: SenderAddress, id: string, atMs: number) => {
    const { tenant } = profile;
    const expiresAt = String(atMs + LINK_LIFE_MS);
    const fields = [deps.senders.keyOf(sender.address), sender.generation, expiresAt];
    const link = `${deps.publicUrl}/links/sender-address/${await deps.links.sign(PURPOSE, { tenant, fields })}`;
    const { subject, html, text } = verificationMail({ address: sender.address, company: profile.name, link });
    for (let generation = 0; generation < MAX_GENERATIONS; generation += 1) {
      const draft = {
        ...({ tenant, user: '', lane: 'adhoc', source: 'system', subject } as const),
        id: deps.ids.derived(atMs, id, 'verification', String(generation)),
        from: `no-reply@${deps.inboundDomains[0] ?? ''}`,
        recipients: [{ role: 'to', address: sender.address, facts: [] }] as const,
      };
      const outcome = await deps.submitMail(draft, { html, text, attachments: [] }, profile.plan, atMs);
      if (outcome.kind === 'accepted') return;
    }
    throw new Failure('unavailable', 'verification-cut-off', 'The verification mail was cut off too often.');
  };

  return async (request: PostRequest, address: string): Promise<AskOwnerOutcome> => {
    const { tenant, user } = request;
    const begun = await deps.begin(request);
    if (begun.kind === 'other-body') return begun;
    const profile = await deps.tenants.profile(tenant);
    if (profile === undefined) return { kind: 'no-tenant' };
    if (isVerifiedSender(profile, address)) return { kind: 'verified' };
    const known = profile.senderAddresses ?? [];
    const isThere = known.some((one) => normaliseAddress(one.address) === normaliseAddress(address));
    if (!isThere && known.length >= MAX_SENDER_ADDRESSES) return { kind: 'too-many' };
    const suppressed = await deps.suppressions.find(tenant, [address]);
    if (suppressed.get(normaliseAddress(address))?.scope === 'all') return { kind: 'suppressed' };
    const at = new Date(begun.atMs).toISOString();
    const rate = await deps.mayAsk(tenant, address, { id: begun.id, at });
    if (rate !== 'yes') return { kind: 'wait', again: rate.again };
    const wanted = {
      address: asciiAddress(address) ?? address,
      generation: begun.id,
      requestedAt: at,
      requestedBy: user,
    };
    const sender = await deps.senders.add(tenant, wanted);
    if (sender.verifiedAt !== undefined) return { kind: 'verified' };
    await send(profile, sender, begun.id, begun.atMs);
    return { kind: 'asked', sender };
  };
};

/** `void`: nobody made this link, or the address was taken off the list since. */
export type OpenedLink =
  | { readonly kind: 'asks' | 'verified'; readonly address: string }
  | { readonly kind: 'expired' | 'void' };

export const makeAnswerOfOwner = (deps: {
  readonly clock: Clock;
  readonly senders: Pick<SenderAddressStore, 'byKey' | 'verify'>;
  readonly links: Pick<LinkTokens, 'read'>;
}) => {
  const find = async (token: string) => {
    const link = await deps.links.read(PURPOSE, token);
    const [key = '', generation = '', expiresAt = ''] = link?.fields ?? [];
    const sender = link === undefined ? undefined : await deps.senders.byKey(link.tenant, key);
    if (link === undefined || sender === undefined || sender.generation !== generation)
      return { kind: 'void' } as const;
    const { address } = sender;
    if (sender.verifiedAt !== undefined) return { kind: 'verified', address } as const;
    if (deps.clock.nowMs() >= Number(expiresAt)) return { kind: 'expired' } as const;
    return { kind: 'asks', address, sender, tenant: link.tenant } as const;
  };
  return {
    /** Changes nothing: programs that scan mail open every link. */
    look: async (token: string): Promise<OpenedLink> => find(token),
    yes: async (token: string): Promise<OpenedLink> => {
      const found = await find(token);
      if (found.kind !== 'asks') return found;
      const { tenant, sender, address } = found;
      const at = new Date(deps.clock.nowMs()).toISOString();
      // Lost to another click it is verified; lost to a removal the link is void.
      return (await deps.senders.verify(tenant, sender, at)) ? { kind: 'verified', address } : find(token);
    },
  };
};

export type AnswerOfOwner = ReturnType<typeof makeAnswerOfOwner>;
