/** Is this record as it has to be? For judge-domain.ts; in words for whoever keeps the domain's DNS. */

import { readDmarc } from './dmarc.ts';
import type { DnsAnswer } from './dns-answer.ts';
import type { WantedRecord } from './records.ts';
import { includesAmazon, MAX_SPF_LOOKUPS, readSpf, spfAmong } from './spf.ts';

/** `unknown`: no name server answered; it may be right. */
export type RecordStatus = 'ok' | 'missing' | 'wrong' | 'unknown';

export interface RecordJudgement {
  readonly status: RecordStatus;
  readonly warnings: readonly Warning[];
}

export interface Warning {
  readonly code: string;
  readonly message: string;
}

const status = (of: RecordStatus, ...warnings: Warning[]): RecordJudgement => ({ status: of, warnings });

const dmarc = (values: readonly string[]): RecordJudgement => {
  const reading = readDmarc(values);
  switch (reading.kind) {
    case 'none':
      return status('missing');
    case 'several':
      return status('wrong', {
        code: 'dmarc-several',
        message: 'There are several DMARC records; receivers then follow none of them. Leave one.',
      });
    case 'invalid':
      return status('wrong', {
        code: 'dmarc-invalid',
        message: 'The DMARC record has no policy that receivers know; it needs p=none, p=quarantine or p=reject.',
      });
    case 'policy':
      return status('ok');
  }
};

/** `lookups`: with all records this one refers to. */
const spf = (name: string, values: readonly string[], lookups: number): RecordJudgement => {
  const [record, ...more] = spfAmong(values);
  if (record === undefined) return status('missing');
  if (more.length > 0)
    return status('wrong', {
      code: 'spf-several',
      message: `${name} has ${more.length + 1} SPF records; with more than one, SPF fails for all its mail. Make them one.`,
    });
  if (readSpf(record).allowsAll)
    return status('wrong', {
      code: 'spf-allows-all',
      message: `The SPF record of ${name} ends in +all: it lets anybody send as your domain. End it in ~all.`,
    });
  if (lookups > MAX_SPF_LOOKUPS)
    return status('wrong', {
      code: 'spf-too-many-lookups',
      message: `The SPF record of ${name} needs more than ${MAX_SPF_LOOKUPS} DNS look-ups; SPF then fails for all its mail. Take out services you no longer use.`,
    });
  return status('ok');
};

const mailFromSpf = (name: string, values: readonly string[]): RecordJudgement => {
  const judged = spf(name, values, 0);
  const [record = ''] = spfAmong(values);
  return judged.status === 'ok' && !includesAmazon(record) ? status('wrong') : judged;
};

/** RFC 7505: `0 .`, a domain that takes no mail. */
const isNullMx = (value: string): boolean => /^\d+ \.?$/.test(value);

const hostOf = (value: string): string => value.replace(/^\d+ +/, '').toLowerCase();

export const judgeRecord = (wanted: WantedRecord, answer: DnsAnswer, spfLookups: number): RecordJudgement => {
  if (answer.kind === 'unknown') return status('unknown');
  const values = answer.kind === 'found' ? answer.values : [];
  if (wanted.purpose === 'dmarc') return dmarc(values);
  if (wanted.purpose === 'spf') return spf(wanted.name, values, spfLookups);
  if (wanted.purpose === 'mail-from-spf') return mailFromSpf(wanted.name, values);
  // Verification texts of other services stand at the same names.
  if (wanted.purpose === 'ownership') return status(values.includes(wanted.value) ? 'ok' : 'missing');
  if (values.length === 0) return status('missing');
  if (wanted.purpose === 'inbound') return status(values.every(isNullMx) ? 'wrong' : 'ok');
  // SES takes one MX and no other (SES guide, "Using a custom MAIL FROM domain"): with two it could be the other one that gets the bounces.
  return status(values.every((value) => hostOf(value) === hostOf(wanted.value)) ? 'ok' : 'wrong');
};
