/**
 * The words of attribution lines ("On Monday Ann wrote:") by language. For attribution.ts. Lower case.
 * Sources: Gmail, Apple Mail, Thunderbird, Yahoo, Outlook.com, Proton, Yandex, Mail.ru, Zoho, Samsung, Spark and mutt in these languages.
 */
import { words } from './words.ts';

/** Stand at the end, before the colon (or the closing dashes). */
export const CLOSING_VERBS: readonly string[] = words(
  'wrote|writes|written|said|schrieb|schreibt|geschrieben|a écrit|a ecrit|écrit|vous a écrit|escribió|escribio',
  'escribía|escribiste|ha escrit|va escriure|escreveu|ha scritto|scrive|scritto|schreef|geschreven|skrev',
  'har skrevet|skrifaði|kirjoitti|napisał|napisała|napisał(a)|napisal|napisala|napisali|napisal(a)|napísal',
  'napísal(a)|napsal|napsala|napsal(a)|pisze|píše|je napisao|je napisao/la|je napisala|napisao|napisao je',
  'je napisal|je napisal/a|је написао|је написао/ла|írta|ezt írta|a scris|написал|написала|написал(а)|пишет',
  'писал|писал(а)|написа|написав|написав(-ла)|написала(-в)|пише|yazdı|şunu yazdı|şöyle yazdı|έγραψε|kirjutas',
  'parašė|rašė|rakstīja|menulis|tulis|đã viết|viết|sumulat|idatzi du|shkroi|写道|写到|寫道|撰寫|撰写|のメール|さんは書きました|のメッセージ',
  '작성|님이 작성|님이 씀|썼습니다|เขียนว่า|เขียน|كتب|كتبت|כתב|כתב/ה|כתבה|نوشت|ने लिखा|লিখেছেন|escrigué|sgrìobh',
);

/** Stand before the name; the line then ends with the name and a colon. English has none: "At 5 I wrote to Ann and asked:" is prose. */
export const MIDDLE_VERBS: readonly string[] = words(
  'schrieb|wrote on|ezt írta|schreef|skrev|kirjoitti|escribió|escreveu|napisał|napsal|írta|пишет|написал',
  'użytkownik|uživatel|používateľ',
);

/** Stand before the date. */
export const LEAD_WORDS: readonly string[] = words(
  'on|at|le|am|um|op|den|d.|el|el día|em|no dia|a|il|il giorno|in data|in data di|lo|w dniu|dnia|dne|dňa|v|på',
  'kl|pada|vào|vào lúc|στις|la|la data de|în|på dato|tarihinde|kuupäeval|в|на|у|dana|ob|u|datuma|في|بتاريخ|ב',
  'בתאריך|在|於|于|เมื่อ|noong|data|el dia|þann|em data de|quoting|vom|del|du|message du',
);

/** Lead words that may follow text in the same line ("Thanks On Wed, Apr 4 ... wrote:"), as a client prints them. */
export const INLINE_LEADS: readonly string[] = words('On |Le |Am |Op |Den |El |Em |Il |W dniu |Dnia |Dne ');
