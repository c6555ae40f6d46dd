import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arnMatches, compileMatcher, globMatches } from '#local/iam/globs.ts';

describe('wildcards of policies', () => {
  it.each([
    ['sqs:Send*', 'sqs:SendMessage', true],
    ['sqs:Send*', 'sqs:ReceiveMessage', false],
    ['s3:Get*Acl', 's3:GetObjectAcl', true],
    ['s3:Get*Acl', 's3:GetObjectAclX', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a*b*c', 'aXbXbXc', true],
    ['a*', 'a*', true],
    ['literal', 'literal*', false],
    ['', '', true],
    ['**', '', true],
  ])('"%s" against "%s" is %s', (pattern, text, expected) => {
    expect(globMatches(pattern, text)).toBe(expected);
  });

  it('answers as a regular expression would, for any pattern of stars, question marks and letters', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '*'), maxLength: 12 });
    fc.assert(
      fc.property(word, text, (pattern, value) => {
        const source = [...pattern].map((c) => (c === '*' ? '.*' : c === '?' ? '.' : c)).join('');
        expect(globMatches(pattern, value)).toBe(new RegExp(`^${source}$`, 's').test(value));
      }),
    );
  });

  it('does not slow down on a hostile object key', () => {
    // Backtracking over five stars would take 10,000^5 steps.
    expect(globMatches('*a*a*a*a*ab', 'a'.repeat(10_000))).toBe(false);
  });
});

describe('wildcards of ARNs', () => {
  it.each([
    ['arn:aws:sqs:*:000000000000:jobs', 'arn:aws:sqs:us-east-1:000000000000:jobs', true],
    ['arn:aws:sqs:*:jobs', 'arn:aws:sqs:us-east-1:000000000000:jobs', false],
    ['arn:aws:s3:::mails/*', 'arn:aws:s3:::mails/in/a:b', true],
    ['arn:aws:s3:::mails/*', 'arn:aws:s3:::mails', false],
    ['arn:aws:s3:::mail?', 'arn:aws:s3:::mails', true],
    ['arn:aws:logs:us-east-1:1:log-group:g:*', 'arn:aws:logs:us-east-1:1:log-group:g:log-stream:x', true],
    ['arn:aws:execute-api:us-east-1:1:api/*/*/*', 'arn:aws:execute-api:us-east-1:1:api/$default/GET/v1/x', true],
    ['*', 'anything', true],
  ])('"%s" against "%s" is %s', (pattern, arn, expected) => {
    expect(arnMatches(pattern, arn)).toBe(expected);
    expect(compileMatcher([pattern], arnMatches)(arn)).toBe(expected);
  });
});
