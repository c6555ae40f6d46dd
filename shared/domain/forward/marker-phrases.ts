/** The phrases of markers.ts by meaning, in lower case, without their dashes and colons, parted by `|`; Gmail prints the English one always. */

const phrases = (rows: readonly string[]): readonly string[] => rows.flatMap((row) => row.split('|'));

export const FORWARD_PHRASES = phrases([
  'forwarded message|begin forwarded message|forwarded mail|forwarded email|forwarded e-mail|fwd message',
  'forward message|start of forwarded message|message forwarded|fwd.msg|fwd',
  // German
  'anfang der weitergeleiteten nachricht|anfang der weitergeleiteten e-mail|weitergeleitete nachricht',
  'weitergeleitete mail|weitergeleitete e-mail|weitergeleitete email|weiterleitung|weitergeleitet',
  // French
  'message transféré|message transmis|début du message réexpédié|début du message transféré|message réexpédié',
  'courriel transféré|e-mail transféré|début du message transmis|message transfere|mail transféré',
  // Spanish
  'mensaje reenviado|inicio del mensaje reenviado|empieza el mensaje reenviado|mensaje remitido',
  'correo reenviado',
  'comienzo del mensaje reenviado|principio del mensaje reenviado',
  // Portuguese
  'mensagem encaminhada|mensagem reencaminhada|início da mensagem encaminhada',
  'início da mensagem reencaminhada',
  'inicio da mensagem encaminhada|mensagem original encaminhada|e-mail encaminhado|mensagem redirecionada',
  // Italian
  'messaggio inoltrato|inizio messaggio inoltrato|inizio del messaggio inoltrato|messaggio rinviato',
  'e-mail inoltrata',
  // Dutch
  'doorgestuurd bericht|begin doorgestuurd bericht|doorgestuurde e-mail|doorgestuurde mail',
  'begin van doorgestuurd bericht',
  // Danish, Norwegian, Swedish, Icelandic
  'videresendt meddelelse|videresendt besked|start på videresendt besked|start på videresendt meddelelse',
  'videresendt mail',
  'videresendt e-mail|begynd videresendt besked|starten på videresendt besked',
  'videresendt melding|start på videresendt melding|videresendt e-post|begynn videresendt melding',
  'vidaresend melding',
  'vidarebefordrat meddelande|vidarebefordrat mejl|vidarebefordrat brev|vidarebefordrad e-post',
  'vidarebefordrat mail',
  'börja på vidarebefordrat meddelande|början på vidarebefordrat meddelande|början på vidarebefordrat mejl',
  'börja vidarebefordrat meddelande',
  'áframsend skilaboð|framsend skilaboð|áframsent bréf',
  // Finnish, Estonian, Latvian, Lithuanian
  'välitetty viesti|välitetty viesti alkaa|edelleenlähetetty viesti|välitetty viesti / fwd.msg',
  'edelleen lähetetty viesti',
  'edasi saadetud kiri|edastatud kiri|edastatud sõnum|edasisaadetud kiri|edasisaadetud sõnum',
  'algab edastatud kiri',
  'pārsūtīts ziņojums|pārsūtītā vēstule|pārsūtītais ziņojums|pārsūtīta vēstule',
  'persiųstas laiškas|persiųsta žinutė|persiųstas pranešimas|persiųsto laiško pradžia',
  // Polish, Czech, Slovak, Hungarian, Romanian
  'przekazana wiadomość|treść przekazanej wiadomości|początek przekazywanej wiadomości',
  'wiadomość przekazana dalej',
  'przesłana wiadomość|wiadomość oryginalna przekazana|początek przesłanej wiadomości|wiadomość przekazana',
  'przekazany e-mail',
  'přeposlaná zpráva|přeposlaný e-mail|přeposlaný email|začátek přeposlané zprávy|začátek přeposílané zprávy',
  'předaná zpráva',
  'preposlaná správa|začiatok preposlanej správy|začiatok preposielanej správy|presmerovaná správa',
  'odovzdaná správa',
  'továbbított üzenet|továbbított levél|a továbbított üzenet kezdete|továbbított üzenet kezdete',
  'továbbított e-mail|továbbított üzenet eleje',
  'mesaj redirecționat|mesaj redirectionat|mesaj redirecţionat|începe mesajul redirecționat|mesaj transmis',
  'mesaj înaintat',
  'mesajul redirecționat|mesaj retrimis|începutul mesajului redirecționat',
  // Croatian, Serbian, Slovenian, Bulgarian, Greek, Turkish
  'proslijeđena poruka|započni proslijeđenu poruku|početak proslijeđene poruke|prosleđena poruka',
  'preusmjerena poruka',
  'прослеђена порука|posredovano sporočilo|začetek posredovanega sporočila|začetek preposlanega sporočila',
  'preposlano sporočilo',
  'препратено съобщение|препратено писмо|начало на препратеното съобщение|препратен имейл',
  'προωθημένο μήνυμα|προωθημενο μηνυμα|έναρξη προωθημένου μηνύματος|αρχή προωθημένου μηνύματος',
  'προωθηµένο µήνυµα',
  'iletilmiş ileti|iletilen mesaj|iletilen ileti|iletilmiş mesaj|yönlendirilmiş mesaj',
  'başlangıç iletilen mesaj',
  'yönlendirilen ileti|i̇letilmiş ileti|i̇letilen mesaj|i̇letilen ileti|i̇letilmiş mesaj',
  'i̇letilen e-posta başlangıcı|yönlendirilen mesaj',
  // Russian, Ukrainian
  'пересылаемое сообщение|пересланное сообщение|перенаправленное сообщение|начало переадресованного сообщения',
  'переадресованное сообщение|пересылаемое письмо|пересланное письмо|начало пересылаемого сообщения',
  'начало пересланного сообщения',
  'переслане повідомлення|перенаправлене повідомлення|початок листа, що пересилається|переслане лист',
  'пересланий лист',
  'початок переадресованого повідомлення|переадресоване повідомлення|початок пересланого повідомлення',
  // Catalan, Indonesian and Malay, Vietnamese, Thai, Hindi
  'missatge reenviat|inici del missatge reenviat|pesan terusan|pesan yang diteruskan|mulai pesan terusan',
  'pesan diteruskan',
  'mesej yang dimajukan|thư đã chuyển tiếp|thư được chuyển tiếp|bắt đầu thư được chuyển tiếp',
  'tin nhắn được chuyển tiếp',
  'ข้อความที่ส่งต่อ|ข้อความส่งต่อ|เริ่มต้นข้อความที่ส่งต่อ|अग्रेषित संदेश',
  // Hebrew, Arabic, Persian
  'הודעה שהועברה|הודעה מועברת|תחילת ההודעה שהועברה|רسالة معاد توجيهها|رسالة معاد توجيهها|رسالة مُعاد توجيهها',
  'رسالة محولة|بدء الرسالة المعاد توجيهها|بدء الرسالة التي تمت إعادة توجيهها|پیام بازارسال شده|پیام هدایت‌شده',
  // Japanese, Chinese, Korean
  '転送されたメッセージ|転送メッセージ|メッセージを転送|転送されたメール|転送メール|転送された電子メール|転送',
  '转发的邮件|转发的信息|转发邮件|转发的消息|开始转发的邮件|转发邮件信息|下面是被转发的邮件|转发的邮件开始',
  '轉寄的郵件|轉寄郵件|轉寄的訊息|轉寄訊息|開始轉寄郵件|轉寄信件|轉寄的信件|以下為轉寄的郵件|已轉寄的訊息',
  '전달된 메시지|전달된 메일|전달한 메시지|전달 메시지|전달된 이메일|원본 메시지 전달|전달받은 메시지',
]);

export const FORWARD_BEGINNINGS = phrases([
  'forwarded by|forwarded message from|begin forwarded message from|forwarded from|weitergeleitet von',
  'transféré par',
  'weitergeleitete nachricht von|réexpédié par|reenviado por|inoltrato da|doorgestuurd door|encaminhado por',
  'videresendt af',
  'videresendt av|vidarebefordrat av|edelleenlähettänyt|przekazane przez|přeposlal|továbbította|переслано',
  'переслал',
]);

export const ORIGINAL_PHRASES = phrases([
  'original message|original appointment|original mail|original email|message original|original-nachricht',
  'reply message',
  'ursprüngliche nachricht|originalnachricht|original nachricht|ursprünglicher termin|ursprüngliche mail',
  'originalmail',
  "message d'origine|message d’origine|message initial|courriel original|mail original|mensaje original",
  'correo original',
  'mensagem original|messaggio originale|messaggio originario|oorspronkelijk bericht|origineel bericht',
  'originele bericht',
  'oprindelig meddelelse|original meddelelse|oprindelig besked|opprinnelig melding|ursprungligt meddelande',
  'originalmeddelande|ursprungligt mejl|alkuperäinen viesti|upprunaleg skilaboð|algne sõnum|algkiri',
  'sākotnējais ziņojums',
  'originalus laiškas|pradinis laiškas|oryginalna wiadomość|wiadomość oryginalna|wiadomość pierwotna',
  'původní zpráva',
  'původní e-mail|pôvodná správa|eredeti üzenet|mesaj original|izvorna poruka|originalna poruka',
  'izvorno sporočilo',
  'оригинално съобщение|αρχικό μήνυμα|özgün ileti|orijinal mesaj|orijinal ileti|исходное сообщение',
  'оригинальное сообщение',
  'первоначальное сообщение|початкове повідомлення|вихідне повідомлення|missatge original|pesan asli',
  'mesej asal',
  'thư gốc|tin nhắn gốc|ข้อความต้นฉบับ|הודעה מקורית|הודעה מקורית|الرسالة الأصلية|پیام اصلی|元のメッセージ|元のメール',
  '原始邮件|原始郵件|原始訊息|邮件原件|原邮件|원본 메시지|원본 메일|원래 메시지',
]);

export const END_PHRASES = phrases([
  'end forwarded message|end of forwarded message|end of forwarded mail|ende der weitergeleiteten nachricht',
  'fin du message transféré',
  'fin du message réexpédié|fin del mensaje reenviado|fim da mensagem encaminhada|fine messaggio inoltrato',
  'einde doorgestuurd bericht',
  'завершение пересылаемого сообщения|конец пересылаемого сообщения|конец пересланного сообщения',
  'кінець пересланого повідомлення',
]);
