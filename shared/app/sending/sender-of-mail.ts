/**
 * Who a mail that a person writes is from, who is answered, and who gets a copy (FEATURES 93-95, 109, 110). For draft-mail.ts. Mail from or with answers to an
 * address whose owner has not said that it is theirs is not taken.
 */
import { OWN_SERVER } from '../../domain/account/account.ts';
import { wayOfMail } from '../../domain/account/way-of-mail.ts';
import { asciiAddress, normaliseAddress } from '../../domain/address/address.ts';
import { recordMailOf } from '../../domain/sender-address/outgoing-email.ts';
import { replyToOf } from '../../domain/sender-address/reply-to.ts';
import { isVerifiedSender, mayBeAnswered } from '../../domain/sender-address/sender-address.ts';
import type { OutgoingMail } from '../../domain/sending/outgoing-mail.ts';
import { groupsOf } from '../../domain/tenant/group.ts';
import type { RecordStore } from '../../ports/record-store.ts';
import type { TenantProfile } from '../../ports/tenants.ts';
import type { RecordMailboxOf } from '../mailroom/record-mailbox.ts';

export interface AddressedMail {
  /** `owner`: of the record (FEATURES 109). */
  readonly from?: string | undefined;
  /** Id of the account it is to leave by, or `platform` (FEATURES 102). */
  readonly account?: string | undefined;
  readonly replyTo?: string | undefined;
  readonly record?: { readonly module: string; readonly id: string } | undefined;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
}

export interface InvalidSender {
  readonly kind: 'invalid';
  readonly field: string;
  readonly message: string;
  /** The address nobody has verified. */
  readonly unverified?: string;
  /** The domain that is not authenticated. */
  readonly unauthenticated?: string;
}

export type SenderOfMail =
  | ({ readonly kind: 'sender' } & Pick<
      OutgoingMail,
      'from' | 'fromName' | 'replyTo' | 'replyToName' | 'references' | 'via'
    >)
  | InvalidSender;

/** SES quotas: recipients a message, To, Cc and Bcc together. */
const MAX_RECIPIENTS = 50;

const invalid = (field: string, message: string): InvalidSender => ({ kind: 'invalid', field, message });

const unverified = (field: 'from' | 'replyTo', address: string): InvalidSender => ({
  kind: 'invalid',
  field,
  message: `${address} is not a verified sender of yours; ask its owner by POST /v1/sender-addresses/{address}/verify`,
  unverified: address,
});

export const makeSenderOfMail = (deps: {
  readonly records: Pick<RecordStore, 'get'>;
  readonly recordMailbox: RecordMailboxOf;
  readonly inboundDomains: readonly string[];
}) => {
  const addressOfOwner = async (profile: TenantProfile, mail: AddressedMail): Promise<string | InvalidSender> => {
    if (mail.record === undefined) return invalid('from', 'owner needs a record, whose owner the mail comes from');
    const owner = (await deps.records.get(profile.tenant, mail.record))?.fields['owner'];
    const found = [...profile.users, ...profile.groups].find(({ id }) => id === owner);
    const address = found === undefined ? undefined : 'email' in found ? found.email : found.address;
    const sendable = asciiAddress(address ?? '');
    return sendable ?? invalid('from', 'the record has no owner with an address that can send; name the sender');
  };

  return async (profile: TenantProfile, user: string, mail: AddressedMail): Promise<SenderOfMail> => {
    const own = profile.users.find((one) => one.id === user || normaliseAddress(one.email) === normaliseAddress(user));
    const ownAddress = asciiAddress(own?.email ?? '');
    const wantedFrom = mail.from === 'owner' ? await addressOfOwner(profile, mail) : mail.from;
    if (typeof wantedFrom === 'object') return wantedFrom;
    const { record, replyTo: wanted } = mail;
    const groups = own === undefined ? [] : groupsOf(profile.groups, own.id);
    const way = wayOfMail(
      profile,
      { lane: 'adhoc', module: record?.module, wanted: mail.account, groups },
      { wantedFrom, own: ownAddress },
    );
    if (way.kind === 'wrong') return invalid('account', way.message);
    const { via, from, answersTo } = way;
    if (from === undefined) return invalid('from', 'this user has no address that can send; name the sender');
    // What an account was shown to send as needs no other proof; who writes, and gets the answers, does.
    const unproven = answersTo ?? (via === undefined || via === OWN_SERVER ? from : undefined);
    if (unproven !== undefined && !isVerifiedSender(profile, unproven)) return unverified('from', unproven);

    const mailbox = record === undefined ? undefined : await deps.recordMailbox(profile, record);
    const answered = replyToOf(profile, {
      ...{ from, wanted, answersTo, module: record?.module },
      toRecord: profile.mailroom.replyToRecord ? mailbox?.signedAddress : undefined,
      user: own === undefined ? undefined : { id: own.id, address: ownAddress },
    });
    if (answered.replyTo !== undefined && !mayBeAnswered(profile, deps.inboundDomains, answered.replyTo))
      return unverified('replyTo', answered.replyTo);
    const { outgoingEmail } = profile;
    const section = outgoingEmail === undefined ? undefined : recordMailOf(outgoingEmail, record?.module);
    const fromName = section?.fromName ?? way.fromName ?? outgoingEmail?.fromName ?? undefined;
    return {
      ...{ kind: 'sender', from, ...answered },
      ...(via === undefined ? {} : { via }),
      ...(fromName === undefined ? {} : { fromName }),
      ...(mailbox === undefined ? {} : { references: [mailbox.token] }),
    };
  };
};

/** Who is to have a copy of what is sent from this record gets the same mail (FEATURES 95), and counts like any recipient (Decisions 116). */
export const withCopy = <Mail extends AddressedMail>(profile: TenantProfile, mail: Mail): Mail | InvalidSender => {
  const { outgoingEmail } = profile;
  const copyTo = outgoingEmail === undefined ? undefined : recordMailOf(outgoingEmail, mail.record?.module)?.copyTo;
  if (copyTo === undefined || copyTo === null) return mail;
  const all = [...mail.to, ...mail.cc, ...mail.bcc];
  if (all.some((address) => normaliseAddress(address) === normaliseAddress(copyTo.address))) return mail;
  if (all.length >= MAX_RECIPIENTS)
    return invalid('to', `with the copy that the settings ask for, there are more than ${MAX_RECIPIENTS} recipients`);
  return { ...mail, [copyTo.as]: [...mail[copyTo.as], copyTo.address] };
};
