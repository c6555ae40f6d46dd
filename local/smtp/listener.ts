/**
 * The embedded cloud's "MX": a real SMTP server (package smtp-server) in front of SES's receipt rules. Started by local/main.ts.
 * 250 after DATA means that the mail is stored and announced; a session that ends before that leaves the mail with its sender.
 * STARTTLS uses the certificate that comes with the package: its key is public, which is all the protection a loopback address needs, and
 * mail servers do not check certificates on port 25 anyway (RFC 7435).
 */
import type { Socket } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { StartError } from '#local/config.ts';
import type { Activity } from '#local/kernel/activity.ts';
import { type Inbound, MOST_MAIL_BYTES, MOST_RECIPIENTS } from '#local/services/ses/inbound.ts';
import { INBOUND_HOST } from '#local/services/ses/received-object.ts';
import { makeIncomingData } from './incoming-data.ts';

/** Sessions at once; one more is told 421 and tries again. Far above the 50 the system is drilled with. */
const MOST_SESSIONS = 500;
/** Bytes of all mails coming in at one time: twelve of the largest. */
const MOST_HELD_BYTES = 512 * 1024 * 1024;
/** A client that says nothing. RFC 5321 section 4.5.3.2.7 asks for 5 minutes of patience; SES's own is not documented. */
const SILENCE_TIMEOUT_MS = 5 * 60 * 1000;
/** A client that trickles: from DATA to the final dot. RFC 5321 section 4.5.3.2.6 gives the client 10 minutes to hear the answer. */
const MAIL_TIMEOUT_MS = 10 * 60 * 1000;
/** How long sessions may finish when the server stops. */
const CLOSE_TIMEOUT_MS = 1000;

export interface SmtpListener {
  /** Resolves when connections are taken; throws a sentence with its remedy when the port cannot be had. */
  start(): Promise<{ readonly host: string; readonly port: number }>;
  stop(): Promise<void>;
}

class SmtpRefusal extends Error {
  override readonly name = 'SmtpRefusal';
  readonly responseCode: number;
  constructor(responseCode: number, text: string) {
    super(text);
    this.responseCode = responseCode;
  }
}

const ASCII = /^[\x20-\x7e]*$/;

/** RFC 6531 section 3.4: an address outside ASCII needs the SMTPUTF8 parameter at MAIL, and 553 is the answer without. */
const needsUtf8 = (address: string, session: SMTPServerSession): SmtpRefusal | undefined =>
  ASCII.test(address) || session.envelope.smtpUtf8 === true
    ? undefined
    : new SmtpRefusal(553, 'A non-ASCII address needs the SMTPUTF8 parameter');

const cannotListen = (error: NodeJS.ErrnoException, port: number): Error => {
  const reason =
    error.code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be opened (${error.code ?? error.message})`;
  return new StartError(
    `SMTP port ${port} ${reason}. Set POSTROOM_SMTP_PORT to another port, or to 0 for any free one.`,
    {
      cause: error,
    },
  );
};

export const makeSmtpListener = (options: {
  port: number;
  host?: string;
  inbound: Pick<Inbound, 'refusal' | 'receive'>;
  activity: Activity;
  silenceTimeoutMs?: number;
  mailTimeoutMs?: number;
}): SmtpListener => {
  const host = options.host ?? '127.0.0.1';
  const { inbound } = options;
  const incoming = makeIncomingData({ mailBytes: MOST_MAIL_BYTES, allBytes: MOST_HELD_BYTES });
  const sockets = new Map<number, Socket>();
  let mailsInWork = 0;
  options.activity.probe('smtp', () => mailsInWork > 0);

  const takeMail = async (
    stream: Parameters<typeof incoming.collect>[0],
    session: SMTPServerSession,
  ): Promise<string> => {
    const tooSlow = setTimeout(
      () => sockets.get(session.remotePort)?.destroy(),
      options.mailTimeoutMs ?? MAIL_TIMEOUT_MS,
    );
    tooSlow.unref();
    const collected = await incoming.collect(stream).finally(() => clearTimeout(tooSlow));
    if (collected.kind === 'no-room') throw new SmtpRefusal(452, 'Insufficient system storage, try again later');
    // `too-large` is answered by the library (rejectOversized), `cut` is heard by nobody.
    if (collected.kind !== 'whole') throw new SmtpRefusal(451, 'Mail not taken');
    const { mailFrom, rcptTo } = session.envelope;
    const outcome = await inbound.receive(
      { from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map(({ address }) => address) },
      collected.raw,
      { helo: String(session.hostNameAppearsAs), address: session.remoteAddress, secure: session.secure },
    );
    if (outcome.kind === 'refused') throw new SmtpRefusal(outcome.code, outcome.text);
    return `OK ${outcome.messageId}`;
  };

  const server = new SMTPServer({
    name: INBOUND_HOST,
    banner: 'Postroom embedded cloud',
    logger: false,
    authOptional: true,
    disabledCommands: ['AUTH'],
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: false,
    size: MOST_MAIL_BYTES,
    rejectOversized: true,
    maxRecipients: MOST_RECIPIENTS,
    maxClients: MOST_SESSIONS,
    socketTimeout: options.silenceTimeoutMs ?? SILENCE_TIMEOUT_MS,
    closeTimeout: CLOSE_TIMEOUT_MS,
    // Not answered within the call: smtp-server 3.21.6 loses its place in a packet that holds a mail, the whole next one and a QUIT.
    onMailFrom: ({ address }, session, callback) => setImmediate(() => callback(needsUtf8(address, session))),
    onRcptTo: ({ address }, session, callback) => {
      const reason = inbound.refusal(address, session.secure);
      const refused = reason === undefined ? undefined : new SmtpRefusal(reason.code, reason.text);
      setImmediate(() => callback(needsUtf8(address, session) ?? refused));
    },
    onData: (stream, session, callback) => {
      mailsInWork += 1;
      takeMail(stream, session)
        .finally(() => {
          mailsInWork -= 1;
        })
        .then(
          (text) => callback(null, text),
          (error: unknown) => callback(error instanceof SmtpRefusal ? error : new SmtpRefusal(451, 'Mail not taken')),
        );
    },
  });
  server.server.on('connection', (socket: Socket) => {
    const port = socket.remotePort;
    if (port === undefined) return;
    sockets.set(port, socket);
    socket.once('close', () => sockets.delete(port));
  });

  return {
    start: () =>
      new Promise((resolve, reject) => {
        const failed = (error: Error) => reject(cannotListen(error, options.port));
        server.once('error', failed);
        server.listen(options.port, host, () => {
          server.off('error', failed);
          // What goes wrong in one session (a reset, a broken handshake) is that client's business.
          server.on('error', () => undefined);
          const address = server.server.address();
          resolve({ host, port: address === null || typeof address === 'string' ? options.port : address.port });
        });
      }),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
