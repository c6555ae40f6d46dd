/** What went wrong, in one word, from what the other server said and its RFC 3463 code. For read-delivery-report.ts; shown, never decided on. */
import type { FailureWord } from './report.ts';

/** The first that fits wins: what says more stands above what says less (`blocked` is in many spam replies). */
const SAID: readonly (readonly [FailureWord, RegExp])[] = [
  ['virusdetected', /\b(virus|malware|worm|trojan|infected|suspicious attachment)\b/i],
  [
    'hasmoved',
    /\b(has moved|moved to|no longer (on server|with|works|employed|at this)|has been replaced|changed (his|her|their|its) address)\b/i,
  ],
  [
    'requireptr',
    /\b(no ptr|ptr record|reverse dns|rdns|reverse (lookup|mapping)|without a valid (sender domain|ptr)|forward-confirmed)\b/i,
  ],
  [
    'authfailure',
    /\b(dmarc|spf (fail|check|validation)|dkim|does not have authentication information|sender is unauthenticated|unauthenticated email|sender policy framework|fails to pass authentication)/i,
  ],
  [
    'notcompliantrfc',
    /(not rfc ?(2822|5322|5321)|rfc ?(5322|2822) compliant|multiple addresses in from|multiple .{0,20}addresses in from|duplicate header|multiple .{0,20}headers|missing (from|date|message-id)|not compliant)/i,
  ],
  [
    'notaccept',
    /(null mx|does(n't| not) (accept|receive) (e-?)?mail|no smtp service|nullmx|system not accepting|no mx (found|record)|couldn't find a mail exchanger|mail exchanger or ip address)/i,
  ],
  [
    'mailboxfull',
    /\b(is full|full\b|over (disk )?quota|over its quota|overquota|quota (exceed|violation|limit)|exceeded .{0,30}(quota|storage)|exceeds allowed size|out of storage|insufficient (storage|space))/i,
  ],
  [
    'suspend',
    /\b(account|mailbox|user|recipient|address|domain)\b.{0,60}\b(disabled|inactive|suspended|locked|deactivated|discontinued|blocked|bloque|closed|expired|on hold|frozen)\b|\bdisabled recipient|\binactive (user|mailbox|account|recipient)/i,
  ],
  [
    'norelaying',
    /\b(relay(ing)? (access )?(denied|not (permitted|allowed)|prohibited)|no relaying|unable to relay|not (permitted|allowed) to relay|relay not)\b/i,
  ],
  [
    'hostunknown',
    /(\b(host|domain)( name)? (is )?(unknown|not found|lookup fail|does(n't| not) exist)|\b(unknown|no such|bad destination) (host|domain)\b|\bhost not found|\bnxdomain\b|name service error|domain of sender)/i,
  ],
  [
    'userunknown',
    /\b((user|recipient|mailbox|address|account|alias|addressee|destinataire|empf(ä|ae)nger|name)\b.{0,60}\b(unknown|not found|does(n't| not) exist|not (known|recognized|listed)|invalid|unbekannt|inconnu|desconocid)|(unknown|no such|invalid|illegal|bad|nonexistent|non-existent) (local )?(user|recipient|mailbox|address|account|destination|addressee|alias|final delivery|rcpt|person)|no mailbox here|user doesn't have|not a (valid|registered|known)|unknown (recipient|or illegal)|recipient not found|invalide)/i,
  ],
  [
    'mesgtoobig',
    /(message|mail|size|header|e-?mail).{0,40}(too (big|large)|exceeds? (the |size|max|fixed)|size limit|maximum size)/i,
  ],
  ['exceedlimit', /(length|size) exceeds limit|exceeds (administrative|limit set)/i],
  [
    'toomanyconn',
    /(too many (connections|concurrent|sessions|smtp)|connection (limit|rate)|frequency limited|max(imum)? connections|connections? per)/i,
  ],
  [
    'speeding',
    /(at a rate|too (many|much) (messages?|mail|recipients)|rate limit|too fast|throttl|sending rate|volume of)/i,
  ],
  ['badreputation', /(reputation|user complaints|senderscore|unexpected volume)/i],
  [
    'spamdetected',
    /\b(spam|ube|uce|junk|unsolicited|blacklisted url|mail rejet[eé]|bulk mail|phishing)\b(?!.{0,20}(incident|house|cop))/i,
  ],
  ['policyviolation', /\bpolicy (violation|reasons?)\b/i],
  ['userunknown', /recipients? address rejected/i],
  [
    'blocked',
    /(blocked using|banned|blacklist|blocklist|block list|black list|dnsbl|rbl\b|spamhaus|client host|blocked by|ip address.{0,40}(block|reject|bloqu)|refused to talk|not accepted from|access denied|your ip|invalid ip|smtp server of your isp|relay quota|bad helo)/i,
  ],
  ['failedstarttls', /\b(starttls|tls (is )?(required|handshake)|must issue a starttls)\b/i],
  ['policyviolation', /(polic(y|ies)|not authorized to send|prohibited|header error|sender verification)/i],
  ['contenterror', /(content (rejected|not)|message content|headers? too large|mime (error|structure)|malformed)/i],
  ['systemfull', /(system|disk|file ?system|server).{0,20}(full|out of (disk )?space|no space)/i],
  [
    'networkerror',
    /(too many hops|loop|connection (refused|reset)|network (error|unreachable)|unable to establish|wasn't able to establish|dns error|routing|unreachable|no relevant answers)/i,
  ],
  [
    'expired',
    /(timed? ?out|expired|too long in|in the queue too long|retry time|retry timeout|giving up|\d+ attempts|delayed|could not deliver for|delivery time|not reachable|lookup failure|deferred)/i,
  ],
];

/** RFC 3463 section 3, and what IANA's registry added; the class is left out. */
const BY_CODE: ReadonlyMap<string, FailureWord> = new Map([
  ['1.1', 'userunknown'],
  ['1.2', 'hostunknown'],
  ['1.3', 'userunknown'],
  ['1.6', 'hasmoved'],
  ['1.10', 'notaccept'],
  ['2.1', 'suspend'],
  ['2.2', 'mailboxfull'],
  ['2.3', 'exceedlimit'],
  ['3.1', 'systemfull'],
  ['3.2', 'notaccept'],
  ['3.4', 'mesgtoobig'],
  ['4.1', 'networkerror'],
  ['4.2', 'networkerror'],
  ['4.4', 'hostunknown'],
  ['4.6', 'networkerror'],
  ['4.7', 'expired'],
  ['6.0', 'contenterror'],
  ['6.1', 'contenterror'],
  ['7.13', 'suspend'],
  ['7.20', 'authfailure'],
  ['7.23', 'authfailure'],
  ['7.25', 'requireptr'],
  ['7.26', 'authfailure'],
  ['7.27', 'notaccept'],
]);

/** Codes that mean one thing; the others are used loosely, and the words beside them say more. */
const EXACT = new Set(['1.2', '1.6', '2.2', '2.3', '3.2', '3.4', '7.13', '7.23', '7.25', '7.26', '7.27']);

export const reasonOf = (status: string | undefined, said: string): FailureWord | undefined => {
  const code = status?.slice(2) ?? '';
  const byCode = BY_CODE.get(code);
  if (byCode !== undefined && EXACT.has(code)) return byCode;
  const bounded = said.slice(0, 1_500);
  return SAID.find(([, words]) => words.test(bounded))?.[0] ?? byCode;
};
