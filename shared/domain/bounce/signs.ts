/**
 * Is a mail a delivery report? By what stands in its header, and only of a sender that may be a server by its text: people write of mails that
 * did not arrive, and their mail must become a record (FEATURES 213). For read-delivery-report.ts.
 */
import { localPartOf } from '../address/address.ts';
import { type Headers, headerOf, type Message } from '../message/message.ts';
import { FAILURE_STATEMENTS } from './failure-words.ts';
import { REPORT_SUBJECT } from './report-subjects.ts';

/** `certain`: a report whatever it says. `likely`: when its text says so and names somebody. `possible`: when moreover it names her as servers do. */
export type Likelihood = 'certain' | 'likely' | 'possible' | 'none';

const contentTypeOf = (headers: Headers) => headerOf(headers, 'content-type').toLowerCase().slice(0, 1_000);

const reportTypeOf = (contentType: string): string | undefined =>
  /report-type\s{0,5}=\s{0,5}["']?([a-z-]{1,40})/.exec(contentType)?.[1];

/** Dovecot and some gateways write their own name where RFC 5321 section 4.5.5 wants nothing. */
const hasNullSender = (headers: Headers) => /^<\s*(mailer-daemon)?\s*>$/i.test(headerOf(headers, 'return-path'));

/** Names that no person and no role of a company has. */
const DAEMON = /^(mail(er)?-?daemon|mail(er)?[-_.]?deliver(y|er)([-_.]?(sub)?system)?|mail\.delivery\.system)$/;

/** Names of servers and gateways, but a person's mail may come from one: the text decides. */
const SERVICE =
  /postmaster|post_master|mail[-_.]?(system|service|gateway|server|admin)|smtp|^(imss|interscan|iscan|antivirus|virus|amavis|system|exchange|gateway|mta|mdaemon|bounces?|delivery|deliver|mailscanner|mailsweeper|mimesweeper|mailguard|spamfilter|scanmail|notify|notification)([-_.\d].*)?$|anti[-_ ]?virus|system ?administrator/;

/** Senders that a report's subject makes a server; people answer under some of these names. */
const ROLE = /^(no-?reply|do-?not-?reply|(sys|mail)?admin(istrator)?|root)\b/;

const FORWARDED = /^\s*(fwd?|wg|tr|rv|enc|vs|i|doorst|pd|转发|轉寄|転送)\s*[:：]/i;

const isService = (message: Message) =>
  message.from === undefined || SERVICE.test(localPartOf(message.from.address).replaceAll('"', '').slice(0, 100));

/** An absence note comes from nobody too, and names colleagues. */
const ABSENCE =
  /^\s*(auto(mat(ic|ed|isk|isch|ische|yczna|ická|ikus))?[ :-]{0,2}(reply|response|svar|antwort|antwoord|odpowiedź|odpověď|válasz)|out of (the )?office|abwesen|réponse auto|absence|respuesta auto|risposta auto|resposta auto|fuera de|автоответ|自動応答|自动(回复|答复)|自動回覆)/iu;

/** fml, a mailing list program of Japan, tells its administrator of refused and looping mails under the list's own name. */
const isListAlert = ({ headers, subject }: Message) =>
  /\bfml\b/i.test(headerOf(headers, 'x-mlserver')) &&
  /^\W*(loop (alert|back)|duplicated message-id|ignored not member|not member article|rejected mail|fml .{0,40}error|warning)/i.test(
    subject,
  );

export const likelihoodOf = (message: Message): Likelihood => {
  const { headers, from, subject } = message;
  const contentType = contentTypeOf(headers);
  const reportType = reportTypeOf(contentType);
  if (reportType === 'feedback-report') return 'none';
  // A receipt, but Dovecot's delivery agent says in one that a mailbox is full.
  if (reportType === 'disposition-notification')
    return hasNullSender(headers) && REPORT_SUBJECT.test(subject.slice(0, 300)) ? 'likely' : 'none';
  const isReport = contentType.startsWith('multipart/report');
  const local = from === undefined ? '' : localPartOf(from.address);
  if ((isReport && reportType === 'delivery-status') || headers.has('x-failed-recipients') || DAEMON.test(local))
    return 'certain';
  if (isListAlert(message)) return 'certain';
  const mayBeServer = isService(message) || isReport || hasNullSender(headers);
  if (local === 'postmaster' && (isReport || hasNullSender(headers))) return 'certain';
  if (FORWARDED.test(subject)) return 'none';
  if (REPORT_SUBJECT.test(subject.slice(0, 300))) {
    if (local === 'postmaster' || from === undefined || hasNullSender(headers)) return 'certain';
    return mayBeServer || ROLE.test(local) ? 'likely' : 'none';
  }
  return mayBeServer && !ABSENCE.test(subject) ? 'possible' : 'none';
};

/** Servers come to the point; further down a person's mail may say anything. */
const OPENING_LINES = 20;

export const saysUndelivered = (lines: readonly string[]): boolean =>
  lines
    .filter((line) => line.trim() !== '')
    .slice(0, OPENING_LINES)
    .some((line) => FAILURE_STATEMENTS.some((statement) => statement.test(line.slice(0, 300))));
