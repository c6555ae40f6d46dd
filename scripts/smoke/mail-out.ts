/** Mails to the mailbox simulator of SES, which delivers, bounces and complains without harm to anybody's reputation or quota at SES. */
import * as z from 'zod';
import { type Deployment, SmokeFailure } from './deployment.ts';
import { waitFor } from './wait.ts';

const Accepted = z.object({ id: z.string() });
const Reason = z.object({ message: z.string(), remedy: z.string() });
const Email = z.object({
  status: z.string(),
  failure: Reason.nullable(),
  recipients: z.array(z.object({ failure: Reason.optional() })),
});
const Suppressions = z.object({ items: z.array(z.object({ address: z.string() })), nextCursor: z.string().optional() });

/** Nothing follows on these; a complaint comes after `delivered`. */
const FINAL = ['bounced', 'complained', 'failed', 'unconfirmed'];

interface Sent {
  readonly id: string;
  readonly address: string;
  readonly wanted: string;
}

export interface MailOut {
  readonly deployment: Deployment;
  readonly run: string;
  readonly seconds: number;
  readonly say: (line: string) => void;
}

/** The mailboxes of the simulator, and what is to become of a mail there. */
const FATES = [
  ['success', 'delivered'],
  ['bounce', 'bounced'],
  ['complaint', 'complained'],
] as const;

/** Mails out of one run. */
export const NEEDED_PLACES = FATES.length;

/** The simulator takes any label behind a `+`: two runs at once, or one that was cut off, do not get in each other's way. */
const send = async ({ deployment, run }: MailOut, mailbox: string, wanted: string): Promise<Sent> => {
  const address = `${mailbox}+${run}@simulator.amazonses.com`;
  const body = { to: [address], subject: `Postroom smoke ${run}`, text: 'Sent by "npm run smoke".' };
  const { id } = Accepted.parse(await deployment.call('POST', '/v1/emails', 202, body));
  return { id, address, wanted };
};

const becomes = async ({ deployment, seconds, say }: MailOut, { id, address, wanted }: Sent): Promise<void> => {
  await waitFor(
    `The mail to ${address} ${wanted}`,
    seconds,
    async () => {
      const { status, failure, recipients } = Email.parse(await deployment.call('GET', `/v1/emails/${id}`, 200));
      if (status === wanted) return status;
      if (!FINAL.includes(status)) return undefined;
      const reason = failure ?? recipients[0]?.failure;
      throw new SmokeFailure(
        `The mail to ${address} is ${status} instead of ${wanted}: ${reason?.message ?? ''}\n${reason?.remedy ?? 'docs/sending-states.md says what that means.'}`,
      );
    },
    'Still "queued" or "sending": docs/runbook.md#send-adhoc-mail. Stays "sent": docs/runbook.md#record-feedback.',
  );
  say(`${address}: ${wanted}`);
};

const isSuppressed = async (deployment: Deployment, address: string): Promise<boolean> => {
  let cursor = '';
  do {
    const page = Suppressions.parse(await deployment.call('GET', `/v1/suppressions?limit=100${cursor}`, 200));
    if (page.items.some((item) => item.address === address)) return true;
    cursor = page.nextCursor === undefined ? '' : `&cursor=${encodeURIComponent(page.nextCursor)}`;
  } while (cursor !== '');
  return false;
};

/** What bounced or was complained about gets no more mail. Then the address is let go again, so that the list is as it was. */
const isHeeded = async ({ deployment, seconds, say }: MailOut, { address }: Sent): Promise<void> => {
  const path = `/v1/suppressions/${encodeURIComponent(address)}`;
  await waitFor(
    `${address} on the suppression list`,
    seconds,
    async () => (await isSuppressed(deployment, address)) || undefined,
    'The event was seen and the address is not suppressed: docs/runbook.md#record-feedback.',
  );
  await deployment.call('DELETE', path, 204);
  if (await isSuppressed(deployment, address))
    throw new SmokeFailure(
      `${address} was taken off the suppression list and is still on it. Remove it: DELETE ${path}`,
    );
  say('  it was on the suppression list and is taken off again');
};

export const mailsGoOut = async (out: MailOut): Promise<void> => {
  const sent: Sent[] = [];
  for (const [mailbox, wanted] of FATES) sent.push(await send(out, mailbox, wanted));
  for (const mail of sent) {
    await becomes(out, mail);
    if (mail.wanted !== 'delivered') await isHeeded(out, mail);
  }
};
