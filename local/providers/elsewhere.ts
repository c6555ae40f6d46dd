/**
 * What is outside the AWS account of the embedded cloud, as far as customers' accounts lead there: domains at Mailgun, and roles of other AWS accounts with the SES behind
 * them. Tests and people set it by `POST /local/providers/mailgun` and `POST /local/providers/ses`; what was sent there is listed by `GET /local/providers/mails`.
 * It survives a restart, and nothing leaves this machine.
 */
import * as z from 'zod';
import type { State } from '#local/kernel/state.ts';

export const MailgunDomain = z.strictObject({
  domain: z.string().min(1),
  apiKey: z.string().min(1),
  region: z.enum(['us', 'eu']).default('us'),
  state: z.enum(['active', 'unverified', 'disabled']).default('active'),
  /** What becomes of mails from here on: they are taken, unless said. `cut`: taken, and the connection is closed without an answer. */
  answers: z.union([z.literal('cut'), z.strictObject({ status: z.int(), message: z.string() })]).optional(),
});
export type MailgunDomain = z.output<typeof MailgunDomain>;

export const SesElsewhere = z.strictObject({
  roleArn: z.string().regex(/^arn:aws:iam::\d{12}:role\/.+$/),
  externalId: z.string(),
  region: z.string(),
  /** Verified addresses and domains. */
  identities: z.array(z.string()),
  sandbox: z.boolean().default(false),
});
export type SesElsewhere = z.output<typeof SesElsewhere>;

export interface MailElsewhere {
  readonly provider: 'mailgun' | 'ses';
  /** Domain at Mailgun; AWS account id. */
  readonly account: string;
  readonly region: string;
  readonly messageId: string;
  readonly to: readonly string[];
  /** Fields of the request beside the mail: `o:tracking`. */
  readonly options: Readonly<Record<string, string>>;
  readonly raw: string;
}

export interface Elsewhere {
  setMailgun(domain: MailgunDomain): void;
  mailgun(region: string, domain: string): MailgunDomain | undefined;
  setSes(ses: SesElsewhere): void;
  ses(roleArn: string): SesElsewhere | undefined;
  add(mail: MailElsewhere): void;
  /** Oldest first. */
  mails(): MailElsewhere[];
}

const Mail = z.object({
  provider: z.enum(['mailgun', 'ses']),
  account: z.string(),
  region: z.string(),
  messageId: z.string(),
  to: z.array(z.string()),
  options: z.record(z.string(), z.string()),
  raw: z.string(),
});

export const makeElsewhere = (state: State): Elsewhere => {
  state.exec(`CREATE TABLE IF NOT EXISTS accounts_elsewhere (name TEXT PRIMARY KEY, settings TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS mails_elsewhere (sequence INTEGER PRIMARY KEY, mail TEXT NOT NULL) STRICT`);
  const put = state.prepare('INSERT OR REPLACE INTO accounts_elsewhere (name, settings) VALUES (?, ?)');
  const get = state.prepare('SELECT settings FROM accounts_elsewhere WHERE name = ?');
  const insert = state.prepare('INSERT INTO mails_elsewhere (mail) VALUES (?)');
  const all = state.prepare('SELECT mail FROM mails_elsewhere ORDER BY sequence');
  const find = (name: string): unknown => {
    const row = get.get(name);
    return row === undefined ? undefined : JSON.parse(String(row['settings']));
  };
  return {
    setMailgun: (domain) => void put.run(`mailgun ${domain.region} ${domain.domain}`, JSON.stringify(domain)),
    mailgun: (region, domain) => MailgunDomain.optional().parse(find(`mailgun ${region} ${domain}`)),
    setSes: (ses) => void put.run(`ses ${ses.roleArn}`, JSON.stringify(ses)),
    ses: (roleArn) => SesElsewhere.optional().parse(find(`ses ${roleArn}`)),
    add: (mail) => void insert.run(JSON.stringify(mail)),
    mails: () => all.all().map((row) => Mail.parse(JSON.parse(String(row['mail'])))),
  };
};
