/**
 * What a tenant has set for all mail it sends (FEATURES 93-97, 99, 128): who answers go to, under which name it comes, who gets copies, how it looks, test mode, and how
 * much one person gets.
 */
import type { FrequencyCap } from '../frequency/cap.ts';
import type { TestMode } from '../sending/test-mode.ts';

export interface Mailbox {
  readonly address: string;
  readonly name: string | null;
}

/** FEATURES 93: four. `from` is what mail programs do without a Reply-To. */
export const REPLY_TO_KINDS = ['from', 'user', 'group', 'server', 'other'] as const;

export interface AdHocReplyTo {
  readonly kind: (typeof REPLY_TO_KINDS)[number];
  /** Of `other`, else null. */
  readonly address: string | null;
  readonly name: string | null;
}

/** FEATURES 94, 95. */
export interface RecordMail {
  readonly fromName: string | null;
  readonly replyTo: Mailbox | null;
  readonly copyTo: { readonly address: string; readonly as: 'cc' | 'bcc' } | null;
}

/** FEATURES 96. */
export interface Notifications {
  readonly fromName: string | null;
  readonly replyTo: Mailbox | null;
}

/** HTML that was cleaned, and its text. */
export interface Piece {
  readonly html: string;
  readonly text: string;
}

export interface OutgoingEmail {
  readonly fromName: string | null;
  readonly replyTo: AdHocReplyTo;
  readonly cases: RecordMail;
  readonly internalTickets: RecordMail;
  readonly notificationsToUsers: Notifications;
  readonly notificationsToCustomers: Notifications;
  /** `null`: as the reader's mail program has it. */
  readonly font: { readonly family: string | null; readonly sizePx: number | null };
  readonly signature: Piece | null;
  readonly footer: Piece | null;
  /** FEATURES 99. */
  readonly testMode: TestMode | null;
  /** FEATURES 128. */
  readonly frequencyCap: FrequencyCap | null;
}

const PLAIN: RecordMail = { fromName: null, replyTo: null, copyTo: null };

export const DEFAULT_OUTGOING_EMAIL: OutgoingEmail = {
  fromName: null,
  replyTo: { kind: 'from', address: null, name: null },
  cases: PLAIN,
  internalTickets: PLAIN,
  notificationsToUsers: { fromName: null, replyTo: null },
  notificationsToCustomers: { fromName: null, replyTo: null },
  font: { family: null, sizePx: null },
  signature: null,
  footer: null,
  testMode: null,
  frequencyCap: null,
};

/** Every address in the settings, by its field: none may be unverified (FEATURES 112). `isCopied`: mail goes there, and must not come back to the Mailroom. */
export const addressesIn = (
  settings: OutgoingEmail,
): readonly { readonly field: string; readonly address: string; readonly isCopied: boolean }[] => {
  const sections = { ...settings } as const;
  const found: { field: string; address: string; isCopied: boolean }[] = [];
  const { replyTo, testMode } = sections;
  if (replyTo.address !== null) found.push({ field: 'replyTo.address', address: replyTo.address, isCopied: false });
  for (const name of ['cases', 'internalTickets', 'notificationsToUsers', 'notificationsToCustomers'] as const) {
    const section = settings[name];
    if (section.replyTo !== null)
      found.push({ field: `${name}.replyTo.address`, address: section.replyTo.address, isCopied: false });
    if ('copyTo' in section && section.copyTo !== null)
      found.push({ field: `${name}.copyTo.address`, address: section.copyTo.address, isCopied: true });
  }
  if (testMode !== null && testMode.address !== null)
    found.push({ field: 'testMode.address', address: testMode.address, isCopied: true });
  return found;
};

/** What is set for mail that is sent from a record of this module; undefined: nothing of its own. */
export const recordMailOf = (settings: OutgoingEmail, module: string | undefined): RecordMail | undefined => {
  if (module === 'cases') return settings.cases;
  return module === 'internal-tickets' ? settings.internalTickets : undefined;
};

export interface ShownNames {
  readonly fromName?: string;
  readonly replyTo?: string;
  readonly replyToName?: string;
}

export const answeredBy = ({ address, name }: Mailbox): Pick<ShownNames, 'replyTo' | 'replyToName'> => ({
  replyTo: address,
  ...(name === null ? {} : { replyToName: name }),
});

/**
 * Name and Reply-To of mail that Postroom writes by itself (FEATURES 96). A Reply-To that is no longer verified is left out: such mail must go all the same.
 * @param mayBeAnswered see sender-address.ts
 */
export const namesOfNotification = (
  settings: OutgoingEmail | undefined,
  to: 'user' | 'customer',
  mayBeAnswered: (address: string) => boolean,
): ShownNames => {
  if (settings === undefined) return {};
  const { fromName, replyTo } = to === 'user' ? settings.notificationsToUsers : settings.notificationsToCustomers;
  return {
    ...(fromName === null ? {} : { fromName }),
    ...(replyTo === null || !mayBeAnswered(replyTo.address) ? {} : answeredBy(replyTo)),
  };
};
