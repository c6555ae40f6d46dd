import { describe, expect, test } from 'vitest';
import { cursorAfter, keyAfter } from '#shared/adapters/dynamodb/cursor.ts';
import {
  HttpMailroomEnvironment,
  PublicLinksEnvironment,
  ReceiveMailEnvironment,
} from '#shared/contracts/environment.ts';
import { readEnvironment } from '#shared/edge/environment.ts';

describe('cursors', () => {
  test.each(['01jd3x8q4v7m0000000000000a', '2026-11-21T09:00:00.000Z#mail-01', 'é€😀', 'x'.repeat(1024)])(
    'lead back to the item they were made of: %s',
    (sk) => {
      const { nextCursor } = cursorAfter({ pk: 'acme#mail', sk });
      expect(nextCursor).toMatch(/^[\w-]+$/);
      expect(keyAfter('acme#mail', nextCursor)).toEqual({ after: { pk: 'acme#mail', sk } });
    },
  );

  test('are absent on the last page and at the start', () => {
    expect(cursorAfter(undefined)).toEqual({});
    expect(keyAfter('acme#mail', undefined)).toEqual({});
  });

  const GIVEN = cursorAfter({ pk: 'acme#mail', sk: '01jd3x8q4v7m0000000000000a' }).nextCursor ?? '';
  test.each([
    ['of another list', 'other#mail', GIVEN],
    ['with a letter changed', 'acme#mail', `${GIVEN.slice(0, -1)}${GIVEN.endsWith('A') ? 'B' : 'A'}`],
    ['cut short', 'acme#mail', GIVEN.slice(0, -4)],
    ['with something behind it', 'acme#mail', `${GIVEN}=`],
    ['that is empty', 'acme#mail', ''],
    ['that is no base 64', 'acme#mail', '!!!'],
    ['that is a bare key', 'acme#mail', Buffer.from('01jd3x8q4v7m0000000000000a').toString('base64url')],
  ])('one %s is refused, not read as a place to start from', (_what, pk, cursor) => {
    expect(() => keyAfter(pk, cursor)).toThrow(
      expect.objectContaining({ kind: 'invalid-input', code: 'invalid-cursor' }),
    );
  });
});

describe('the environment of a function', () => {
  const FULL = {
    POSTROOM_FUNCTION: 'receive-mail',
    INBOUND_DOMAINS: 'In.Postroom.test, mail.second.example',
    CRM_TABLE: 'c',
    MAIL_TABLE: 'm',
    SENDING_TABLE: 't',
    DUE_TABLE: 'd',
    WORKFLOW_QUEUE_URL: 'q',
    SETTINGS_TABLE: 's',
    MAIL_BUCKET: 'b',
    EVENT_BUS: 'events',
  };

  test('is parsed, and domains are compared in lower case', () => {
    expect(readEnvironment(ReceiveMailEnvironment, { ...FULL, PATH: '/bin' })).toEqual({
      ...FULL,
      INBOUND_DOMAINS: ['in.postroom.test', 'mail.second.example'],
    });
  });

  test.each(Object.keys(FULL))('stops the start by name when %s is missing or empty', (name) => {
    const misconfigured = expect.objectContaining({
      kind: 'misconfigured',
      retryable: false,
      message: `Environment variable missing or empty: ${name}.`,
    });
    expect(() => readEnvironment(ReceiveMailEnvironment, { ...FULL, [name]: undefined })).toThrow(misconfigured);
    expect(() => readEnvironment(ReceiveMailEnvironment, { ...FULL, [name]: '' })).toThrow(misconfigured);
  });

  test('names all that are missing at once', () => {
    expect(() => readEnvironment(HttpMailroomEnvironment, { ...FULL })).toThrow(
      'TENANT_CLAIM, USER_CLAIM, ROLE_CLAIM, RECEIVE_QUEUE_URL',
    );
  });

  test('says no value in the error: it may be a secret', () => {
    expect(() => readEnvironment(PublicLinksEnvironment, { SECRET: 'hunter2' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });
});
