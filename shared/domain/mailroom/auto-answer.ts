/** Whether the sender of a mail may be told by a mail what became of it (FEATURES 33; RFC 3834 section 2). For tell-sender.ts. */
import { asciiAddress } from '../address/address.ts';
import type { Message } from '../message/message.ts';
import { isOwn, type OwnAddresses } from './customer.ts';
import type { Recognised } from './recognise.ts';

/** Why nobody was told, by codes that docs/mailroom.md explains. */
export const WHY_NOT = [
  'automated',
  'unverified-sender',
  'spam',
  'own-address',
  'history',
  'not-deliverable',
  'suppressed',
  'rate',
  'same-subject',
] as const;

export type WhyNot = (typeof WHY_NOT)[number];

export interface Checks {
  readonly spam: string;
  readonly virus: string;
  readonly spf?: string;
  readonly dkim?: string;
  readonly dmarc?: string;
}

/**
 * Only DMARC says that From is genuine (RFC 7489 section 3.1). Where the domain has no policy, one check that passed and none that failed: who answers
 * a forged sender writes to a stranger, and is what blocks lists call a source of backscatter.
 */
const isVerified = ({ spf, dkim, dmarc }: Checks): boolean => {
  if (dmarc === 'PASS' || dmarc === 'FAIL') return dmarc === 'PASS';
  return spf !== 'FAIL' && dkim !== 'FAIL' && (spf === 'PASS' || dkim === 'PASS');
};

/** Undefined: may be told, as far as the mail itself says. */
export const whyNotTold = (mail: {
  readonly message: Message;
  readonly recognised: Recognised;
  readonly verdicts: Checks;
  readonly imported: boolean;
  readonly own: OwnAddresses;
}): WhyNot | undefined => {
  const { from } = mail.message;
  if (from === undefined || asciiAddress(from.address) === undefined) return 'not-deliverable';
  if (mail.imported) return 'history';
  if (isOwn(from.address, mail.own)) return 'own-address';
  if (!mail.recognised.mayAnswer) return 'automated';
  if (mail.verdicts.spam === 'FAIL' || mail.verdicts.virus === 'FAIL') return 'spam';
  return isVerified(mail.verdicts) ? undefined : 'unverified-sender';
};
