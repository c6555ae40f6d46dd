import { describe, expect, test } from 'vitest';
import { handOverOf } from '#shared/adapters/mailgun/mailgun-answer.ts';

const answered = (status: number, body: unknown = { message: 'Some words' }) =>
  handOverOf({ kind: 'answer', status, body }, 'our-id');

describe('[F101] what Mailgun answers', () => {
  test('200 is taken, and the Message-ID is the one it names', () => {
    const taken = (id: unknown) => answered(200, { id, message: 'Queued. Thank you.' });
    expect(taken('<2026.ab@acme.example>')).toEqual({ kind: 'accepted', messageId: '2026.ab@acme.example' });
    // What is no Message-ID goes into no header: ours stands.
    for (const odd of ['<a@b>\r\nBcc: x@y', '', 7, undefined, 'a b@c', '<a@b@c>'])
      expect(taken(odd)).toEqual({ kind: 'accepted', messageId: 'our-id' });
  });

  test.each([
    [400, "'to' parameter is not a valid address. please check documentation", 'recipient-refused'],
    [400, 'to parameter is not a valid address', 'recipient-refused'],
    [400, 'Too many recipients; max is 1000', 'too-many-recipients'],
    [400, "'message' parameter is not a file", 'rejected'],
    [401, 'Forbidden', 'key-refused'],
    [402, 'Payment required', 'account-suspended'],
    [403, 'Invalid private key', 'key-refused'],
    [403, 'Domain x is not allowed to send: The domain is disabled', 'account-suspended'],
    [404, 'Domain not found: x', 'sender-not-verified'],
    [413, 'Request Entity Too Large', 'too-large-for-server'],
    [422, 'What is this', 'rejected'],
    [301, 'Elsewhere', 'rejected'],
  ])('%i "%s" is refused: %s', (status, message, code) => {
    expect(answered(status, { message })).toEqual({ kind: 'refused', code, answer: `${status} ${message}` });
  });

  test('429 is for now, and what it says is one line', () => {
    expect(answered(429, { message: 'Slow\r\ndown\u2028please' })).toEqual({
      ...{ kind: 'busy', code: 'sending-limit', answer: '429 Slow down please' },
    });
    expect(answered(429, 'not even JSON')).toEqual({ kind: 'busy', code: 'sending-limit', answer: '429' });
  });

  test('5xx and a lost answer may have been taken, so a person decides; without a connection nothing was', () => {
    for (const status of [500, 502, 503, 504, 204]) expect(answered(status)).toEqual({ kind: 'unconfirmed' });
    const lost = (mayHaveArrived: boolean) =>
      handOverOf({ kind: 'none', mayHaveArrived, why: 'ECONNREFUSED' }, 'our-id');
    expect(lost(true)).toEqual({ kind: 'unconfirmed' });
    expect(lost(false)).toEqual({ kind: 'busy', code: 'server-unreachable', answer: 'ECONNREFUSED' });
  });
});
