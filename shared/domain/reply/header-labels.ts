/**
 * What mail clients call the header lines that they print above a quoted mail, by language. For header-block.ts. Lower case, without the colon.
 * Sources: the clients' own texts in Outlook, Outlook.com, Apple Mail, Thunderbird, Gmail, Zimbra, Lotus Notes, Orange, QQ and NetEase webmail.
 */
import { words } from './words.ts';

export type HeaderField = 'from' | 'sent' | 'date' | 'to' | 'cc' | 'subject' | 'other';

const LABELS: Readonly<Record<HeaderField, readonly string[]>> = {
  from: words(
    'from|sender|von|absender|de|da|del|expéditeur|remitente|remetente|mittente|van|afzender|fra|afsender',
    'avsender|från|lähettäjä|od|nadawca|odesílatel|odosielateľ|pošiljatelj|feladó|de la|expeditor|от|от кого',
    'отправитель|від|від кого|од|kimden|gönderen|από|saatja|nuo|no|dari|từ|người gửi|发件人|發件人|寄件者|寄件人|差出人|送信者',
    '由|寄信人|보낸 사람|보낸사람|발신자|จาก|من|מאת|از|frá',
  ),
  sent: words(
    'sent|sent on|gesendet|gesendet am|envoyé|envoyé le|enviado|enviado el|enviado em|enviada em|enviada|enviat',
    'inviato|data invio|verzonden|verstuurd|sendt|skickat|lähetetty|wysłano|wysłane|odesláno|odoslané|poslano',
    'küldve|elküldve|trimis|отправлено|послано|изпратено|надіслано|відправлено|послато|gönderildi|gönderilme',
    'gönderim|gönderme tarihi|στάλθηκε|εστάλη|saadetud|išsiųsta|nosūtīts|terkirim|dikirim|đã gửi|đã gởi|ngày gửi',
    'sent at|发送时间|發送時間|发送日期|發送日期|發信日期|寄件日期|傳送時間|送信日時|送信|送信日|보낸 날짜|보낸 시간|ส่ง|ส่งเมื่อ|تم الإرسال|נשלח|ارسال شده|sent date',
  ),
  date: words(
    'date|datum|data|fecha|dato|päivä|päivämäärä|päiväys|dátum|data e orës|dată|дата|tarih|ημερομηνία|kuupäev',
    'datums|tanggal|ngày|message du|date/time|fecha y hora|date et heure|data wysłania|dagsetning|日期|时间|時間|日時|日付',
    '날짜|วันที่|التاريخ|תאריך|تاریخ',
  ),
  to: words(
    'to|an|empfänger|à|a|destinataire|para|per a|destinatario|destinatário|aan|til|till|vastaanottaja|do|adresat',
    'komu|pro|za|prima|címzett|către|кому|до|получатель|за|kime|alıcı|προς|saaja|kellele|kam|kepada|ke|untuk|đến',
    'tới|người nhận|收件人|收件者|宛先|받는 사람|받는사람|수신자|ถึง|إلى|אל|به',
  ),
  cc: words(
    'cc|kopie|kopie (cc)|copie|copie à|copia|copia a|cópia|kopi|kopia|kopio|dw|do wiadomości|másolatot kap',
    'másolat|копия|копія|bilgi|κοιν|κοινοποίηση|koopia|kopija|tembusan|đồng gửi|抄送|副本|참조|สำเนา|نسخة|עותק|bcc',
  ),
  subject: words(
    'subject|betreff|objet|sujet|asunto|assunto|assumpte|oggetto|onderwerp|emne|ämne|aihe|temat|předmět|věc',
    'predmet|tárgy|subiect|subiectul|тема|относно|предмет|konu|θέμα|teema|tema|temats|perihal|subjek|chủ đề',
    'tiêu đề|主题|主題|主旨|件名|제목|เรื่อง|หัวเรื่อง|الموضوع|נושא|موضوع|efni|gaia|asunto del mensaje',
  ),
  other: words(
    'reply-to|reply to|antwort an|répondre à|responder a|rispondi a|attachments|anlagen|anhänge|pièces jointes',
    'adjuntos|allegati|anexos|bijlagen|importance|priority|wichtigkeit|priorität|on behalf of|im auftrag von',
    'organisation|organization',
  ),
};

const FIELDS: readonly HeaderField[] = ['from', 'sent', 'date', 'to', 'cc', 'subject', 'other'];

const FIELD_BY_LABEL: ReadonlyMap<string, HeaderField> = new Map(
  FIELDS.flatMap((field) => LABELS[field].map((label): [string, HeaderField] => [label.normalize('NFC'), field])),
);

/** Longest label, in UTF-16 units, with room for the space some clients put before the colon. */
export const LABEL_LENGTH_MAX = 24;

/** @param label lower case, NFC, trimmed. */
export const headerFieldOf = (label: string): HeaderField | undefined => FIELD_BY_LABEL.get(label);
