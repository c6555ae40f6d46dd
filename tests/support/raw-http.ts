/** One HTTP request written by hand, for what no client library would send; answers all that came back. */
import { connect } from 'node:net';

export const rawHttp = async (
  port: number,
  line: string,
  headers: Readonly<Record<string, string>>,
): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  const lines = Object.entries({ ...headers, Connection: 'close' }).map(([name, value]) => `${name}: ${value}`);
  socket.write([line, ...lines, '', ''].join('\r\n'));
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
};
