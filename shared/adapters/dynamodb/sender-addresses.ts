/**
 * Sender addresses in the `settings` table, beside the tenant: who reads its profile has them (tenant-store.ts). How often their owners were asked lies apart
 * and stays when an address is removed, or removing would open the way for more mail.
 *
 * | item | pk | sk |
 * | --- | --- | --- |
 * | sender address | `<tenant>` | `sender#<digest of the address>` |
 * | mails to its owner in the last hour | `<tenant>#verification-mails` | `<digest of the address>` |
 */
import * as z from 'zod';
import { normaliseAddress } from '../../domain/address/address.ts';
import { Failure } from '../../domain/failure.ts';
import { judgeMailRate, type SenderAddress } from '../../domain/sender-address/sender-address.ts';
import type { Ids } from '../../ports/clock.ts';
import type { MayAskOwner, SenderAddressStore } from '../../ports/sender-addresses.ts';
import { ABSENT, type Item, type Key, type Table } from './table.ts';

const Stored = z.object({
  address: z.string(),
  generation: z.string(),
  requestedAt: z.string(),
  requestedBy: z.string(),
  verifiedAt: z.string().exactOptional(),
});

const StoredMails = z.object({ mails: z.array(z.object({ id: z.string(), at: z.string() })), revision: z.number() });

const PREFIX = 'sender#';

/** Two people ask for the same address at once. */
const MAX_TRIES = 10;

/** Of all items of a tenant. */
export const senderAddressesAmong = (items: readonly Item[]): readonly SenderAddress[] =>
  items.filter((item) => String(item['sk']).startsWith(PREFIX)).map((item) => Stored.parse(item));

const keyAt = (tenant: string, key: string): Key => ({ pk: tenant, sk: `${PREFIX}${key}` });

export const makeSenderAddresses = (table: Table, ids: Pick<Ids, 'digest'>): SenderAddressStore => {
  const keyOf = (address: string) => ids.digest(normaliseAddress(address));
  const byKey: SenderAddressStore['byKey'] = async (tenant, key) => {
    const item = await table.get(keyAt(tenant, key));
    return item === undefined ? undefined : Stored.parse(item);
  };
  return {
    keyOf,
    byKey,
    get: (tenant, address) => byKey(tenant, keyOf(address)),
    add: async (tenant, sender) => {
      const key = keyOf(sender.address);
      if (await table.putIf({ ...keyAt(tenant, key), ...sender }, ABSENT)) return sender;
      return (await byKey(tenant, key)) ?? sender;
    },
    verify: (tenant, sender, at) =>
      table.putIf(
        { ...keyAt(tenant, keyOf(sender.address)), ...sender, verifiedAt: at },
        {
          expression: 'generation = :same AND attribute_not_exists(verifiedAt)',
          values: { ':same': sender.generation },
        },
      ),
    remove: async (tenant, address) =>
      (await table.deleteIf(keyAt(tenant, keyOf(address)), { expression: 'attribute_exists(pk)' }))
        ? 'removed'
        : 'absent',
  };
};

export const makeMayAskOwner =
  (table: Table, ids: Pick<Ids, 'digest'>): MayAskOwner =>
  async (tenant, address, mail) => {
    const key = { pk: `${tenant}#verification-mails`, sk: ids.digest(normaliseAddress(address)) };
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const item = await table.get(key);
      const { mails, revision } = item === undefined ? { mails: [], revision: 0 } : StoredMails.parse(item);
      const verdict = judgeMailRate(mails, mail);
      if (verdict.kind === 'over') return { again: verdict.again };
      if (verdict.kind === 'counted') return 'yes';
      const seen = item === undefined ? ABSENT : { expression: 'revision = :seen', values: { ':seen': revision } };
      if (await table.putIf({ ...key, mails: verdict.mails, revision: revision + 1 }, seen)) return 'yes';
    }
    throw new Failure('unavailable', 'address-contended', 'Too many requests for this address at once.');
  };
