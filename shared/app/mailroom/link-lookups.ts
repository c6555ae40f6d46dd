/**
 * Lookup fields of a body rule (seed "Map a lookup field's duplicate handling fields", FEATURES 61, 68): the mail names another record, as the organization of a
 * contact; it is found or made. For create-record.ts. However many mails name a new one at once, one is made: the claim decides, not the look-up before it.
 */
import { normaliseAddress } from '../../domain/address/address.ts';
import { Failure } from '../../domain/failure.ts';
import { cut } from '../../domain/message/cut.ts';
import { evenName, isNaming } from '../../domain/record/naming.ts';
import type { CrmRecord, Fields } from '../../domain/record/record.ts';
import type { Party } from './ensure-party.ts';
import type { ActionDeps, Situation } from './situation.ts';
import type { WantedLookup } from './wanted-fields.ts';

/** As in ensure-party.ts: deletions and renamings that a single mail runs into. */
const MAX_TAKEOVERS = 5;

export interface Linked {
  /** By lookup field, the id of the record. */
  readonly fields: Fields;
  /** Those that this mail made. */
  readonly made: readonly Party[];
}

interface Key {
  readonly field: string;
  readonly value: string;
}

const keysOf = ({ values, duplicateFields }: WantedLookup): readonly Key[] =>
  duplicateFields.flatMap((field) => {
    const value = values[field];
    return typeof value === 'string' && value !== '' ? [{ field, value }] : [];
  });

const same = (record: CrmRecord, { field, value }: Key): boolean =>
  evenName(field, String(record.fields[field] ?? '')) === evenName(field, value);

/** The oldest live one; undefined for a field by which records cannot be found. */
const findBy = async (
  { records }: Pick<ActionDeps, 'records'>,
  tenant: string,
  module: string,
  key: Key,
): Promise<CrmRecord | undefined> => {
  if (key.field === 'email')
    return (await records.findByEmail(tenant, normaliseAddress(key.value))).find((record) => record.module === module);
  return isNaming(module, key.field) ? (await records.findNamed(tenant, module, key.field, key.value))[0] : undefined;
};

const nameOf = ({ module, values }: WantedLookup, key: Key): Fields => {
  if (module === 'organizations') return { name: values['name'] ?? cut(key.value, 255) };
  if (module === 'contacts' || module === 'leads') return { lastname: values['lastname'] ?? cut(key.value, 255) };
  return { title: values['title'] ?? cut(key.value, 255) };
};

const makeOne = async (deps: ActionDeps, situation: Situation, lookup: WantedLookup, key: Key): Promise<Party> => {
  const { tenant, mail } = situation;
  const { module, field } = lookup;
  const claim = `#${deps.ids.digest('lookup', key.field, evenName(key.field, key.value))}`;
  let candidate = deps.ids.derived(Date.parse(mail.receivedAt), mail.id, module, 'lookup', field);
  let deadId: string | undefined;
  const owner = await situation.owner();
  for (let takeover = 0; takeover < MAX_TAKEOVERS; takeover += 1) {
    const id = await deps.records.claimSender(tenant, module, claim, candidate, deadId);
    const outcome = await deps.records.create(tenant, {
      module,
      id,
      fields: { ...nameOf(lookup, key), source: 'mail', owner, ...lookup.values },
      createdAt: mail.receivedAt,
      madeBy: mail.id,
    });
    if (outcome.kind !== 'deleted' && same(outcome.record, key))
      return { module, id, did: outcome.kind === 'created' ? 'created' : 'attached' };
    deadId = id;
    candidate = deps.ids.derived(Date.parse(mail.receivedAt), mail.id, module, 'lookup', field, deadId);
  }
  throw new Failure('unavailable', 'lookup-claim-contended', 'The named records vanish as fast as they are made.');
};

const linkOne = async (deps: ActionDeps, situation: Situation, lookup: WantedLookup): Promise<Party | undefined> => {
  const [first, ...rest] = keysOf(lookup);
  if (first === undefined) return undefined;
  for (const key of [first, ...rest]) {
    const found = await findBy(deps, situation.tenant, lookup.module, key);
    // Made by an earlier try of this mail, it is still this mail's news.
    const did = found?.madeBy === situation.mail.id ? 'created' : 'attached';
    if (found !== undefined) return { module: lookup.module, id: found.id, did };
  }
  return lookup.create ? makeOne(deps, situation, lookup, first) : undefined;
};

export const linkLookups = async (deps: ActionDeps, situation: Situation): Promise<Linked> => {
  const fields: Record<string, string> = {};
  const made: Party[] = [];
  // One after the other: two lookups of one mail may name the same record.
  for (const lookup of situation.wanted.lookups ?? []) {
    const party = await linkOne(deps, situation, lookup);
    if (party === undefined) continue;
    fields[lookup.field] = party.id;
    if (party.did === 'created' && made.every(({ id }) => id !== party.id)) made.push(party);
  }
  return { fields, made };
};
