/**
 * A mail server on loopback that says what a test has it say, word by word: what the package smtp-server cannot be made to do. One line at a time, no
 * encryption of its own. Used by the conformance table of own servers.
 */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** Lines to say, or: `cut` the connection goes without a word, `silence` none comes, `drip` one character now and then, for ever. */
export type Said = string | { readonly end: 'cut' | 'silence' | 'drip'; readonly first?: string };

/** By the client's word (`MAIL`, `AUTH LOGIN` ...), `greeting`, or `content` for the end of the mail: one answer after the other, the last one for ever. */
export type Script = Readonly<Record<string, Said | readonly Said[]>>;

const USUAL: Script = {
  greeting: '220 ready',
  EHLO: '250-scripted\r\n250-AUTH PLAIN LOGIN XOAUTH2\r\n250 8BITMIME',
  AUTH: '235 welcome',
  DATA: '354 go on',
  content: '250 taken',
  QUIT: '221 bye',
};

const DRIP_MS = 5;

export const startScriptedServer = async (script: Script = {}) => {
  const said = new Map<string, number>();
  const heard: string[] = [];
  const seen = { connections: 0, contents: 0, taken: 0 };
  const sockets = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();

  const next = (word: string): Said => {
    const all = [script[word] ?? USUAL[word] ?? '250 fine'].flat();
    const n = said.get(word) ?? 0;
    said.set(word, n + 1);
    return all[Math.min(n, all.length - 1)] ?? '250 fine';
  };
  const say = (socket: Socket, what: Said): void => {
    if (typeof what === 'string') {
      socket.write(`${what}\r\n`);
      return;
    }
    if (what.first !== undefined) socket.write(what.first);
    if (what.end === 'cut') socket.end();
    if (what.end === 'drip') {
      const timer = setInterval(() => socket.write('2'), DRIP_MS);
      timers.add(timer);
      socket.once('close', () => clearInterval(timer));
    }
  };
  /** `AUTH LOGIN` is asked for two more lines, which are no words of the protocol. */
  const wordOf = (line: string): string => {
    const [verb = '', method = ''] = line.toUpperCase().split(/[ :]/);
    const whole = `${verb} ${method}`;
    return script[whole] === undefined ? verb : whole;
  };

  const server = createServer((socket) => {
    seen.connections += 1;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    let rest = '';
    let isContent = false;
    const hear = (line: string) => {
      if (isContent && line !== '.') return;
      if (!isContent) heard.push(line);
      const answer = next(isContent ? 'content' : wordOf(line));
      if (isContent) {
        seen.contents += 1;
        if (typeof answer === 'string' && answer.startsWith('2')) seen.taken += 1;
      }
      isContent = !isContent && line.toUpperCase() === 'DATA' && typeof answer === 'string' && answer.startsWith('3');
      say(socket, answer);
    };
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString('latin1')).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) hear(line);
    });
    say(socket, next('greeting'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    port: address.port,
    /** Every line but those of the mails. */
    heard,
    seen,
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};
