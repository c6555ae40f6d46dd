/** Mailgun's side is a server on loopback that takes, hangs up or says nothing. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { makeCallMailgun } from '#shared/adapters/mailgun/call-mailgun.ts';

const REQUEST = { region: 'eu', apiKey: 'key-1', method: 'GET', path: '/v3/domains/a.example' } as const;

const withServer = async (
  serve: (request: IncomingMessage, response: ServerResponse) => void,
  look: (base: string) => Promise<void>,
) => {
  const server = createServer(serve).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await look(`http://127.0.0.1:${port}`).finally(() => {
    server.closeAllConnections();
    server.close();
  });
};

test('[F101] signs in as api with the key, at the host of the region, and follows no redirection', async () => {
  const seen: unknown[] = [];
  await withServer(
    ({ url, headers }, response) => {
      seen.push([url, headers.authorization]);
      response.writeHead(302, { location: '/somewhere' }).end('<html>');
    },
    async (base) => {
      expect(await makeCallMailgun(base)(REQUEST)).toEqual({ kind: 'answer', status: 302, body: undefined });
    },
  );
  expect(seen).toEqual([['/eu/v3/domains/a.example', `Basic ${Buffer.from('api:key-1').toString('base64')}`]]);
});

test('[F101] an answer that does not come, is cut or never ends is one that may have arrived', async () => {
  const lost = { kind: 'none', mayHaveArrived: true, why: '' };
  await withServer(
    () => undefined,
    async (base) => expect(await makeCallMailgun(base, 50)(REQUEST)).toEqual(lost),
  );
  await withServer(
    (request) => request.socket.destroy(),
    async (base) => expect(await makeCallMailgun(base)(REQUEST)).toEqual(lost),
  );
  await withServer(
    (_request, response) => void response.writeHead(200).end(Buffer.alloc(300 * 1024)),
    async (base) => expect(await makeCallMailgun(base)(REQUEST)).toEqual(lost),
  );
});

test('[F101] where nobody listens nothing has arrived', async () => {
  let gone = '';
  await withServer(
    () => undefined,
    async (base) => {
      gone = base;
    },
  );
  expect(await makeCallMailgun(gone)(REQUEST)).toEqual({ kind: 'none', mayHaveArrived: false, why: 'ECONNREFUSED' });
});
