import { expect, test } from 'vitest';
import { signRequest } from '#shared/adapters/kms/sign-request.ts';

const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const REQUEST = {
  host: 'example.amazonaws.com',
  headers: {},
  body: '',
  region: 'us-east-1',
  service: 'service',
  nowMs: Date.UTC(2015, 7, 30, 12, 36),
};

test("signs as AWS's own test suite for Signature Version 4 does (post-vanilla)", () => {
  expect(signRequest(REQUEST, KEYS)).toEqual({
    host: 'example.amazonaws.com',
    'x-amz-date': '20150830T123600Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
  });
});

test('signs the session token, every header and the body', () => {
  const signatureOf = (more: Partial<typeof REQUEST>, token = 'token') =>
    signRequest({ ...REQUEST, ...more }, { ...KEYS, sessionToken: token })['authorization'];
  const signed = signatureOf({});
  expect(signed).toContain('SignedHeaders=host;x-amz-date;x-amz-security-token,');
  const others = [signatureOf({ body: '{}' }), signatureOf({ headers: { 'x-amz-target': 't' } }), signatureOf({}, 'b')];
  expect(new Set([signed, ...others]).size).toBe(4);
});
