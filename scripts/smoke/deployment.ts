/** A Postroom somewhere, as `npm run smoke` sees it: its API by HTTP, its MX by SMTP. Every failure is one sentence that says what to do. */
import nodemailer from 'nodemailer';
import * as z from 'zod';

/** What the person at the terminal reads; no stack. */
export class SmokeFailure extends Error {}

export interface Deployment {
  /** Answers the body; undefined when there is none. Throws SmokeFailure on any other status. */
  call(method: string, path: string, wanted: number, body?: unknown): Promise<unknown>;
}

/** An answer later than this is no answer: the gateway itself gives up after 30 s. */
const ANSWER_MS = 35_000;

const Problem = z.object({ detail: z.string().optional(), message: z.string().optional() });

const REMEDIES: Readonly<Record<number, string>> = {
  401: "The token is not accepted: is it expired, and do its iss and aud (or client_id) equal the stack's parameters JwtIssuer and JwtAudience?",
  403: 'The token is accepted but says too little: this needs a user of a tenant with the role admin or owner. docs/deploy.md, "Who may call".',
  404: 'Nothing is there. Does --api name the stack\'s output ApiUrl, and is there a tenant of the token\'s name? docs/deploy.md, "The first tenant".',
  429: 'Too many requests, or the daily quota is used up: GET /v1/usage says when it begins anew.',
};

export const makeDeployment = (api: string, token: string): Deployment => ({
  call: async (method, path, wanted, body) => {
    const asked = `${method} ${path.replace(/\?.*/, '')}`;
    const answer = await fetch(`${api.replace(/\/+$/, '')}${path}`, {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_MS),
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      const why = error instanceof Error && error.name === 'TimeoutError' ? 'did not answer' : 'cannot be reached';
      throw new SmokeFailure(`${api} ${why} (${asked}). Is it the stack's output ApiUrl?`);
    });
    const text = await answer.text();
    const isJson = (answer.headers.get('content-type') ?? '').includes('json');
    const parsed: unknown = isJson && text !== '' ? JSON.parse(text) : undefined;
    if (answer.status === wanted) return parsed;
    const said = Problem.safeParse(parsed);
    const detail = said.success ? (said.data.detail ?? said.data.message ?? '') : text.slice(0, 200);
    const remedy = REMEDIES[answer.status] ?? 'docs/runbook.md has a heading for each function of the API.';
    throw new SmokeFailure(`${asked} answered ${answer.status} instead of ${wanted}: ${detail}\n${remedy}`);
  },
});

export interface SmtpServer {
  readonly host: string;
  readonly port: number;
}

const Refusal = z.object({ response: z.string() });

/** Hands one mail over as a mail server would: encrypted if that is offered, without asking whose certificate it is. */
export const handOver = async (
  { host, port }: SmtpServer,
  mail: { readonly from: string; readonly to: string; readonly subject: string; readonly text: string },
): Promise<void> => {
  const transport = nodemailer.createTransport({
    host,
    port,
    secure: false,
    tls: { rejectUnauthorized: false },
    connectionTimeout: ANSWER_MS,
    greetingTimeout: ANSWER_MS,
    socketTimeout: ANSWER_MS,
  });
  try {
    await transport.sendMail(mail);
  } catch (error) {
    const refusal = Refusal.safeParse(error);
    if (refusal.success)
      throw new SmokeFailure(
        `${host} refused the mail: ${refusal.data.response}\nIs Postroom's receipt rule set the active one of the account, and the domain of ${mail.to} among inboundDomains?`,
      );
    throw new SmokeFailure(
      `Nothing takes mail at ${host}:${port}. Many networks block port 25: run this from a machine that may use it, or leave --smtp out and send the mail from any mailbox.`,
    );
  }
};
