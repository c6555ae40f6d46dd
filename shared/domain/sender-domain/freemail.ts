/** Domains that belong to a mail provider: nobody else can put records there, so they can never be authenticated, and with DMARC their mail must come from them. */

const NAMES = new Set(
  [
    'gmail.com googlemail.com google.com ymail.com rocketmail.com myyahoo.com aol.com aim.com icloud.com me.com mac.com msn.com passport.com',
    'proton.me protonmail.com protonmail.ch pm.me tutanota.com tuta.io tutamail.com fastmail.com fastmail.fm hey.com zohomail.com zohomail.eu',
    'mail.com email.com usa.com web.de freenet.de t-online.de arcor.de mail.ru bk.ru list.ru inbox.ru internet.ru rambler.ru ya.ru',
    'orange.fr wanadoo.fr laposte.net free.fr sfr.fr libero.it virgilio.it tiscali.it seznam.cz wp.pl o2.pl onet.pl interia.pl',
    'qq.com foxmail.com 163.com 126.com yeah.net sina.com sohu.com naver.com daum.net hanmail.net rediffmail.com uol.com.br bol.com.br terra.com.br',
    'comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net btinternet.com sky.com bigpond.com',
  ]
    .join(' ')
    .split(' '),
);

/** Under each country: `yahoo.co.uk`, `outlook.de`. */
const FAMILIES = /^(?:yahoo|outlook|hotmail|live|gmx|yandex)\.(?:[a-z]{2}|com|net|org|(?:com?|org)\.[a-z]{2})$/;

/** `domain` in ASCII and lower case. */
export const isFreemail = (domain: string): boolean => NAMES.has(domain) || FAMILIES.test(domain);
