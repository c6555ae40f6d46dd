/**
 * Names of a record that stand in mail and come back with the answer: the address `handle+archive+<id>` (seed "Mailbox for each record"), its signed form, and a
 * Message-ID of ours in References. An id or number can be guessed (FEATURES 76), a signature cannot (FEATURES 70).
 */
import { domainOf, localPartOf } from '../address/address.ts';
import type { CrmRecord } from '../record/record.ts';

type RecordRef = Pick<CrmRecord, 'module' | 'id'>;

export type RecordMailbox =
  | { readonly kind: 'id'; readonly id: string }
  /** Of a case. */
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'signed'; readonly id: string; readonly mac: string };

const ID = /^[0-9a-hjkmnp-tv-z]{26}$/;
const SIGNED = /^([0-9a-hjkmnp-tv-z]{26})([0-9a-hjkmnp-tv-z]{10})$/;
const NUMBER = /^\d{1,9}$/;

/** Whose mailbox a suffix is: `archive+<name>`, or the name alone (Decisions 75). Undefined: of no record. What follows `archive+` may be no id of ours. */
export const recordMailboxOf = (suffix: string): RecordMailbox | undefined => {
  const isArchive = suffix.startsWith('archive+');
  const name = isArchive ? suffix.slice('archive+'.length) : suffix;
  if (NUMBER.test(name)) return { kind: 'number', number: Number(name) };
  const [, id, mac] = SIGNED.exec(name) ?? [];
  if (id !== undefined && mac !== undefined) return { kind: 'signed', id, mac };
  return isArchive || ID.test(name) ? { kind: 'id', id: name } : undefined;
};

/** RFC 5321 section 4.5.3.1.1. */
const MAX_LOCAL_PART = 64;

/** Undefined: with this handle it would be longer than an address may be. */
export const signedSuffixOf = (handle: string, id: string, mac: string): string | undefined =>
  handle.length + 1 + id.length + mac.length > MAX_LOCAL_PART ? undefined : `${id}${mac}`;

/** Put into References of mail sent from a record; whoever answers sends it back (RFC 5322 section 3.6.4), whatever SES made of the Message-ID. */
export const threadToken = ({ module, id }: RecordRef, mac: string, inboundDomain: string): string =>
  `record.${module}.${id}.${mac}@${inboundDomain}`;

export interface ThreadToken {
  readonly record: RecordRef;
  readonly mac: string;
}

/** @param reference without angle brackets */
export const readThreadToken = (reference: string, inboundDomains: readonly string[]): ThreadToken | undefined => {
  if (!reference.startsWith('record.') || !inboundDomains.includes(domainOf(reference))) return undefined;
  const [, module = '', id = '', mac = '', more] = localPartOf(reference).split('.');
  return more !== undefined || !ID.test(id) || mac === '' ? undefined : { record: { module, id }, mac };
};
