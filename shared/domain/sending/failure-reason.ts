/** Why somebody got no mail: a stable code, a plain sentence, what to do (FEATURES 233-235). */

const REASONS = {
  suppressed: {
    message: 'Mail to this address bounced or was reported as spam before, so nothing is sent to it.',
    remedy: 'Ask for another address, or take it off the suppression list if you know that it works again.',
  },
  cancelled: { message: 'It was cancelled before it went.', remedy: 'Nothing to do.' },
  abandoned: {
    message: 'The request that wrote this mail was cut off before it was accepted.',
    remedy: 'Send it again.',
  },
  'content-missing': { message: 'The content of this mail is no longer in the store.', remedy: 'Write it again.' },
  'too-large': {
    message: 'With its attachments the mail is larger than the 40 MB the mail service takes.',
    remedy: 'Send a link instead of the largest attachment.',
  },
  rejected: {
    message: 'The mail service refused this mail.',
    remedy: 'Change its content or attachments and send it again.',
  },
  'sender-not-verified': {
    message: 'The mail service does not know the sender address as yours.',
    remedy: 'Verify the address or its domain, then send it again.',
  },
  'account-suspended': {
    message: 'The mail service has paused sending for this account.',
    remedy: 'Look at its reputation page and ask it to resume.',
  },
  'bounced-permanent': {
    message: "The recipient's mail server says that the address does not exist or takes no mail.",
    remedy: 'Check the address. Nothing more is sent to it.',
  },
  'bounced-transient': {
    message: "The recipient's mail server could not take the mail, for example because the mailbox is full.",
    remedy: 'Send it again later.',
  },
  'bounced-undetermined': {
    message: 'The mail came back and the report does not say why.',
    remedy: 'Check the address and send it again.',
  },
  complained: {
    message: 'The recipient reported the mail as spam.',
    remedy: 'Do not write to this person again unless you are asked to.',
  },
} as const satisfies Record<string, { message: string; remedy: string }>;

export type FailureCode = keyof typeof REASONS;

export interface FailureReason {
  readonly code: FailureCode;
  readonly message: string;
  readonly remedy: string;
}

export const failureReason = (code: FailureCode): FailureReason => ({ code, ...REASONS[code] });
