/** All of a domain at one time: record by record, a score, and whether mail may come from it (FEATURES 104-107). */

import { readDmarc } from './dmarc.ts';
import type { DnsAnswer, DnsType } from './dns-answer.ts';
import { judgeRecord, type RecordStatus, type Warning } from './judge-record.ts';
import { PURPOSES, type Purpose, REQUIRED, type WantedRecord, WEIGHTS, WHY } from './records.ts';

export interface ShownRecord extends WantedRecord {
  readonly required: boolean;
  readonly why: string;
  readonly status: RecordStatus;
  readonly found: readonly string[];
}

export interface DomainReport {
  readonly records: readonly ShownRecord[];
  readonly scoreOf: readonly { readonly purpose: Purpose; readonly weight: number; readonly points: number }[];
  readonly warnings: readonly Warning[];
}

export interface DomainJudgement {
  readonly report: DomainReport;
  readonly score: number;
  /** `unknown`: somebody did not answer; what was true before stays true. */
  readonly verdict: 'authenticated' | 'not-authenticated' | 'unknown';
  readonly coversSubdomains: boolean;
  readonly ownership: RecordStatus;
}

export interface Looked {
  readonly wanted: readonly WantedRecord[];
  readonly answer: (type: DnsType, name: string) => DnsAnswer;
  /** DMARC of the organisation's domain, which counts where the domain has none of its own (RFC 7489 section 6.6.3). */
  readonly organisationDmarc?: DnsAnswer;
  /** Of the domain's own SPF record with all it refers to. */
  readonly spfLookups: number;
  /** SES has found its records and signs. */
  readonly isSigned: boolean;
}

/** Strangers' records are shown: so many, so long, one line each. */
const MAX_FOUND = 8;
const shown = (values: readonly string[]): readonly string[] =>
  values.slice(0, MAX_FOUND).map((value) =>
    value
      .replace(/\p{Cc}+/gu, ' ')
      .slice(0, 300)
      .toWellFormed(),
  );

const valuesOf = (answer: DnsAnswer | undefined): readonly string[] => (answer?.kind === 'found' ? answer.values : []);

export const judgeDomain = (looked: Looked): DomainJudgement => {
  const answerFor = ({ type, name, purpose }: WantedRecord): DnsAnswer => {
    const own = looked.answer(type, name);
    const hasNone = own.kind === 'none' || (own.kind === 'found' && readDmarc(own.values).kind === 'none');
    return purpose === 'dmarc' && hasNone ? (looked.organisationDmarc ?? own) : own;
  };
  const judged = looked.wanted.map((wanted) => {
    const answer = answerFor(wanted);
    return { wanted, answer, ...judgeRecord(wanted, answer, looked.spfLookups) };
  });
  const of = (purpose: Purpose) => judged.filter(({ wanted }) => wanted.purpose === purpose);
  const scoreOf = PURPOSES.flatMap((purpose) => {
    const all = of(purpose);
    const weight = WEIGHTS[purpose];
    const right = all.filter(({ status }) => status === 'ok').length;
    return weight === 0 || all.length === 0
      ? []
      : [{ purpose, weight, points: Math.floor((weight * right) / all.length) }];
  });
  const required = judged.filter(({ wanted }) => REQUIRED.includes(wanted.purpose) && wanted.purpose !== 'dkim');
  const isRight = looked.isSigned && required.every(({ status }) => status === 'ok');
  // SES has the last word on its signature, and it says no only when the records are gone for days.
  const isOpen = looked.isSigned && required.every(({ status }) => status === 'ok' || status === 'unknown') && !isRight;
  const dmarc = readDmarc(of('dmarc').flatMap(({ answer }) => valuesOf(answer)));
  const isPasted = of('dkim').every(({ status }) => status === 'ok');
  const pending: Warning[] =
    isPasted && !looked.isSigned
      ? [
          {
            code: 'dkim-pending',
            message: 'The DKIM records are there; SES has not looked yet. That takes minutes, at most 72 hours.',
          },
        ]
      : [];
  return {
    report: {
      records: judged.map(({ wanted, answer, status }) => ({
        ...wanted,
        required: REQUIRED.includes(wanted.purpose),
        why: WHY[wanted.purpose],
        status,
        found: shown(valuesOf(answer)),
      })),
      scoreOf,
      warnings: [...judged.flatMap(({ warnings }) => warnings), ...pending],
    },
    score: scoreOf.reduce((sum, { points }) => sum + points, 0),
    verdict: isRight ? 'authenticated' : isOpen ? 'unknown' : 'not-authenticated',
    coversSubdomains: !(dmarc.kind === 'policy' && dmarc.strictDkim),
    ownership: of('ownership')[0]?.status ?? 'unknown',
  };
};
