/** One mail for reading: parsed again from its raw bytes, so that nothing but the raw mail is stored of what it says. */
import type { MailAddress } from '../../domain/address/address.ts';
import { type Forwarded, forwardedOf } from '../../domain/forward/forwarded.ts';
import { newPartOf } from '../../domain/message/new-part.ts';
import type { MailFiles } from '../../ports/mail-files.ts';
import type { LoggedMail } from '../../ports/mail-log.ts';
import type { ParseMail } from '../../ports/mail-parser.ts';
import { makeOpenMail } from './open-mail.ts';

export interface ShownMail {
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly replyTo: readonly MailAddress[];
  /** ISO 8601, as the sender wrote it. */
  readonly date: string | null;
  readonly text: string | null;
  /** What the mail says itself, without the history it quotes. */
  readonly reply: string | null;
  /** The mail that was passed on by hand, as far as its text shows it (FEATURES 25). */
  readonly forwarded?: Forwarded;
  /** Sanitised. */
  readonly html: string | null;
  readonly truncated: boolean;
}

/** Characters of each; together well below the 6 MB that a Lambda may answer, even if every one takes several bytes. */
const MAX_SHOWN_LENGTH = 500_000;

const NOTHING: ShownMail = {
  to: [],
  cc: [],
  replyTo: [],
  date: null,
  text: null,
  reply: null,
  html: null,
  truncated: false,
};

/** What is not shown: nobody's mail is not read by us either, and a virus is not rendered. */
const CLOSED = new Set(['unknown-handle', 'virus', 'processing-failed']);

export const makeShowMail = (deps: {
  readonly files: Pick<MailFiles, 'readRaw'>;
  readonly parseMail: ParseMail;
  readonly sanitiseHtml: (html: string) => string;
  readonly replyOfHtml: (html: string) => { readonly text: string };
}) => {
  const openMail = makeOpenMail(deps);
  return async (mail: LoggedMail): Promise<ShownMail> => {
    if (mail.confidential === true || mail.neverLogged === true || mail.discarded === true) return NOTHING;
    if (mail.outcome.kind === 'quarantined' && CLOSED.has(mail.outcome.reason.code)) return NOTHING;
    const { open, close } = openMail(mail.rawKey);
    const opened = await open().finally(close);
    if (opened.kind === 'unfit') return NOTHING;
    const { to, cc, replyTo, date, text, html, subject } = opened.mail.message;
    const shown = text.slice(0, MAX_SHOWN_LENGTH);
    const forwarded = forwardedOf(shown, subject);
    return {
      to,
      cc,
      replyTo,
      date: date ?? null,
      text: shown,
      reply:
        shown.trim() === '' && html !== undefined
          ? deps.replyOfHtml(html.slice(0, MAX_SHOWN_LENGTH)).text
          : newPartOf({ ...opened.mail.message, text: shown }),
      ...(forwarded === undefined ? {} : { forwarded }),
      html: html === undefined ? null : deps.sanitiseHtml(html.slice(0, MAX_SHOWN_LENGTH)),
      truncated: text.length > MAX_SHOWN_LENGTH || (html?.length ?? 0) > MAX_SHOWN_LENGTH,
    };
  };
};
