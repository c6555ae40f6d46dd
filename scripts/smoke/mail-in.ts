/** A mail by SMTP becomes a lead. The lead is taken away again; the mail stays in the log of the Mailroom. */
import * as z from 'zod';
import { type Deployment, handOver, SmokeFailure, type SmtpServer } from './deployment.ts';
import { waitFor } from './wait.ts';

const Log = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      subject: z.string(),
      outcome: z.string(),
      reason: z.object({ message: z.string(), remedy: z.string() }).nullable(),
      records: z.array(z.object({ module: z.string(), id: z.string(), did: z.string() })),
    }),
  ),
});
const Leads = z.object({ items: z.array(z.object({ id: z.string() })) });

export const mailBecomesLead = async (
  deployment: Deployment,
  options: {
    readonly smtp: SmtpServer;
    readonly address: string;
    readonly from: string;
    readonly run: string;
    readonly seconds: number;
    readonly say: (line: string) => void;
  },
): Promise<void> => {
  const { smtp, address, from, run, seconds, say } = options;
  const subject = `Postroom smoke ${run}`;
  await handOver(smtp, {
    from: `Postroom Smoke <${from}>`,
    to: address,
    subject,
    text: 'Sent by "npm run smoke". The lead it makes is taken away again.',
  });
  say(`${smtp.host}:${smtp.port} took a mail to ${address}`);
  const mail = await waitFor(
    'The mail in the log of the Mailroom',
    seconds,
    async () => {
      const log = Log.parse(await deployment.call('GET', '/v1/mailroom/emails?limit=20', 200));
      return log.items.find((item) => item.subject === subject);
    },
    'It was handed to SES and has not come out of receive-mail: docs/runbook.md#receive-mail. Is the handle of the address that of this tenant (GET /v1/mailroom)?',
  );
  const lead = mail.records.find(({ module }) => module === 'leads');
  if (mail.outcome !== 'acted' || lead === undefined)
    throw new SmokeFailure(
      `The mail arrived and was ${mail.outcome}: ${mail.reason?.message ?? 'it made no lead'}\n${mail.reason?.remedy ?? 'Does the address end in +lead?'}`,
    );
  const leads = Leads.parse(
    await deployment.call('GET', `/v1/records/leads?email=${encodeURIComponent(from)}`, 200),
  ).items;
  if (!leads.some(({ id }) => id === lead.id))
    throw new SmokeFailure(`The lead ${lead.id} is not found by its address ${from}: docs/runbook.md#http-records.`);
  say(`it became a lead (${lead.did}), found by its address`);
  if (lead.did === 'created') {
    await deployment.call('DELETE', `/v1/records/leads/${lead.id}`, 204);
    say('the lead is taken away again');
  }
};
