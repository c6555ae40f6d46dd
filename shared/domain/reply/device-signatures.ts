/** What phones and apps write below a mail by themselves ("Sent from my iPhone"), by language. For signature.ts. Lower case. */
import { words } from './words.ts';

/** Say enough without naming a device: `Sent from my Wiko`. */
export const SENT_FROM_MY: readonly string[] = words(
  'sent from my |sent from a |sent from an |sent via my |sent using my |sent on my |typed on my |written on my ',
  'composed on my |von meinem |gesendet von meinem |gesendet von mein |versendet von meinem ',
  'geschrieben auf meinem |envoyé de mon |envoyé de ma |envoyé depuis mon |envoyé depuis ma ',
  'envoyé à partir de mon |enviado desde mi |enviat des del meu |enviado do meu |enviado a partir do meu ',
  'enviado pelo meu |inviato dal mio |inviata dal mio |verzonden vanaf mijn |verstuurd vanaf mijn ',
  'verzonden met mijn |sendt fra min |sendt fra mit |skickat från min |skickad från min |lähetetty puhelimesta',
  'wysłane z mojego |wysłano z mojego |odesláno z mého |odoslané z môjho |poslano z mojega |poslano s mog ',
  'trimis de pe |отправлено с моего |надіслано з мого |изпратено от моя |saadetud minu |išsiųsta iš mano ',
  'nosūtīts no mana |dikirim dari |được gửi từ |gửi từ |发自我的|從我的|从我的|由我的',
);

/** Only with one of DEVICES: `Sent by post yesterday` is a sentence. */
export const SENT_FROM: readonly string[] = words(
  'sent from|sent via|sent with|sent using|sent by|sent on the go|get outlook for|get bluemail for|shared from',
  'download outlook|yahoo mail:|gesendet von|gesendet mit|gesendet aus|versendet von|versendet mit|von samsung',
  'diese nachricht wurde von meinem|diese e-mail wurde von meinem|holen sie sich outlook|envoyé de',
  'envoyé depuis|envoyé à partir de|envoyé avec|envoyé par|envoyé via|télécharger outlook|obtenez outlook',
  'obtenir outlook|provenance :|provenance:|enviado desde|enviado con|enviado mediante|obtener outlook',
  'obtén outlook|descargar outlook|enviat des|enviado do|enviado a partir|enviado via|enviado com|enviado pelo',
  'obter o outlook|baixar outlook|inviato da|inviato con|inviata da|scarica outlook|ottieni outlook',
  'verzonden vanaf|verzonden met|verzonden via|verstuurd vanaf|verstuurd met|outlook voor|sendt fra|sendt med',
  'sendt via|hent outlook|få outlook|skickat från|skickad från|skickat med|skickades från|hämta outlook',
  'lähetetty|hanki outlook|wysłane z|wysłano z|wysłane przez|pobierz outlook|uzyskaj outlook|odesláno z',
  'odoslané z|získejte outlook|poslano z|poslano s|послато са|küldve|elküldve|trimis din|отправлено с',
  'отправлено из|отправлено от|скачать outlook|получить outlook|изпратено от|надіслано з|надіслано із',
  'відправлено з|στάλθηκε από|εστάλη από|saadetud|išsiųsta iš|nosūtīts no|terkirim dari|đã gửi từ|來自我的|自我的|寄自',
  '傳送自|发送自|ส่งจาก|أُرسلت من|أرسلت من|تم الإرسال من|נשלח|ارسال شده از',
);

/** Languages that put the device first; with one of DEVICES too. */
export const SENT_FROM_ENDINGS: readonly string[] = words(
  'から送信|에서 보냄|에서 전송|dan gönderildi|den gönderildi|für android herunterladen|für ios herunterladen|傳送|发送|寄出',
);

export const DEVICES: readonly string[] = words(
  'iphone|iphon|ipad|ipod|apple watch|android|blackberry|samsung|galaxy|huawei|honor|xiaomi|redmi|oneplus|oppo|vivo',
  'nokia|lumia|htc|sony|xperia|motorola|pixel|nexus|outlook|yahoo|gmail|proton|tutanota|gmx|web.de|aol|mail.ru',
  'yandex|яндекс|hotmail|windows|surface|mailbird|mailspring|sparrow|spark|bluemail|typeapp|airmail|newton|k-9',
  'k9|fairemail|smartphone|mobile|phone|handy|mobil|telefon|tablet|verizon|vodafone|mailfence|thunderbird',
  'superhuman|front app|missive|workmail|zoho|mymail|acompli',
);
