/** What reports say in words, as data: for signs.ts and named-recipients.ts. Languages as far as servers localise their reports. */

/** Says that a mail did not arrive, or not yet. For a text that may be anything: each is a whole statement, not a word. */
export const FAILURE_STATEMENTS: readonly RegExp[] = [
  /\b(could not|couldn't|cannot|can't|can not|was not|wasn't|has not been|hasn't been|not been|were not|unable to) (be )?(deliver|sen[dt])/i,
  /\b(unable to|not able to|trouble|error|problems?|failed to|failure|failed) (in |while |during |to )?(deliver|sending your|delivery)/i,
  /\b(deliver(y|ing)|delevery)\b.{0,60}\b(fail|error|problem|unsuccessful|not possible|delayed|impossible)/i,
  /\bfailed (addresses|recipients?)\b/i,
  /\bdid(n't| not) reach\b/i,
  /\bundeliver(able|ed)\b/i,
  /\b(duplicated message-id|loop condition|mail loop)\b/i,
  /\bdelivery\b.{0,60}\b(postponed|deferred|delayed)\b|\bhas been postponed\b/i,
  /\b(automatically )?rejected:?\s*$/i,
  /\b(addresses|recipients?)\b.{0,40}\b(fail|had (permanent|delivery|fatal|transient)|rejected|unknown|invalid)/i,
  /\b(unknown|invalid|no such) (user|recipient|mailbox|address|final delivery)/i,
  /\binvalid (user|recipient|mailbox) address/i,
  /\bmailbox\b.{0,30}\b(full|exceeds|unavailable)\b/i,
  /(nicht|konnte nicht|konnten nicht) (zugestellt|zustellen|ausgeliefert)|unzustellbar/i,
  /n'a (pas )?pu être (remis|distribué|livré|envoyé)|non[ -]remis|échec de (la )?(remise|livraison|distribution)/i,
  /no (se )?(pudo|ha podido|puede) (ser )?(entrega|envia)|no pudo ser entregado/i,
  /n(ã|a)o (p(ô|o)de|foi poss(í|i)vel|pode) (ser )?(entreg|envia)/i,
  /(impossibile|non è stato possibile) (recapitare|consegnare|inviare)|mancat[oa] (recapito|consegna)/i,
  /(niet|kon niet|kan niet) (worden )?(bezorgd|afgeleverd|besteld)/i,
  /(kunde inte|kunne ikke|kunne ikkje) (levere|sende|leveres)/i,
  /(nie (można|udało się|może)) (było )?(dostarcz|zostać dostarcz)/i,
  /(nelze|nepodařilo se|nemohla být|nebylo možné) (doruč|zprávu doruč)/i,
  /(nem (sikerült|lehetett)) .{0,30}kézbesít/i,
  /не (может быть|было|удалось|удается|доставлено) ?(доставлен|доставить)?/i,
  /teslim edilemedi|iletilemedi/i,
  /(toimittaa|toimitus) .{0,20}(epäonnistui|ei (voitu|onnistunut))/i,
  /(送信できません|配信できません|配送できません|届けることができません|送信に失敗|配信に失敗)/,
  /(无法(发送|送达|投递)|未能(送达|投递)|投递失败|退信|傳送失敗|無法傳遞|無法投遞)/,
  /(배달(되지|할 수)|전송(되지|할 수|에 실패)|보낼 수 없)/,
];

/** The server goes on trying. */
export const STILL_TRYING: readonly RegExp[] = [
  /\bthis is (just |only )?a warning\b/i,
  /\bwarning (message )?only\b/i,
  /\bdo not need to (re-?send|resend|take any action)/i,
  /\bwill (be retried|keep trying|continue (to|for|trying)|retry|try again)/i,
  /\b(delivery attempts|attempts to deliver|attempts) will (continue|be made)/i,
  /\bdelivery attempts will\b/i,
  /\b(has|have) (been delayed|not yet been delivered|not been delivered yet)/i,
  /\b(has|have) been (postponed|deferred)\b/i,
  /\bstill (being retried|trying|in the queue)\b/i,
  /\btemporary failure report\b/i,
  /(zustellung .{0,40}verzögert|wird weiterhin versucht|weitere zustellversuche)/i,
  /(remise .{0,30}(différée|retardée)|de nouvelles tentatives)/i,
  /(entrega .{0,30}(retrasad|demorad|atrasad|adiad)|se seguirá intentando|continuar(á|emos) tentando)/i,
  /(consegna .{0,30}(ritardat|rinviat)|ulteriori tentativi)/i,
  /(bezorging .{0,30}vertraagd|blijft proberen)/i,
  /(доставка .{0,40}(отложена|задерживается)|попытки доставки будут)/i,
  /(配信が遅延|再送を試み|再送信を行い)/,
  /(投递延迟|将继续尝试|会继续尝试)/,
];

/** A sentence about whom to ask, not about whom the mail did not reach. */
export const ASSISTANCE =
  /\b(contact|assistance|assist|support|questions?|help|inquir|complain|abuse|unsubscribe|please (send|forward|mail|e-?mail|write)|report (this|it) to|kontaktieren|wenden sie sich|contactez|contacter|contacte|póngase en contacto|contatt|neem contact|обратитесь|свяжитесь|お問い合わせ|联系|聯絡|문의)/iu;

/** Before a colon and an address: the address is the one that failed. */
export const LABEL =
  /(undeliver|deliver|fail|unknown|invalid|illegal|no such|user|recipient|addressed|address|mailbox|rcpt|reject|refus|exceed|full|not reach|empfänger|adresse|destinat|utilisateur|usuario|usuário|utente|ontvanger|gebruiker|mottagare|modtager|odbiorc|příjemc|címzett|получател|адрес|alıcı|宛先|受信者|收件人|받는)/iu;
