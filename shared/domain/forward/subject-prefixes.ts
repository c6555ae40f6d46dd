/** What the subject of a mail says of it by its first prefix: `FW:`, `WG:`, `轉寄：` a forward, `Re:`, `AW:`, `回复：` a reply. For forwarded.ts. */

export interface SubjectSays {
  /** `either`: `VS:` is a forward in Danish and Norwegian (videresendt), a reply in Finnish and Estonian (vastaus, vastus). */
  readonly says: 'forward' | 'reply' | 'either' | 'neither';
  /** The subject without that prefix. */
  readonly rest: string;
}

const FORWARD = new Set([
  ...[
    'fw',
    'fwd',
    'fwrd',
    'forward',
    'forwarded',
    'wg',
    'wtr',
    'weitergel',
    'tr',
    'rv',
    'renv',
    'reenv',
    'enc',
    'res enc',
    'i',
    'inoltro',
    'inoltra',
  ],
  ...[
    'doorst',
    'doorgest',
    'doorgestuurd',
    'vb',
    'vl',
    'fs',
    'ed',
    'edasi',
    'pārs',
    'pārsūt',
    'pers',
    'persiųsta',
    'pd',
    'przek',
    'předat',
    'přep',
    'prep',
  ],
  ...[
    'továbbítás',
    'továbbítva',
    'továbbküldés',
    'tovább',
    'redir',
    'redirecţionat',
    'trans',
    'prosl',
    'proslj',
    'posr',
    'iletilen',
    'i̇lt',
    'ilt',
    'i̇let',
    'yönl',
  ],
  ...[
    'rnv',
    'reenviat',
    'trs',
    'terusan',
    'ch tiếp',
    'chuyển tiếp',
    'ct',
    'пер',
    'пересл',
    'пересылка',
    'переслано',
    'переадр',
    'на',
    'пр',
    'препр',
  ],
  ...[
    'πρθ',
    'προωθ',
    'הועבר',
    'העברה',
    'إعادة توجيه',
    'إعادة إرسال',
    'تحويل',
    'نقل',
    'بازارسال',
    'هدایت',
    'ส่งต่อ',
    'अग्रे',
  ],
  ...['転送', '转发', '转寄', '轉寄', '轉發', '전달', 'fwd msg'],
]);

const REPLY = new Set([
  ...[
    're',
    'r',
    'aw',
    'antw',
    'antwort',
    'sv',
    'res',
    'rif',
    'ref',
    'rép',
    'réf',
    'resp',
    'odp',
    'odg',
    'vá',
    'ynt',
    'yan',
    'ats',
    'atb',
    'bls',
    'tl',
    'trả lời',
  ],
  ...[
    'răsp',
    'rasp',
    'отв',
    'ответ',
    'відп',
    'отг',
    'απ',
    'απαντ',
    'σχετ',
    'השב',
    'תשובה',
    'رد',
    'پاسخ',
    'ตอบ',
    'ตอบกลับ',
  ],
  ...['回复', '答复', '回覆', '答覆', '返信', '회신', '답장', 'vast', 'svar', 'rispondi', 'respuesta'],
]);

const EITHER = new Set(['vs']);

/** Longer than the longest prefix with its count. */
const MAX_PREFIX_LENGTH = 24;

/** Gateways put `[EXTERNAL]` or `[SPAM]` before everything else, mailing lists their name. */
const TAG = /^\s*(?:\[[^\]]{0,60}\]|\*{1,3}[^*]{0,60}\*{1,3})\s*/u;

const withoutTags = (subject: string): string => {
  let rest = subject.trim();
  for (let tags = 0; tags < 5 && TAG.test(rest); tags += 1) rest = rest.replace(TAG, '');
  return rest;
};

/** `Fwd[2]:`, `Re (3):`, `Redir.:`. */
const evenPrefix = (prefix: string): string =>
  prefix
    .replace(/[[(]\d{1,3}[\])]|\^\d{1,3}/g, '')
    .replace(/[.\s]+/g, ' ')
    .trim()
    .toLowerCase();

export const subjectSays = (subject: string): SubjectSays => {
  const untagged = withoutTags(subject);
  const colon = untagged.slice(0, MAX_PREFIX_LENGTH).search(/[:：]/);
  const prefix = colon < 0 ? '' : evenPrefix(untagged.slice(0, colon));
  const rest = untagged.slice(colon + 1).trim();
  if (FORWARD.has(prefix)) return { says: 'forward', rest };
  if (REPLY.has(prefix)) return { says: 'reply', rest };
  if (EITHER.has(prefix)) return { says: 'either', rest };
  // Some programs write `Subject (fwd)` behind (pine, mutt of old).
  const behind = / ?\(fwd\)$/i;
  if (behind.test(untagged.slice(-6))) return { says: 'forward', rest: untagged.slice(0, -6).trim() };
  return { says: 'neither', rest: untagged };
};
