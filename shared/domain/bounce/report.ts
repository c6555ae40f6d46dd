/**
 * What a delivery report or a complaint that came as a mail says (FEATURES 205-209, 213; RFC 3464, RFC 5965), for the other files of this
 * folder and for whoever updates the mail that was sent.
 */

export type ReportAction = 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';

export interface ReportedRecipient {
  /** Lower case, without angle brackets. */
  readonly address: string;
  /** Only `failed` and `delayed` are about a delivery that did not happen. */
  readonly action: ReportAction;
  /** RFC 3463, `5.1.1`: the most telling of those the report gives. */
  readonly status: string | undefined;
  /** The class of the code (5 or 4), not whether the address is dead: a full mailbox is permanent too. Undefined: the report has no code. */
  readonly permanent: boolean | undefined;
  readonly reason: FailureWord | undefined;
  /** What the other server said, for people; at most 500 characters. */
  readonly diagnostic: string | undefined;
}

export interface DeliveryReport {
  /** Each address once; empty when the report names none. */
  readonly recipients: readonly ReportedRecipient[];
  /** The server is still trying: nobody may be taken as failed for good. */
  readonly onlyTransient: boolean;
  /** Of the mail that was returned, without angle brackets. */
  readonly originalMessageId: string | undefined;
}

/** An attachment of the report whose content is text: `message/delivery-status`, `message/rfc822`, `text/rfc822-headers` ... */
export interface ReportPart {
  readonly contentType: string;
  readonly text: string;
}

/** What a Message does not carry; a report without them is read too, but less is found. */
export interface ReportSource {
  readonly parts: readonly ReportPart[];
  /**
   * The mail behind its header as it came over the wire; the first 256 K characters are looked at. Mail programs' libraries show nothing of a
   * multipart whose boundary is wrong, and of a mail within a mail only four headers, not the Message-ID.
   */
  readonly body: string;
}

export const NO_SOURCE: ReportSource = { parts: [], body: '' };

export type FailureWord =
  | 'authfailure'
  | 'badreputation'
  | 'blocked'
  | 'contenterror'
  | 'exceedlimit'
  | 'expired'
  | 'failedstarttls'
  | 'hasmoved'
  | 'hostunknown'
  | 'mailboxfull'
  | 'mesgtoobig'
  | 'networkerror'
  | 'norelaying'
  | 'notaccept'
  | 'notcompliantrfc'
  | 'policyviolation'
  | 'requireptr'
  | 'spamdetected'
  | 'speeding'
  | 'suspend'
  | 'systemfull'
  | 'toomanyconn'
  | 'userunknown'
  | 'virusdetected';
