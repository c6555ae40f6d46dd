/**
 * Phrases between dashes that clients print above the mail they answer or forward, by language. For separators.ts. Lower case, without the dashes.
 */
import { words } from './words.ts';

/** Below stands the answered mail. */
export const ORIGINAL_MESSAGE: ReadonlySet<string> = new Set(
  words(
    'original message|original mail|original email|original e-mail|original appointment|reply message',
    'reply to message|replied message|ursprüngliche nachricht|originalnachricht|original-nachricht',
    'original nachricht|ursprüngliche mail|ursprünglicher termin|originaltermin|message original',
    "message d'origine|message d’origine|message initial|courriel original|mail original|rendez-vous original",
    'mensaje original|mensaje de origen|correo original|missatge original|mensagem original|mensagem de origem',
    'e-mail original|messaggio originale|messaggio originario|oorspronkelijk bericht|origineel bericht',
    'oorspronkelijke bericht|origineel e-mailbericht|oprindelig meddelelse|oprindelig besked|oprindelig mail',
    'original besked|originalmeddelelse|opprinnelig melding|opprinnelig e-post|original melding',
    'ursprungligt meddelande|originalmeddelande|ursprungsmeddelande|alkuperäinen viesti|wiadomość oryginalna',
    'oryginalna wiadomość|wiadomość pierwotna|pierwotna wiadomość|původní zpráva|původní e-mail|pôvodná správa',
    'pôvodný e-mail|originální zpráva|izvirno sporočilo|izvorna poruka|originalna poruka|оригинална порука',
    'eredeti üzenet|eredeti levél|mesaj original|mesajul original|mesaj inițial|исходное сообщение',
    'исходное письмо|оригинальное сообщение|пересылаемое исходное сообщение|первоначальное сообщение',
    'оригинално съобщение|вихідне повідомлення|оригінальне повідомлення|orijinal mesaj|özgün ileti|orijinal ileti',
    'orijinal mail|αρχικό μήνυμα|αρχικό μήνυμα ηλ. ταχυδρομείου|algne kiri|algne sõnum|originalus laiškas',
    'pradinis laiškas|sākotnējais ziņojums|pesan asli|pesan asal|mesej asal|thư gốc|tin nhắn gốc|thông điệp gốc',
    'nội dung gốc|ข้อความต้นฉบับ|ข้อความเดิม|मूल संदेश|upprunaleg skilaboð|原始邮件|原邮件|原始信件|原始信息|原始消息|原件|原始郵件|原始訊息',
    '原信|回复的原邮件|回复的邮件|original|元のメッセージ|元のメール|オリジナルメッセージ|원본 메시지|원본 메일|원본메일|원본 이메일|الرسالة الأصلية|رسالة أصلية',
    'הודעה מקורית|הודעה במקור|پیام اصلی',
  ),
);

/** Below stands a mail that the writer passes on, hence part of what he sends: nothing below is cut. */
export const FORWARDED_MESSAGE: ReadonlySet<string> = new Set(
  words(
    'forwarded message|forwarded by|begin forwarded message|start of forwarded message|forwarded mail',
    'forwarded email|fwd message|forward message|weitergeleitete nachricht|anfang der weitergeleiteten nachricht',
    'anfang der weitergeleiteten e-mail|weitergeleitete e-mail|message transféré|message transmis',
    'message réexpédié|début du message réexpédié|début du message transféré|mensaje reenviado',
    'inicio del mensaje reenviado|missatge reenviat|mensagem encaminhada|mensagem reencaminhada',
    'início da mensagem encaminhada|início da mensagem reencaminhada|messaggio inoltrato',
    'inizio messaggio inoltrato|inizio del messaggio inoltrato|doorgestuurd bericht|begin doorgestuurd bericht',
    'videresendt meddelelse|videresendt besked|start på videresendt besked|videresendt melding|videresendt e-post',
    'start på videresendt melding|vidarebefordrat meddelande|vidarebefordrat mejl|vidarebefordrat brev',
    'välitetty viesti|välitetty viesti alkaa|edelleenlähetetty viesti|przekazana wiadomość|wiadomość przekazana',
    'początek przekazywanej wiadomości|přeposlaná zpráva|přeposlaný e-mail|začátek přeposlané zprávy',
    'preposlaná správa|začiatok preposlanej správy|posredovano sporočilo|proslijeđena poruka|прослеђена порука',
    'továbbított üzenet|továbbított levél|továbbított üzenet kezdete|mesaj redirecționat',
    'mesaj transmis mai departe|пересылаемое сообщение|пересланное сообщение|переслане повідомлення',
    'начало переадресованного сообщения|переадресованное сообщение|препратено съобщение',
    'переадресоване повідомлення|yönlendirilen mesaj|iletilen mesaj|iletilmiş mesaj|iletilen ileti',
    'προωθημένο μήνυμα|προωθούμενο μήνυμα|edastatud kiri|edastatud sõnum|persiųstas laiškas|pārsūtītā ziņa',
    'pesan terusan|pesan yang diteruskan|thư đã chuyển tiếp|tin nhắn chuyển tiếp|转发的邮件|转发邮件|轉寄的郵件|轉寄郵件|转发邮件信息',
    '以下是转发的邮件|開始轉寄郵件|転送メッセージ|転送されたメッセージ|전달된 메시지|전달된 메일|ข้อความที่ส่งต่อ|رسالة معاد توجيهها|رسالة مُعاد توجيهها',
    'הודעה שהועברה|framsend skilaboð',
  ),
);

/** Parts of a line with which help desks mark the upper end of their mails. */
export const REPLY_ABOVE: readonly string[] = words(
  'reply above this line|reply above the line|replies above this line|respond above this line',
  'write above this line|type above this line|do not write below this line|oberhalb dieser linie',
  'oberhalb dieser zeile|über dieser linie|über dieser zeile|au-dessus de cette ligne|por encima de esta línea',
  'encima de esta línea|acima desta linha|sopra questa riga|sopra questa linea|boven deze lijn|boven deze regel',
  'over denne linje|over denne linjen|ovanför denna linje|ovanför den här raden|tämän rivin yläpuolelle',
  'powyżej tej linii|nad tímto řádkem|nad tento řádek|nad tento riadok|e sor fölé|deasupra acestei linii',
  'выше этой строки|выше этой линии|вище цієї лінії|bu satırın üzerine|bu çizginin üzerine',
  'πάνω από αυτή τη γραμμή|di atas baris ini|phía trên dòng này|请在此行上方|請在此行上方|在此线上方|この行より上|この線より上|이 줄 위에|이 선 위에',
);
