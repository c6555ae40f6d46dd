/** An HTTP server at which functions under test wait until the test opens it: concurrency without sleeps. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const openGate = async () => {
  const held: ServerResponse[] = [];
  const lost: string[] = [];
  let changed: () => void = () => undefined;
  const server = createServer((request, response) => {
    held.push(response);
    response.on('close', () => {
      if (!response.writableFinished) lost.push(request.url ?? '');
      changed();
    });
    changed();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const until = (met: () => boolean) =>
    new Promise<void>((resolve) => {
      changed = () => {
        if (met()) resolve();
      };
      changed();
    });
  return {
    url: `http://127.0.0.1:${port}`,
    held,
    /** Paths whose connection died before they were answered. */
    lost,
    /** Resolves when `count` requests have come in. */
    arrived: (count: number) => until(() => held.length >= count),
    broken: (count: number) => until(() => lost.length >= count),
    release: () => {
      for (const response of held) response.end('go');
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
