import { describe, expect, test } from 'vitest';
import { Failure, type FailureKind } from '#shared/domain/failure.ts';
import { conflict, notFound, problemAnswer } from '#shared/edge/problem.ts';

const answer = (failure: unknown) => {
  const { statusCode, headers, body } = problemAnswer(failure, 'request-1');
  return { statusCode, headers, body: JSON.parse(body ?? '') };
};

describe('what was thrown becomes a problem document', () => {
  test.each<[number, string, unknown]>([
    [404, 'not-found', notFound()],
    [409, 'tenant-exists', conflict('tenant-exists', 'There is one.')],
    [422, 'not-storable', new Failure('invalid-input', 'not-storable', 'The table refused these values.')],
    [503, 'unavailable', new Failure('unavailable', 'table-unavailable', 'arn:aws:dynamodb:::table/secret')],
    [500, 'internal', new Failure('misconfigured', 'environment', 'CRM_TABLE is missing')],
    [500, 'internal', new TypeError('Cannot read properties of undefined (reading secret)')],
    [500, 'internal', 'a thrown string with a secret'],
    [500, 'internal', undefined],
  ])('%i %s', (status, code, failure) => {
    const { statusCode, headers, body } = answer(failure);
    expect([statusCode, body.status, body.code, body.requestId]).toEqual([status, status, code, 'request-1']);
    expect(headers).toMatchObject({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  });

  test('without a word of what is inside, when it is no fault of the caller', () => {
    for (const failure of [
      new Failure('unavailable', 'table-unavailable', 'secret', new Error('secret')),
      new Failure('misconfigured', 'secret', 'secret'),
      new Error('secret', { cause: 'secret' }),
      { secret: 'secret' },
    ])
      expect(JSON.stringify(problemAnswer(failure, 'r'))).not.toContain('secret');
  });

  test('that says when to come back only where it may help', () => {
    expect(answer(new Failure('unavailable', 'x', 'x')).headers).toMatchObject({ 'retry-after': '2' });
    expect(answer(notFound()).headers).not.toHaveProperty('retry-after');
  });

  test('that names the field also when the fault was found below the contract', () => {
    const kind: FailureKind = 'invalid-input';
    expect(answer(new Failure(kind, 'invalid-cursor', 'not ours')).body.errors).toEqual([
      { field: 'cursor', message: 'not ours' },
    ]);
    expect(answer(new Failure(kind, 'not-storable', 'x')).body).not.toHaveProperty('errors');
  });
});
