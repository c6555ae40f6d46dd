/** Opens a port on the loopback address, or says in one sentence why not and what to do. */
import type { Server } from 'node:http';
import { StartError } from './config.ts';

export const HOST = '127.0.0.1';

/** Answers the port, which is another one when 0 was asked for. */
export const listen = (server: Server, port: number, variable: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === 'EADDRINUSE'
          ? 'is in use by another program'
          : `cannot be opened (${error.code ?? error.message})`;
      reject(new StartError(`Port ${port} ${reason}. Set ${variable} to another port, or to 0 for any free one.`));
    });
    server.listen(port, HOST, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });

/** Ends a server and what is connected to it. */
export const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
