/** What the sender of a mail that was not taken is told: what happened, why, and what to do. Plain text; nothing of the mail but its subject comes back. */
import { cut } from '../message/cut.ts';
import type { ToldCause } from './refusals.ts';

const SAYS: Readonly<Record<ToldCause, { readonly why: string; readonly todo: string }>> = {
  'not-allowed': {
    why: 'This address takes mail from known senders only, and yours is not one of them.',
    todo: 'Please write to the address you normally use for us, or ask your contact to let your address in.',
  },
  'blocked-sender': {
    why: 'This address takes no mail from yours.',
    todo: 'If you think that this is a mistake, please contact us in another way.',
  },
  'case-closed': {
    why: 'Your mail answers a case that is closed, and closed cases take no answers.',
    todo: 'Please write a new mail with a new subject, not an answer to the old one.',
  },
  'too-many-records': {
    why: 'Very many mails came from your address within a short time.',
    todo: 'Please wait two hours and send it again. If a program sends these mails, please switch it off.',
  },
  'unknown-record': {
    why: 'The address you wrote to belongs to nothing that we have any more.',
    todo: 'Please check the address, or write to the address you normally use for us.',
  },
  'not-related': {
    why: 'Your address is not known for the matter whose address you wrote to.',
    todo: 'Please write from the address we know, or to the address you normally use for us.',
  },
  'documents-left-out': {
    why: 'Your mail arrived, but there was no more room for some of its attachments:',
    todo: 'Please send a link to them, or smaller files.',
  },
};

/** Names in the list; more are counted. */
const MAX_NAMED = 10;

/** Controls and the separators that some programs take for line ends: in a header they would begin a field of the sender's own. */
const inOneLine = (text: string, max: number): string =>
  cut(
    text
      .toWellFormed()
      .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
      .trim(),
    max,
  );

export interface RefusalMail {
  readonly subject: string;
  readonly text: string;
}

export const refusalMail = (told: {
  readonly cause: ToldCause;
  /** Of the mail. */
  readonly subject: string;
  /** Of the tenant. */
  readonly company: string;
  /** Names of the attachments that were left out. */
  readonly leftOut: readonly string[];
}): RefusalMail => {
  const { why, todo } = SAYS[told.cause];
  const subject = inOneLine(told.subject, 200);
  const arrived = told.cause === 'documents-left-out';
  const named = told.leftOut.slice(0, MAX_NAMED).map((name) => `- ${inOneLine(name, 100)}`);
  const more = told.leftOut.length - named.length;
  return {
    subject: `${arrived ? 'Attachments not kept' : 'Not accepted'}: ${subject}`,
    text: [
      'Hello,',
      '',
      arrived ? `about your mail "${subject}":` : `your mail "${subject}" was not accepted.`,
      why,
      ...named,
      ...(more > 0 ? [`- and ${more} more`] : []),
      todo,
      '',
      inOneLine(told.company, 200),
      '',
      'This is an automatic answer. Answers to it are not read.',
      '',
    ].join('\n'),
  };
};
