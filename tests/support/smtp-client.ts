/** A mail server as our MX sees it: sends over real connections and remembers what was answered. Used by tests that need SMTP itself. */
import SMTPConnection from 'nodemailer/lib/smtp-connection/index.js';

export interface Sent {
  /** 0: the connection broke before there was an answer; a real mail server would send it again. */
  readonly code: number;
  readonly response: string;
}

export interface SmtpClient {
  send(envelope: { readonly from: string; readonly to: string }, raw: string | Buffer): Promise<Sent>;
  close(): void;
}

const UNANSWERED: Sent = { code: 0, response: '' };

export const connectSmtp = async (port: number): Promise<SmtpClient> => {
  const connection = new SMTPConnection({ host: '127.0.0.1', port, ignoreTLS: true });
  const broken = new Promise<Sent>((resolve) => {
    connection.on('error', () => resolve(UNANSWERED));
    connection.on('end', () => resolve(UNANSWERED));
  });
  await Promise.race([broken, new Promise<void>((resolve) => connection.connect(() => resolve()))]);
  return {
    send: ({ from, to }, raw) => {
      const answered = new Promise<Sent>((resolve) => {
        connection.send({ from, to: [to] }, raw, (error, info) => {
          if (error === null || error === undefined) resolve({ code: 250, response: info.response });
          else resolve({ code: error.responseCode ?? 0, response: error.response ?? '' });
        });
      });
      return Promise.race([broken, answered]);
    },
    close: () => connection.close(),
  };
};

/**
 * Sends all over `lanes` connections at once; a lane ends where its connection breaks. Answers one entry per mail, in order; `onAnswer` hears how
 * many were answered so far.
 */
export const sendAll = async (
  port: number,
  mails: readonly { readonly from: string; readonly to: string; readonly raw: string }[],
  { lanes, onAnswer = () => undefined }: { readonly lanes: number; readonly onAnswer?: (answered: number) => void },
): Promise<readonly Sent[]> => {
  const results: Sent[] = mails.map(() => UNANSWERED);
  let next = 0;
  let answered = 0;
  const lane = async () => {
    const client = await connectSmtp(port);
    for (let at = next++; at < mails.length; at = next++) {
      const mail = mails[at];
      if (mail === undefined) break;
      const sent = await client.send(mail, mail.raw);
      results[at] = sent;
      if (sent.code === 0) break;
      answered += 1;
      onAnswer(answered);
    }
    client.close();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
};
