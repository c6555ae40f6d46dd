/** Why somebody got no mail: a stable code, a plain sentence, what to do (FEATURES 233-235). */

const REASONS = {
  suppressed: {
    message: 'Mail to this address bounced or was reported as spam before, so nothing is sent to it.',
    remedy: 'Ask for another address, or take it off the suppression list if you know that it works again.',
  },
  'opted-out': {
    message: 'This person does not want mail from you: the record says opted out.',
    remedy: 'Reach the person in another way, or change Email opt-in on the record when they agree.',
  },
  cancelled: { message: 'It was cancelled before it went.', remedy: 'Nothing to do.' },
  abandoned: {
    message: 'The request that wrote this mail was cut off before it was accepted.',
    remedy: 'Send it again.',
  },
  held: {
    message: 'Test mode was on, which holds all mail: nothing was sent.',
    remedy: 'Switch test mode off, then send it again.',
  },
  'frequency-cap': {
    message:
      'This person has had as many mails as your frequency cap allows, and the mail would wait for more than a week.',
    remedy: 'Raise the cap and send it again, or let it be.',
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
  'outgoing-server-missing': {
    message: 'The outgoing server this mail was to go through is no longer set up.',
    remedy: 'Set it up again, or send the mail again: it then goes through the platform.',
  },
  'server-not-public': {
    message: 'The name of the outgoing server does not lead to a public address.',
    remedy: 'Name a mail server that the whole internet can reach, by the name in its certificate.',
  },
  'server-unreachable': {
    message: 'The outgoing server did not answer.',
    remedy: 'Check its name and port, and whether its firewall lets this service in.',
  },
  'certificate-invalid': {
    message: 'The outgoing server did not show a valid certificate for its name.',
    remedy: 'Name it exactly as its certificate does, or have the certificate renewed.',
  },
  'no-encryption': {
    message:
      'The outgoing server offers no encryption on this port, and without it the password could be read on the way.',
    remedy: 'Use ssl:// with port 465, or switch STARTTLS on at the server.',
  },
  'authentication-failed': {
    message: 'The outgoing server did not accept the user name and password.',
    remedy: 'Type the password again, or make an app password where the provider asks for one.',
  },
  'key-refused': {
    message: 'The provider of the account did not accept its key, or its role did not let us in.',
    remedy: "Save the account again with a valid key, or let the role's trust policy name your external id.",
  },
  'password-not-enough': {
    message: 'The provider no longer accepts a password alone for sending.',
    remedy: 'Make an app password, or sign in with an access token (OAuth).',
  },
  'sign-in-expired': {
    message: 'The sign-in at Google or Microsoft ran out or was withdrawn.',
    remedy: 'Connect the account again; mail that waits then goes.',
  },
  'sign-in-app-refused': {
    message: 'Google or Microsoft does not accept the app that the account was connected with.',
    remedy:
      'Check client id and secret of the app in the settings: a secret runs out, at Microsoft after two years at most.',
  },
  'sign-in-unanswered': {
    message: 'Google or Microsoft did not answer when the sign-in was to be renewed.',
    remedy: 'Nothing to do but wait; look at the status page of the provider if it stays so.',
  },
  'sender-not-allowed': {
    message: 'The outgoing server does not let this account send from that address.',
    remedy: 'Use the address of the account as From, or allow the other one at the provider ("send as").',
  },
  'recipient-refused': {
    message: 'The outgoing server did not take this recipient.',
    remedy: 'Check the address.',
  },
  'mailbox-full': {
    message: "The recipient's mailbox is full.",
    remedy: 'Send it again later, or reach the person in another way.',
  },
  'too-many-recipients': {
    message: 'The outgoing server takes fewer recipients in one mail.',
    remedy: 'Send it to fewer people at a time.',
  },
  'too-large-for-server': {
    message: 'With its attachments the mail is larger than the outgoing server takes.',
    remedy: 'Send a link instead of the largest attachment.',
  },
  'sending-limit': {
    message: 'The account has reached the number of mails its provider allows.',
    remedy: 'Send it again when the provider has reset the count, usually within a day.',
  },
  'server-busy': {
    message: 'The outgoing server put the mail off again and again.',
    remedy: 'Ask its provider why, then send it again.',
  },
} as const satisfies Record<string, { message: string; remedy: string }>;

export type FailureCode = keyof typeof REASONS;

export interface FailureReason {
  readonly code: FailureCode;
  readonly message: string;
  readonly remedy: string;
}

export const failureReason = (code: FailureCode): FailureReason => ({ code, ...REASONS[code] });
