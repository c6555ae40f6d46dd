/** The edges of the public server and its control routes that no other test walks along. */
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.stop());

/** A request line that fetch would tidy up. */
const rawRequest = (line: string): Promise<string> => {
  const { hostname, port } = new URL(cloud.ready.http);
  const socket = connect(Number(port), hostname);
  socket.write(`${line} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: close\r\n\r\n`);
  return text(socket);
};

describe('a request line that is no URL', () => {
  test.each(['GET //', 'GET http://[', 'GET //local/clock:x'])(
    '%s is answered, and the next request too',
    async (line) => {
      expect(await rawRequest(line)).toMatch(/^HTTP\/1\.1 4\d\d /);
      expect((await cloud.call('GET', '/local/clock')).status).toBe(200);
    },
  );
});

describe('a control route', () => {
  test('answers 413 to a body above its limit', async () => {
    const { status } = await cloud.call('POST', '/local/tenants', { body: `"${'x'.repeat(1024 * 1024)}"` });
    expect(status).toBe(413);
  });

  test('answers no page of another site', async () => {
    expect((await cloud.call('GET', '/local/clock', { headers: { origin: 'https://elsewhere.example' } })).status).toBe(
      403,
    );
  });

  test.each(['P99999999W', 'P3661D', 'P1M', 'PT', '26 hours'])(
    'refuses to jump %s ahead, and the clock runs on',
    async (advance) => {
      const before = (await cloud.call('GET', '/local/clock')).body.now;
      expect((await cloud.call('POST', '/local/clock', { body: { advance } })).status).toBe(422);
      const after = (await cloud.call('GET', '/local/clock')).body.now;
      expect(Date.parse(after) - Date.parse(before)).toBeLessThan(60_000);
    },
  );

  test('reports what the functions cost, memory times time included, and from the reset on only what came after it', async () => {
    const lambdaRows = async (path: string) =>
      (await cloud.call('GET', path)).body.items.filter(
        ({ service, function: by }: Record<string, string>) => service === 'lambda' && by === 'public-links',
      );
    await cloud.call('GET', '/v1/openapi.json');
    const [row] = await lambdaRows('/local/usage?reset=1');
    expect(row).toMatchObject({
      operation: 'Invoke',
      requests: 1,
      units: { LambdaRequest: 1 },
    });
    expect(row.units.LambdaGbSecond).toBeGreaterThan(0);
    expect(row.dollars).toBeGreaterThan(0.2e-6);
    expect(await lambdaRows('/local/usage')).toEqual([]);
    await cloud.call('GET', '/v1/openapi.json');
    await cloud.call('GET', '/v1/openapi.json');
    expect(await lambdaRows('/local/usage')).toMatchObject([{ requests: 2 }]);
  });
});
