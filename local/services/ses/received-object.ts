/**
 * What SES writes to S3 for a received mail: the bytes as they came behind the header fields SES adds.
 * The fields and their order follow the sample in
 * https://docs.aws.amazon.com/ses/latest/dg/receiving-email-action-lambda-event.html; X-SES-RECEIPT and X-SES-DKIM-SIGNATURE are left out:
 * they are opaque to everybody but SES, so any value would be invented.
 */
import { createHash } from 'node:crypto';
import { REGION } from '#local/kernel/aws.ts';
import type { Random } from '#local/kernel/random.ts';
import { domainOf, readAddressList } from './addresses.ts';
import { fieldValue, type HeaderField } from './header-fields.ts';
import { holdsSpam, holdsVirus } from './scan.ts';

export const INBOUND_HOST = `inbound-smtp.${REGION}.amazonaws.com`;

/** Who handed the mail in. Names as the client gave them. */
export interface SmtpClient {
  readonly helo: string;
  readonly address: string;
  readonly secure: boolean;
}

type Verdict = 'PASS' | 'FAIL' | 'GRAY' | 'PROCESSING_FAILED' | 'DISABLED';

export interface Verdicts {
  readonly spam: Verdict;
  readonly virus: Verdict;
  readonly spf: Verdict;
  readonly dkim: Verdict;
  readonly dmarc: Verdict;
}

/** `d6iitobk75ur44p8kdnnp7g2n800`, today 40 characters of a-v and 0-9: base 32 with the digits first. */
export const newInboundId = (now: number, random: Random): string => {
  // The seeded random source repeats itself after a restart, the time does not.
  const hash = createHash('sha256')
    .update(`${now} ${random.hex(16)}`)
    .digest('hex')
    .slice(0, 50);
  return BigInt(`0x${hash}`).toString(32).padStart(40, '0');
};

/**
 * What SPF, DKIM and DMARC would have said, in a header that whoever tries things out puts into the mail: `X-Postroom-Verdicts: spf=PASS dmarc=FAIL`. As the strings of
 * scan.ts it exists so that a verdict can be provoked; SES knows nothing of it, so deployed it means nothing.
 */
const WANTED = /\b(spf|dkim|dmarc)=(PASS|FAIL|GRAY|PROCESSING_FAILED)\b/g;

const isVerdict = (word: string | undefined): word is Verdict => word !== undefined && word in RESULTS;

/** As Authentication-Results says it (RFC 8601 section 2.7). */
const RESULTS = { PASS: 'pass', FAIL: 'fail', GRAY: 'none', PROCESSING_FAILED: 'temperror', DISABLED: 'none' } as const;

const wantedIn = (fields: readonly HeaderField[]): ReadonlyMap<string, Verdict> =>
  new Map(
    [...(fieldValue(fields, 'x-postroom-verdicts') ?? '').matchAll(WANTED)].flatMap(([, kind = '', verdict]) =>
      isVerdict(verdict) ? [[kind, verdict]] : [],
    ),
  );

/**
 * Nobody resolves DNS here, so no mail passes by itself: GRAY stands for "there is no SPF policy", "not DKIM-signed" and "no DMARC policy"; a
 * signature that cannot be checked is PROCESSING_FAILED ("DNS queries are failing"). Without ScanEnabled the first two are DISABLED.
 */
export const judge = (raw: Buffer, fields: readonly HeaderField[], scan: boolean): Verdicts => {
  const signed = fieldValue(fields, 'dkim-signature') !== undefined;
  const wanted = wantedIn(fields);
  return {
    spam: scan ? (holdsSpam(raw) ? 'FAIL' : 'PASS') : 'DISABLED',
    virus: scan ? (holdsVirus(raw) ? 'FAIL' : 'PASS') : 'DISABLED',
    spf: wanted.get('spf') ?? 'GRAY',
    dkim: wanted.get('dkim') ?? (signed ? 'PROCESSING_FAILED' : 'GRAY'),
    dmarc: wanted.get('dmarc') ?? 'GRAY',
  };
};

/** `Fri, 11 Sep 2015 20:32:33 +0000` */
export const mailDate = (now: number): string => new Date(now).toUTCString().replace('GMT', '+0000');

/** A line break in a client's name would forge header fields. */
const oneLine = (text: string): string => text.replace(/[\r\n\0]+/g, ' ');

export const addedFields = (mail: {
  id: string;
  from: string;
  recipient: string;
  client: SmtpClient;
  verdicts: Verdicts;
  /** Of the mail as it came. */
  fields: readonly HeaderField[];
  now: number;
}): string => {
  const helo = oneLine(mail.client.helo);
  const ip = oneLine(mail.client.address);
  const from = oneLine(mail.from);
  const permitted = { PASS: 'permitted', FAIL: 'denied' }[String(mail.verdicts.spf)] ?? 'neither permitted nor denied';
  const spf =
    `${RESULTS[mail.verdicts.spf]} (spfCheck: ${ip} is ${permitted} by domain of ${domainOf(from) || helo}) ` +
    `client-ip=${ip}; envelope-from=${from}; helo=${helo};`;
  const author = readAddressList(fieldValue(mail.fields, 'from') ?? '')[0]?.address ?? '';
  const dkim = mail.verdicts.dkim === 'GRAY' ? [] : [`dkim=${RESULTS[mail.verdicts.dkim]};`];
  const lines = [
    `Return-Path: <${from}>`,
    `Received: from ${helo} (${helo} [${ip}])`,
    ` by ${INBOUND_HOST} with SMTP id ${mail.id}`,
    ` for ${oneLine(mail.recipient)};`,
    ` ${mailDate(mail.now)} (UTC)`,
    ...(mail.verdicts.spam === 'DISABLED' ? [] : [`X-SES-Spam-Verdict: ${mail.verdicts.spam}`]),
    ...(mail.verdicts.virus === 'DISABLED' ? [] : [`X-SES-Virus-Verdict: ${mail.verdicts.virus}`]),
    `Received-SPF: ${spf}`,
    'Authentication-Results: amazonses.com;',
    ...[`spf=${spf}`, ...dkim, `dmarc=${RESULTS[mail.verdicts.dmarc]} header.from=${oneLine(domainOf(author))};`].map(
      (result) => ` ${result}`,
    ),
  ];
  return `${lines.join('\r\n')}\r\n`;
};
