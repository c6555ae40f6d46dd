/** The routes of sender addresses: which there are, and asking their owners; handler.ts has the mail. */
import type { senderAddressRoutes } from '#shared/contracts/routes/sender-addresses.ts';
import { normaliseAddress } from '#shared/domain/address/address.ts';
import { Failure } from '#shared/domain/failure.ts';
import { type ListedSender, listedSenders } from '#shared/domain/sender-address/listed-senders.ts';
import {
  MAX_MAILS_PER_HOUR,
  MAX_SENDER_ADDRESSES,
  verifyPathOf,
} from '#shared/domain/sender-address/sender-address.ts';
import { failureReason } from '#shared/domain/sending/failure-reason.ts';
import type { Handlers } from '#shared/edge/http.ts';
import { pageOf } from '#shared/edge/page.ts';
import { conflict, notFound, Problem, reusedKey } from '#shared/edge/problem.ts';
import type { SenderAddressStore } from '#shared/ports/sender-addresses.ts';
import type { TenantProfile } from '#shared/ports/tenants.ts';
import type { UseCases } from './use-cases.ts';

export interface SenderAddressWiring {
  readonly senders: Pick<SenderAddressStore, 'remove'>;
  readonly profileOf: (tenant: string) => Promise<TenantProfile>;
  readonly useCases: Pick<UseCases, 'askOwner'>;
}

/** FEATURES 110, 112: why, what to do, and what to call. */
export const notVerified = (field: string, message: string, address: string): Problem => {
  const failure = failureReason('sender-not-verified');
  const detail = `Nobody has said yet that the address in ${field} is theirs. ${failure.remedy}`;
  return new Problem(422, failure.code, detail, [{ field, message }], { failure, verify: [verifyPathOf(address)] });
};

/** FEATURES 104: what to do stands in the message. */
export const notAuthenticated = (field: string, message: string, domain: string): Problem => {
  const detail =
    'Mail through this platform comes from authenticated domains alone: receivers refuse the rest, or take it for spam.';
  return new Problem(422, 'domain-not-authenticated', detail, [{ field, message }], { domain });
};

/** The address that the page before ended with. */
const afterOf = (cursor: string | undefined): string => {
  if (cursor === undefined) return '';
  const address = Buffer.from(cursor, 'base64url').toString();
  if (/^[^@\s]+@[^@\s]+$/.test(address) && Buffer.from(address).toString('base64url') === cursor) return address;
  throw new Failure('invalid-input', 'invalid-cursor', 'must be a nextCursor of this list');
};

const pageAfter = (all: readonly ListedSender[], { limit, cursor }: { limit: number; cursor?: string }) => {
  const after = afterOf(cursor);
  const left = all.filter(({ address }) => normaliseAddress(address) > after);
  const items = left.slice(0, limit);
  const last = left.length > limit ? items.at(-1) : undefined;
  if (last === undefined) return { items };
  return { items, nextCursor: Buffer.from(normaliseAddress(last.address)).toString('base64url') };
};

export const senderAddressHandlers = ({
  senders,
  profileOf,
  useCases,
}: SenderAddressWiring): Handlers<typeof senderAddressRoutes> => {
  const shown = async (tenant: string, address: string) =>
    listedSenders(await profileOf(tenant)).find((one) => normaliseAddress(one.address) === normaliseAddress(address));
  return {
    listSenderAddresses: async ({ caller, query }) => {
      const all = listedSenders(await profileOf(caller.tenant));
      const wanted = all.filter(({ status }) => query.status === undefined || status === query.status);
      return { status: 200, body: pageAfter(wanted, pageOf(query)) };
    },
    verifySenderAddress: async (request) => {
      const { caller, params } = request;
      const outcome = await useCases.askOwner({ ...request, ...caller }, params.address);
      switch (outcome.kind) {
        case 'asked':
          return { status: 202, body: await shown(caller.tenant, params.address) };
        case 'verified':
          return { status: 200, body: await shown(caller.tenant, params.address) };
        case 'wait':
          throw new Problem(
            429,
            'asked-too-often',
            `An address gets at most ${MAX_MAILS_PER_HOUR} of these mails an hour. Ask again at ${outcome.again}.`,
            [],
            { again: outcome.again },
          );
        case 'suppressed':
          throw conflict('suppressed', failureReason('suppressed').message);
        case 'too-many':
          throw conflict('too-many-addresses', `A tenant has at most ${MAX_SENDER_ADDRESSES} addresses; remove one.`);
        case 'other-body':
          throw reusedKey();
        case 'no-tenant':
          throw notFound();
      }
    },
    deleteSenderAddress: async ({ caller, params }) => {
      if ((await senders.remove(caller.tenant, params.address)) === 'absent') throw notFound();
      return { status: 204 };
    },
  };
};
