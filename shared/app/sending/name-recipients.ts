/** Recipients of a request that are records become their addresses (FEATURES 129, 133). Typed addresses stay as they are: whoever types one knows whom they write to. */
import { asciiAddress, normaliseAddress } from '../../domain/address/address.ts';
import { hasOptedOut } from '../../domain/record/opt-in.ts';
import type { RecordRef, RecordStore } from '../../ports/record-store.ts';
import type { MailRequest } from '../templates/fill-mail.ts';

export type RecipientOf = string | RecordRef;

/** As it comes over HTTP. */
export type WrittenMail = Omit<MailRequest, 'to' | 'cc' | 'bcc' | 'optedOut'> & {
  readonly to: readonly RecipientOf[];
  readonly cc: readonly RecipientOf[];
  readonly bcc: readonly RecipientOf[];
};

export type NamedOutcome =
  | { readonly kind: 'named'; readonly request: MailRequest }
  | { readonly kind: 'invalid'; readonly field: string; readonly message: string };

/** What the contract asks of a typed address: SES sends to no local part outside ASCII. */
const isSendable = (address: string): boolean => /^[\x21-\x7e]+@/.test(address) && asciiAddress(address) !== undefined;

export const makeNameRecipients =
  (deps: { readonly records: Pick<RecordStore, 'get'> }) =>
  async (tenant: string, { to, cc, bcc, ...mail }: WrittenMail): Promise<NamedOutcome> => {
    const optedOut = new Set<string>();
    const named: Record<'to' | 'cc' | 'bcc', string[]> = { to: [], cc: [], bcc: [] };
    const asked = { to, cc, bcc };
    for (const role of ['to', 'cc', 'bcc'] as const)
      for (const [n, one] of asked[role].entries()) {
        if (typeof one === 'string') {
          named[role].push(one);
          continue;
        }
        const record = await deps.records.get(tenant, one);
        const address = record?.fields['email'];
        if (record === undefined) return { kind: 'invalid', field: `${role}.${n}`, message: 'there is no such record' };
        if (typeof address !== 'string' || !isSendable(address))
          return { kind: 'invalid', field: `${role}.${n}`, message: 'this record has no e-mail address to send to' };
        const written = asciiAddress(address) ?? address;
        if (hasOptedOut(record.fields)) optedOut.add(normaliseAddress(written));
        named[role].push(written);
      }
    return { kind: 'named', request: { ...mail, ...named, ...(optedOut.size === 0 ? {} : { optedOut }) } };
  };

export type NameRecipients = ReturnType<typeof makeNameRecipients>;
