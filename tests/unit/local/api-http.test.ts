import { request } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { startApi } from './api-fixtures.ts';
import { openGate } from './gate.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
const start = async (options: Parameters<typeof startApi>[0] = {}) => {
  const api = await startApi(options);
  stops.push(api.stop);
  return api;
};
const said = async (response: Response) => ({ status: response.status, body: await response.text() });

/** One request with headers exactly as given. */
const raw = (url: string, method: string, headers: readonly string[]): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { method, headers: ['host', 'api.test:80', ...headers] }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += String(chunk);
      });
      response.on('end', () => resolve(JSON.parse(text)));
    });
    sent.on('error', reject);
    sent.end();
  });

describe('an event of payload format 2.0', () => {
  test('is what AWS documents', async () => {
    const { url, clock } = await start();
    const before = clock.now();
    const event = await raw(`${url}/public/a%40b?x=1&y=a%20b+c&x=2`, 'GET', [
      'X-One',
      'a',
      'x-one',
      'b',
      'Cookie',
      'k=v; l=w',
      'User-Agent',
      'tests',
      'X-Forwarded-For',
      '10.0.0.1',
    ]);
    expect(event).toEqual({
      version: '2.0',
      routeKey: 'GET /public/{id}',
      rawPath: '/public/a@b',
      rawQueryString: 'x=1&y=a%20b+c&x=2',
      cookies: ['k=v', 'l=w'],
      headers: {
        host: 'api.test:80',
        'x-one': 'a,b',
        'user-agent': 'tests',
        'x-forwarded-for': '10.0.0.1, 127.0.0.1',
        'x-forwarded-port': new URL(url).port,
        'x-forwarded-proto': 'http',
      },
      queryStringParameters: { x: '1,2', y: 'a b c' },
      pathParameters: { id: 'a@b' },
      requestContext: {
        accountId: '000000000000',
        apiId: 'api1',
        domainName: 'api.test',
        domainPrefix: 'api',
        http: { method: 'GET', path: '/public/a@b', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'tests' },
        requestId: expect.stringMatching(/^[0-9a-f]{15}=$/),
        routeKey: 'GET /public/{id}',
        stage: '$default',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: expect.any(Number),
      },
      isBase64Encoded: false,
    });
    const { timeEpoch } = (event as { requestContext: { timeEpoch: number } }).requestContext;
    expect(timeEpoch).toBeGreaterThanOrEqual(before);
  });

  test('takes any name in the query', async () => {
    const { url } = await start();
    const event = (await raw(`${url}/public?constructor=1&__proto__=2&__proto__=3`, 'GET', [])) as Record<
      string,
      object
    >;
    expect(Object.entries(event['queryStringParameters'] ?? {})).toEqual([
      ['constructor', '1'],
      ['__proto__', '2,3'],
    ]);
  });

  test('carries a body, and none where there is none', async () => {
    const { url } = await start();
    const post = await fetch(`${url}/public`, {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json' },
    });
    expect(await post.json()).toMatchObject({
      body: '{"a":1}',
      isBase64Encoded: false,
      headers: { 'content-length': '7' },
    });
    expect(await (await fetch(`${url}/public`)).json()).not.toHaveProperty('body');
  });
});

describe('the gateway answers itself', () => {
  test('404 where there is no route, also for HEAD and OPTIONS of a route', async () => {
    const { url, functions } = await start();
    expect(await said(await fetch(`${url}/nothing`))).toEqual({ status: 404, body: '{"message":"Not Found"}' });
    expect((await fetch(`${url}/public`, { method: 'HEAD' })).status).toBe(404);
    expect((await fetch(`${url}/public`, { method: 'OPTIONS' })).status).toBe(404);
    expect((await fetch(`${url}/public/%zz`)).status).toBe(400);
    expect(functions.figures()).toMatchObject([{ invocations: 0 }]);
  });

  test('413 one byte past 10 MB, and where the event passes Lambda’s 6 MB', async () => {
    const { url, functions } = await start({ code: 'exports.handler = async (event) => event.body.length;' });
    const post = (bytes: number) =>
      fetch(`${url}/public`, { method: 'POST', body: 'x'.repeat(bytes), headers: { 'content-type': 'text/plain' } });
    expect(await said(await post(6_000_000))).toEqual({ status: 200, body: '6000000' });
    const tooLarge = { status: 413, body: '{"message":"Request Entity Too Large"}' };
    expect(await said(await post(6_291_456))).toEqual(tooLarge);
    expect(await said(await post(10 * 1024 * 1024 + 1))).toEqual(tooLarge);
    expect(functions.figures()).toMatchObject([{ invocations: 1 }]);
  });

  test('431 one byte past 10,240 bytes of request line and header values', async () => {
    const { url } = await start();
    const head = (bytes: number) =>
      new Promise<number | undefined>((resolve, reject) => {
        const fixed = 'GET /public HTTP/1.1'.length + 'a'.length + 'close'.length;
        const headers = ['host', 'a', 'connection', 'close', 'x-fill', 'x'.repeat(bytes - fixed)];
        request(`${url}/public`, { headers }, (response) => resolve(response.resume().statusCode))
          .on('error', reject)
          .end();
      });
    expect(await head(10_240)).toBe(200);
    expect(await head(10_241)).toBe(431);
  });

  test('500 at once when the function fails, is killed or answers nonsense', async () => {
    const gate = await openGate();
    stops.push(gate.close);
    const { url, functions } = await start({
      variables: { GATE: gate.url },
      code: `exports.handler = async (event) => {
        if (event.rawPath === '/public') throw new Error('secret');
        if (event.pathParameters.id === 'bad') return { statusCode: 200, body: {} };
        await fetch(process.env.GATE);
      };`,
    });
    const failed = { status: 500, body: '{"message":"Internal Server Error"}' };
    expect(await said(await fetch(`${url}/public`))).toEqual(failed);
    expect(await said(await fetch(`${url}/public/bad`))).toEqual(failed);
    const waiting = fetch(`${url}/public/wait`);
    await gate.arrived(1);
    await functions.killAll();
    expect(await said(await waiting)).toEqual(failed);
  });

  test('503 when the integration’s time is over, while the function goes on', async () => {
    const gate = await openGate();
    stops.push(gate.close);
    const { url, activity } = await start({
      variables: { GATE: gate.url },
      code: 'exports.handler = async () => { await fetch(process.env.GATE); };',
      integration: { TimeoutInMillis: 50 },
    });
    const answer = fetch(`${url}/public`);
    await gate.arrived(1);
    expect(await said(await answer)).toEqual({ status: 503, body: '{"message":"Service Unavailable"}' });
    expect(activity.busy()).toEqual(['functions']);
    gate.release();
  });

  test('429 when the stage’s bucket is empty, and refills it on the clock', async () => {
    const { url, clock } = await start({
      stage: { DefaultRouteSettings: { ThrottlingBurstLimit: 2, ThrottlingRateLimit: 0.001 } },
    });
    const statuses = [];
    for (const _ of [1, 2, 3]) statuses.push((await fetch(`${url}/public`)).status);
    expect(statuses).toEqual([200, 200, 429]);
    await clock.advance(1_000_000, async () => undefined);
    expect((await fetch(`${url}/public`)).status).toBe(200);
  });

  test('500 and a named line when it may not invoke the function', async () => {
    const { url, denied, asked, functions } = await start({
      refuses: () => 'Service: apigateway.amazonaws.com is not authorized',
    });
    expect((await fetch(`${url}/public/7`)).status).toBe(500);
    expect(denied).toEqual(['GET /public/{id} cannot reach web: Service: apigateway.amazonaws.com is not authorized']);
    expect(asked).toEqual([
      {
        principal: { kind: 'service', service: 'apigateway.amazonaws.com' },
        action: 'lambda:InvokeFunction',
        resource: 'arn:aws:lambda:us-east-1:000000000000:function:Postroom-web',
        context: { 'aws:SourceArn': 'arn:aws:execute-api:us-east-1:000000000000:api1/$default/GET/public/{id}' },
      },
    ]);
    expect(functions.figures()).toMatchObject([{ invocations: 0 }]);
  });
});

test('a function’s status, headers and cookies reach the client, and its own line breaks do not', async () => {
  const { url } = await start({
    code: `exports.handler = async (event) => event.pathParameters
      ? { statusCode: 303, headers: { location: event.pathParameters.id } }
      : { statusCode: 201, headers: { 'X-A': 'b' }, cookies: ['a=1', 'b=2'], body: 'made' };`,
  });
  const made = await fetch(`${url}/public`);
  expect([made.status, made.headers.get('x-a'), made.headers.getSetCookie(), await made.text()]).toEqual([
    201,
    'b',
    ['a=1', 'b=2'],
    'made',
  ]);
  expect(made.headers.get('apigw-requestid')).toMatch(/=$/);
  const split = await fetch(`${url}/public/x%0d%0aset-cookie:%20evil`, { redirect: 'manual' });
  expect([split.status, split.headers.get('set-cookie')]).toEqual([500, null]);
});

test('requests are metered in steps of 512 KB and keep the cloud busy', async () => {
  const gate = await openGate();
  stops.push(gate.close);
  const { url, counted, activity } = await start({
    variables: { GATE: gate.url },
    code: 'exports.handler = async () => { await fetch(process.env.GATE); };',
  });
  const answer = fetch(`${url}/public`, { method: 'POST', body: 'x'.repeat(512 * 1024 + 1) });
  await gate.arrived(1);
  expect(activity.busy()).toContain('http api');
  gate.release();
  expect((await answer).status).toBe(200);
  expect(activity.busy()).toEqual([]);
  expect(counted).toEqual(['2 HttpApiRequest POST /public web']);
});

describe('CORS', () => {
  const api = {
    CorsConfiguration: {
      AllowOrigins: ['https://crm.example'],
      AllowMethods: ['GET', 'POST'],
      AllowHeaders: ['authorization'],
      ExposeHeaders: ['x-a'],
      MaxAge: 600,
    },
  };
  const preflight = (url: string, origin: string) =>
    fetch(url, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });

  test('preflights are answered by the gateway, without route or token', async () => {
    const { url } = await start({ api });
    const answer = await preflight(`${url}/private`, 'https://crm.example');
    expect(answer.status).toBe(204);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': 'https://crm.example',
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'authorization',
      'access-control-max-age': '600',
    });
    const stranger = await preflight(`${url}/private`, 'https://evil.example');
    expect([stranger.status, stranger.headers.get('access-control-allow-origin')]).toEqual([204, null]);
  });

  test('the gateway’s headers stand in place of the function’s', async () => {
    const code =
      "exports.handler = async () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' } });";
    const { url } = await start({ api, code });
    const from = async (origin: string) =>
      (await fetch(`${url}/public`, { headers: { origin } })).headers.get('access-control-allow-origin');
    expect([await from('https://crm.example'), await from('https://evil.example')]).toEqual([
      'https://crm.example',
      null,
    ]);
  });
});

test('a template whose routes do not fit together stops the start', async () => {
  await expect(
    start({ integration: { IntegrationUri: 'arn:aws:lambda:us-east-1:000000000000:function:gone' } }),
  ).rejects.toThrow(/Function not found/);
  await expect(start({ integration: { PayloadFormatVersion: '1.0' } })).rejects.toThrow(/PayloadFormatVersion/);
  await expect(start({ stage: { StageName: 'prod' } })).rejects.toThrow(/StageName/);
});
