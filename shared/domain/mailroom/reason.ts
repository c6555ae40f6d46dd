/** Every reason for which a mail was skipped or quarantined: a stable code, a sentence for people, and what they can do about it. */

export interface Reason {
  readonly code: ReasonCode;
  readonly message: string;
  readonly remedy: string;
}

const REASONS = {
  'unknown-handle': {
    message: 'No tenant has this Mailroom address.',
    remedy: 'Check the address the mail is forwarded to; the right one is shown in the Mailroom settings.',
  },
  duplicate: {
    message: 'The same mail had already arrived in this mailbox.',
    remedy: 'Nothing to do: the first copy was dealt with.',
  },
  'no-rule-matched': {
    message: 'No rule matched and the address has none of the six built-in suffixes.',
    remedy: 'Forward to an address with a suffix such as +lead, or add a rule.',
  },
  'nothing-in-body': {
    message: 'The body rule found none of its labels in the mail.',
    remedy:
      'Compare the labels and the delimiter of the rule with the mail; with rules/try you see what a changed rule would do.',
  },
  'sender-not-approved': {
    message: 'The body rule reads the mail of approved senders only, and this sender is none of them.',
    remedy: 'If it is genuine, add the sender to approvedSenders of the rule and replay the mail.',
  },
  'too-many-records': {
    message:
      'Mail of this sender made twenty records within two hours, which looks like two machines that answer each other.',
    remedy:
      'If it is genuine, replay the mail. For mail of an agency or a form use a rule with a body rule: such records are not counted.',
  },
  'not-logged': {
    message: 'A mail of an address that your never-log list names. Nothing of it is shown here.',
    remedy: 'If it should have been logged, take the address off the list and replay the mail.',
  },
  'blocked-sender': {
    message: 'Your block list names the sender.',
    remedy: 'Take the sender off the list, or replay this one mail: your replay overrules the list.',
  },
  'not-allowed': {
    message: 'This mailbox takes mail of your users and of allowed senders only.',
    remedy: 'Put the sender on the allow list and replay the mail.',
  },
  'one-conversation': {
    message: 'The same mail went to another of your mailboxes, and you have one conversation made of both.',
    remedy: 'Nothing to do. The setting sharedConversation makes a conversation for each mailbox.',
  },
  'case-closed': {
    message: 'A reply to a case that is closed, and closed cases take no replies here.',
    remedy: 'Reopen the case and replay the mail, or change the setting closedCase.',
  },
  'unknown-record': {
    message: 'The address names a record that is not there.',
    remedy: 'Copy the address from the record again; the record may have been deleted.',
  },
  'not-related': {
    message: 'The sender has nothing to do with the record that the address names.',
    remedy: 'If it is genuine, add the sender to the record as its contact, and replay the mail.',
  },
  'unknown-user-address': {
    message: "The address is no user's own address, or no longer.",
    remedy: 'Copy the present one from GET /v1/mailroom/addresses; a regenerated address takes no mail any more.',
  },
  'not-your-sender': {
    message:
      'Only the user whose address this is may write to it, and the sender is not known as one of the addresses the user writes from.',
    remedy: "If it is the user, let an admin add the sender to the user's senders, and replay the mail.",
  },
  'forged-sender': {
    message: 'The sender names a user, but the checks of the sender say that somebody else wrote it.',
    remedy: 'If it is genuine, replay it, and have the mail of your own domain signed by your provider.',
  },
  'no-original': {
    message: 'The mail that was passed on cannot be found in the text.',
    remedy: 'Forward it inline and not as an attachment, and leave the lines with From and Subject of the mail in.',
  },
  'no-sender': {
    message: 'The mail names no sender address in From.',
    remedy: 'Open the raw mail; if it is genuine, make the record by hand.',
  },
  'passed-on': {
    message: 'One of your users passed on a mail of somebody else; the users themselves are never customers.',
    remedy:
      'Write @fwd as the first word when you pass a mail on, or set forwards to always; the mail must be passed on in the text, not as an attachment. Then replay this one.',
  },
  'no-customer': {
    message: 'The mail names nobody but your own people.',
    remedy:
      'Forward mail of customers, or put the customer in To or Cc. Addresses of your own users never become records.',
  },
  'no-record-found': {
    message: 'No contact, lead, organization, opportunity or case has an address of this mail.',
    remedy: 'Add the address to a record and replay the mail, or forward such mail to +lead or +contact.',
  },
  'not-a-contact': {
    message: 'The sender is not a contact, and opportunities are only made for contacts.',
    remedy: 'Make a contact with this address and replay the mail, or forward such mail to +lead.',
  },
  'automatic-reply': {
    message: 'A mail of a program (out of office, receipt, notice) from somebody no record knows.',
    remedy:
      'Nothing to do for an absence note: it joins known records and never makes new ones. For orders and forms add a rule with a body rule.',
  },
  bounce: {
    message: 'A delivery report, not a mail from a person.',
    remedy: 'Nothing to do: delivery reports count for the address they name.',
  },
  complaint: {
    message: 'A complaint report of a mail provider, not a mail from a person.',
    remedy: 'Nothing to do: complaint reports count for the address they name.',
  },
  'forwarding-confirmation': {
    message: 'Your mail provider asks to confirm the forwarding to this address.',
    remedy: 'Open the mail and use the code or link in it at your provider.',
  },
  'own-mailbox': {
    message: 'The mail claims to come from a Mailroom address, which would make a loop.',
    remedy: 'Stop the forwarding or answering rule that sends Mailroom mail back to the Mailroom.',
  },
  spam: {
    message: 'The spam check failed.',
    remedy: 'If it is genuine, replay it: your replay overrules the spam check.',
  },
  virus: {
    message: 'The virus check found something.',
    remedy: 'Do not open it. Ask the sender to send it again without the attachment.',
  },
  'too-complex': {
    message: 'The mail is built in a way no mail program makes (too many headers, parts or levels).',
    remedy: 'The raw mail is kept. If it is genuine, ask the sender to send it as an ordinary mail.',
  },
  'unreadable-mail': {
    message: 'The mail is too broken to be read.',
    remedy: 'The raw mail is kept. Ask the sender to send it again.',
  },
  'processing-failed': {
    message: 'Processing stopped several times in the middle of this mail, so it was set aside.',
    remedy: 'The raw mail is kept. Replay it; if it ends here again, report it with its id.',
  },
  'record-store-refused': {
    message: 'The record could not be made of this mail.',
    remedy: 'The raw mail is kept. Make the record by hand, or replay the mail later.',
  },
} as const satisfies Record<string, { message: string; remedy: string }>;

export type ReasonCode = keyof typeof REASONS;

const isReasonCode = (code: string): code is ReasonCode => Object.hasOwn(REASONS, code);

export const REASON_CODES: readonly ReasonCode[] = Object.keys(REASONS).filter(isReasonCode);

export const reasonOf = (code: ReasonCode, detail?: string): Reason => ({
  code,
  message: detail === undefined ? REASONS[code].message : `${REASONS[code].message} ${detail}`,
  remedy: REASONS[code].remedy,
});
