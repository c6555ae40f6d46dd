/**
 * Create Other Record, and the other Create actions with a body rule (seed "When should I use Body Rule?", FEATURES 57, 59, 61, 68): the record is about what the
 * mail says, not about who sent it, so every mail makes one, unless its duplicate fields name one that is there.
 */
import { normaliseAddress } from '../../domain/address/address.ts';
import { personNameOf } from '../../domain/address/person-name.ts';
import { Failure } from '../../domain/failure.ts';
import type { TouchedRecord } from '../../domain/mailroom/outcome.ts';
import { reasonOf } from '../../domain/mailroom/reason.ts';
import { cut } from '../../domain/message/cut.ts';
import type { Fields } from '../../domain/record/record.ts';
import type { RuleActionType } from '../../domain/rules/rule.ts';
import { attach } from './attach.ts';
import type { Party } from './ensure-party.ts';
import { linkLookups } from './link-lookups.ts';
import type { Action, ActionDeps, Situation } from './situation.ts';

const PEOPLE = new Set(['leads', 'contacts']);

/** What makes a record of this module one: a name, for people and organizations, else a title. */
const namedBy = (module: string, { mail }: Situation, values: Fields): Fields => {
  const email = String(values['email'] ?? '');
  if (PEOPLE.has(module) && values['lastname'] === undefined)
    return { ...personNameOf({ address: email || mail.message.subject, name: String(values['name'] ?? '') }) };
  if (module === 'organizations') return { name: values['company'] ?? (email || cut(mail.message.subject, 255)) };
  return PEOPLE.has(module) ? {} : { title: cut(mail.message.subject, 255) };
};

/** Of the record with the same values in the duplicate fields, if a mail made one or one has the address. */
const twinOf = async (
  deps: ActionDeps,
  { tenant, mail }: Situation,
  module: string,
  values: Fields,
  duplicateFields: readonly string[],
  candidate: string,
): Promise<string> => {
  const known = duplicateFields.filter((field) => values[field] !== undefined);
  if (known.length === 0) return candidate;
  if (known.length === 1 && known[0] === 'email') {
    const found = await deps.records.findByEmail(tenant, String(values['email']));
    const [first] = found.filter((record) => record.module === module && record.madeBy !== mail.id);
    if (first !== undefined) return first.id;
  }
  const key = deps.ids.digest(...known.flatMap((field) => [field, normaliseAddress(String(values[field]))]));
  const held = await deps.records.claimSender(tenant, module, `#${key}`, candidate);
  if (held === candidate) return candidate;
  const alive = (await deps.records.get(tenant, { module, id: held })) !== undefined;
  return alive ? held : deps.records.claimSender(tenant, module, `#${key}`, candidate, held);
};

export const createRecord =
  (action: RuleActionType, module: string, duplicateFields: readonly string[]): Action =>
  async (deps, situation) => {
    const { tenant, mail, wanted } = situation;
    const { fixed, fromBody } = wanted;
    if (fromBody !== undefined && Object.keys(fromBody).length === 0)
      return { kind: 'skipped', action, reason: reasonOf('nothing-in-body') };
    const values = { ...fromBody, ...fixed };
    const hasStatus = ['leads', 'cases', 'opportunities'].includes(module);
    const fields: Fields = {
      ...namedBy(module, situation, values),
      ...(hasStatus ? { status: mail.imported && module === 'cases' ? 'Closed' : 'Open' } : {}),
      source: 'mail',
      ...values,
    };
    const candidate = deps.ids.derived(Date.parse(mail.receivedAt), mail.id, module, 'record');
    const id = await twinOf(deps, situation, module, values, duplicateFields, candidate);
    let did: TouchedRecord['did'] = 'attached';
    let others: readonly Party[] = [];
    if (id === candidate) {
      const linked = await linkLookups(deps, situation);
      others = linked.made;
      const made = await deps.records.create(tenant, {
        module,
        id,
        fields: { owner: await situation.owner(), ...linked.fields, ...fields },
        createdAt: mail.receivedAt,
        madeBy: mail.id,
      });
      if (made.kind === 'deleted')
        throw new Failure('invalid-input', 'record-deleted-again', 'The record made of this mail was deleted.');
      did = 'created';
    }
    return {
      kind: 'acted',
      action,
      records: await attach(deps.records, tenant, mail, [{ module, id, did }, ...others]),
    };
  };
