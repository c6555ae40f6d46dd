/** A customer's mail server on loopback (package smtp-server), which takes, refuses or dies as a test says. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface Received {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  readonly isEncrypted: boolean;
}

/** An answer with a code of its own. */
export const answer = (responseCode: number, text: string): Error => Object.assign(new Error(text), { responseCode });

export interface MailServerBehaviour {
  /** TLS from the first byte. */
  readonly secure?: boolean;
  readonly startTls?: boolean;
  /** Else the one of the package, which has run out. */
  readonly certificate?: { readonly key: string; readonly cert: string };
  readonly password?: string;
  readonly token?: string;
  /** In place of one token: which ones it takes; `token` is any text then. */
  readonly isToken?: (token: string) => boolean;
  /** What it says to an address in RCPT TO. */
  readonly recipient?: (address: string) => Error | undefined;
  readonly sender?: (address: string) => Error | undefined;
  /** After the whole content has come. `cut`: the connection goes without a word. */
  readonly content?: (received: Received) => Error | 'cut' | 'silence' | undefined;
  readonly isSilentAtSignIn?: boolean;
}

export const startMailServer = async (given: MailServerBehaviour = {}) => {
  let behaviour = given;
  const received: Received[] = [];
  const seen = { connections: 0, signIns: 0 };
  const sockets = new Set<Socket>();
  const options: SMTPServerOptions = {
    secure: given.secure ?? false,
    ...given.certificate,
    authOptional: given.password === undefined && given.token === undefined,
    authMethods: given.token === undefined ? ['PLAIN', 'LOGIN'] : ['XOAUTH2'],
    disabledCommands: given.startTls === false ? ['STARTTLS'] : [],
    // Without it PLAIN would not even be offered before STARTTLS, and no test could see that nothing is sent then.
    allowInsecureAuth: true,
    onAuth: ({ method, password, accessToken }, _session, done) => {
      seen.signIns += 1;
      if (behaviour.isSilentAtSignIn === true) return;
      const isKnown = behaviour.isToken?.(String(accessToken)) ?? accessToken === behaviour.token;
      const isRight = method === 'XOAUTH2' ? isKnown : password === behaviour.password;
      if (isRight) done(null, { user: 'someone' });
      else done(answer(535, '5.7.8 Username and password not accepted'));
    },
    onMailFrom: ({ address }, _session, done) => done(behaviour.sender?.(address) ?? null),
    onRcptTo: ({ address }, _session, done) => done(behaviour.recipient?.(address) ?? null),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const mail = {
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString(),
          isEncrypted: session.secure,
        };
        received.push(mail);
        const said = behaviour.content?.(mail);
        if (said === 'cut') for (const socket of sockets) socket.destroy();
        else if (said !== 'silence') done(said ?? null);
      });
    },
  };
  const server = new SMTPServer(options);
  // What a client that hangs up makes it say.
  server.on('error', () => undefined);
  server.server.on('connection', () => {
    seen.connections += 1;
  });
  // Of an encrypted connection the encrypted side: Node crashes when what is under it is destroyed during the handshake.
  server.server.on(given.secure === true ? 'secureConnection' : 'connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('The mail server has no port.');
  return {
    port: address.port,
    received,
    seen,
    behave: (next: MailServerBehaviour) => {
      behaviour = { ...given, ...next };
    },
    /** As servers end a connection that stood idle. */
    hangUp: async () => {
      const open = [...sockets].map((socket) => once(socket, 'close'));
      for (const socket of sockets) socket.destroy();
      await Promise.all(open);
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      // Not the package's own close, which looks for connections that are still there four times a second.
      await new Promise<void>((resolve) => server.server.close(() => resolve()));
    },
  };
};

export type MailServer = Awaited<ReturnType<typeof startMailServer>>;
