import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultActionOf } from '#shared/domain/mailroom/default-actions.ts';
import { type ReasonCode, reasonOf } from '#shared/domain/mailroom/reason.ts';
import { CRITERION_FIELDS, OPERATORS, RULE_ACTIONS } from '#shared/domain/rules/rule.ts';
import { PROJECT_FOLDER } from '#tests/support/synthesize-once.ts';

const GUIDE = readFileSync(join(PROJECT_FOLDER, 'docs', 'mailroom.md'), 'utf8');

test.each([...OPERATORS, ...CRITERION_FIELDS, ...RULE_ACTIONS])('docs/mailroom.md explains %s', (word) => {
  expect(GUIDE).toContain(`\`${word}\``);
});

describe('[F3] the six built-in suffixes', () => {
  test.each([
    ['archive', 'archive'],
    ['case', 'create-case'],
    ['lead', 'create-lead'],
    ['opportunity', 'create-opportunity'],
    ['contact', 'create-contact'],
    ['org', 'create-organization'],
  ])('+%s', (suffix, action) => {
    expect(defaultActionOf(suffix)).toBe(action);
  });

  test.each(['', 'leads', 'lead+x', ' lead', 'constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    '%j is none',
    (suffix) => {
      expect(defaultActionOf(suffix)).toBeUndefined();
    },
  );
});

/** By type complete: a new code does not compile until it stands here. */
const CODES: Record<ReasonCode, true> = {
  'unknown-handle': true,
  duplicate: true,
  'no-rule-matched': true,
  'not-logged': true,
  'blocked-sender': true,
  'not-allowed': true,
  'one-conversation': true,
  'case-closed': true,
  'unknown-record': true,
  'not-related': true,
  'sender-not-approved': true,
  'too-many-records': true,
  'nothing-in-body': true,
  'unknown-user-address': true,
  'not-your-sender': true,
  'forged-sender': true,
  'no-original': true,
  'no-sender': true,
  'no-customer': true,
  'passed-on': true,
  'no-record-found': true,
  'not-a-contact': true,
  'automatic-reply': true,
  bounce: true,
  complaint: true,
  'forwarding-confirmation': true,
  'own-mailbox': true,
  spam: true,
  virus: true,
  'too-complex': true,
  'unreadable-mail': true,
  'processing-failed': true,
  'record-store-refused': true,
};

/** Words of whoever builds mail systems; the reader sells things. */
const JARGON =
  /\b(MIME|SMTP|DSN|RFC|S3|SQS|SES|DynamoDB|Lambda|queue|payload|parse|exception|null|undefined|envelope|tenant id|header field|boundary|retry|idempotent|DMARC|SPF|DKIM)\b/i;

describe('[F6][F37] every reason', () => {
  test.each(Object.keys(CODES) as ReasonCode[])(
    '%s says what happened and what can be done, in plain sentences',
    (code) => {
      const reason = reasonOf(code);
      expect(reason.code).toBe(code);
      for (const sentence of [reason.message, reason.remedy]) {
        expect(sentence).toMatch(/^[A-Z].{10,200}[.]$/);
        expect(sentence).not.toMatch(JARGON);
        expect(sentence).not.toContain(code.includes('-') ? code : 'CODE');
      }
    },
  );

  test.each(Object.keys(CODES) as ReasonCode[])('%s stands in docs/mailroom.md in the same words', (code) => {
    const { message, remedy } = reasonOf(code);
    expect(GUIDE).toContain(`| \`${code}\` | ${message} | ${remedy} |`);
  });

  test('a detail follows the sentence and leaves the remedy alone', () => {
    const reason = reasonOf('duplicate', 'It is mail 01abc.');
    expect(reason.message).toBe(`${reasonOf('duplicate').message} It is mail 01abc.`);
    expect(reason.remedy).toBe(reasonOf('duplicate').remedy);
  });
});
