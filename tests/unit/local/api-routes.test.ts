import { describe, expect, test } from 'vitest';
import { readFunctionAnswer } from '#local/api/gateway-answer.ts';
import { encodeBody } from '#local/api/request-body.ts';
import { readTarget } from '#local/api/request-event.ts';
import { makeRouteTable } from '#local/api/routes.ts';

describe('the route of a request', () => {
  const keys = [
    '$default',
    'ANY /{proxy+}',
    'GET /v1/{proxy+}',
    'GET /v1/emails/{id}',
    'ANY /v1/emails/{id}',
    'GET /v1/emails/count',
    'GET /v1/{module}/count',
    'POST /v1/emails',
    'GET /v1/emails/{id}/attachments/{n}',
    'GET /',
  ];
  const table = makeRouteTable(keys.map((routeKey) => ({ routeKey, route: routeKey })));

  test.each([
    ['GET', '/v1/emails/count', 'GET /v1/emails/count', {}],
    ['GET', '/v1/emails/7', 'GET /v1/emails/{id}', { id: '7' }],
    ['PATCH', '/v1/emails/7', 'ANY /v1/emails/{id}', { id: '7' }],
    ['GET', '/v1/leads/count', 'GET /v1/{module}/count', { module: 'leads' }],
    ['GET', '/v1/emails/7/attachments/2', 'GET /v1/emails/{id}/attachments/{n}', { id: '7', n: '2' }],
    ['GET', '/v1/emails/7/raw', 'GET /v1/{proxy+}', { proxy: 'emails/7/raw' }],
    ['POST', '/v1/emails/7/raw', 'ANY /{proxy+}', { proxy: 'v1/emails/7/raw' }],
    ['GET', '/v1/emails/', 'GET /v1/{proxy+}', { proxy: 'emails/' }],
    ['GET', '/', 'GET /', {}],
    ['POST', '/', '$default', {}],
  ])('%s %s is %s', (method, path, route, pathParameters) => {
    expect(table(method, path)).toEqual({ route, pathParameters });
  });

  test('is none for another method, a trailing slash, an empty segment or HEAD of a GET', () => {
    const strict = makeRouteTable([{ routeKey: 'GET /v1/emails/{id}', route: 1 }]);
    const missed = [
      ['POST', '/v1/emails/7'],
      ['GET', '/v1/emails/7/'],
      ['GET', '/v1/emails/'],
      ['GET', '/v1/emails'],
      ['HEAD', '/v1/emails/7'],
    ];
    expect(missed.map(([method = '', path = '']) => strict(method, path))).toEqual(missed.map(() => undefined));
    expect(strict('GET', '/v1/emails/7')).toBeDefined();
  });
});

describe('the path of a request', () => {
  test.each([
    ['/v1/a%40b?x=%20', { path: '/v1/a@b', rawQueryString: 'x=%20' }],
    ['/v1/a%3Fb/c', { path: '/v1/a', rawQueryString: '' }],
    ['/v1/%zz', undefined],
  ])('%s is handed over decoded', (url, target) => {
    expect(readTarget(url)).toEqual(target);
  });
});

describe('a body', () => {
  test.each([
    ['application/json', false],
    ['application/json; charset=utf-8', false],
    ['Text/HTML', false],
    ['application/xml', false],
    ['application/x-www-form-urlencoded', true],
    ['application/problem+json', true],
    ['application/octet-stream', true],
    [undefined, true],
  ])('of type %s is base64-encoded: %s', (contentType, isBase64Encoded) => {
    const body = Buffer.from('ä');
    expect(encodeBody(body, contentType)).toEqual({ body: isBase64Encoded ? 'w6Q=' : 'ä', isBase64Encoded });
  });
});

describe('a function’s answer', () => {
  const text = (payload: unknown) => {
    const { status, headers, body } = readFunctionAnswer(payload);
    return { status, headers, body: body.toString() };
  };
  const json = { 'content-type': 'application/json' };

  test('without a status is the JSON body of a 200', () => {
    expect(text({ ok: true })).toEqual({ status: 200, headers: json, body: '{"ok":true}' });
    expect(text('hello')).toEqual({ status: 200, headers: json, body: 'hello' });
    expect(text(null)).toEqual({ status: 200, headers: json, body: 'null' });
  });

  test('with a status is taken apart', () => {
    const payload = {
      statusCode: 201,
      headers: { Location: '/x', 'X-N': 1, 'Content-Length': '999' },
      cookies: ['a=1', 'b=2'],
      body: 'aGk=',
      isBase64Encoded: true,
    };
    expect(text(payload)).toEqual({
      status: 201,
      headers: { location: '/x', 'x-n': '1', 'set-cookie': ['a=1', 'b=2'], 'content-type': 'text/plain;charset=utf-8' },
      body: 'hi',
    });
    expect(text({ statusCode: '204' })).toMatchObject({ status: 204, body: '' });
  });

  test.each([
    [{ statusCode: 'teapot' }],
    [{ statusCode: 0 }],
    [{ statusCode: 600 }],
    [{ statusCode: 200, body: { a: 1 } }],
    [{ statusCode: 200, headers: { a: ['b'] } }],
  ])('%j is a 500', (payload) => {
    expect(text(payload)).toEqual({ status: 500, headers: json, body: '{"message":"Internal Server Error"}' });
  });
});
