/** The mails of a time, replayed over the API of the OpenAPI document and compared with what they were. Used by scripts/replay.ts. */
import * as z from 'zod';
import type { Deployment } from '../smoke/deployment.ts';

const Mail = z.object({
  id: z.string(),
  receivedAt: z.string(),
  outcome: z.string(),
  records: z.array(z.object({ module: z.string(), id: z.string() })),
  reason: z.object({ code: z.string() }).nullable(),
});
type Mail = z.output<typeof Mail>;

const Page = z.object({ items: z.array(Mail), nextCursor: z.string().optional() });

/** Few enough for the gateway's rate and for the workers, which have today's mail as well. */
const AT_ONCE = 4;
const SAID_EVERY = 100;

export interface Window {
  /** ISO 8601, UTC: from then on, and before then. */
  readonly from: string;
  readonly to: string;
  readonly outcome?: string | undefined;
  readonly dryRun?: boolean;
  readonly say: (line: string) => void;
  /** Answers when no replay is under way; `look` sees all outcomes. */
  readonly settled: (look: () => Promise<string>) => Promise<void>;
}

/** Newest first, as the list is; what is older than the window is not asked for. */
const mailsIn = async (deployment: Deployment, { from, to, outcome }: Window): Promise<readonly Mail[]> => {
  const found: Mail[] = [];
  const filter = outcome === undefined ? '' : `&outcome=${outcome}`;
  let cursor = '';
  for (;;) {
    const page = Page.parse(await deployment.call('GET', `/v1/mailroom/emails?limit=100${filter}${cursor}`, 200));
    found.push(...page.items.filter(({ receivedAt }) => receivedAt >= from && receivedAt < to));
    const isPast = page.items.some(({ receivedAt }) => receivedAt < from);
    if (isPast || page.nextCursor === undefined) return found;
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
  }
};

const said = ({ outcome, records, reason }: Mail): string =>
  [outcome, reason?.code, ...records.map(({ module, id }) => `${module}/${id}`)].filter(Boolean).join(' ');

/** Answers the ids of the mails whose outcome is another now. */
export const replayWindow = async (deployment: Deployment, window: Window): Promise<readonly string[]> => {
  const { say } = window;
  const before = await mailsIn(deployment, window);
  say(`${before.length} mails from ${window.from} to ${window.to}`);
  if (window.dryRun === true || before.length === 0) return [];
  const left = before.toReversed();
  let done = 0;
  const worker = async () => {
    for (let mail = left.shift(); mail !== undefined; mail = left.shift()) {
      await deployment.call('POST', `/v1/mailroom/emails/${mail.id}/replay`, 202);
      done += 1;
      if (done % SAID_EVERY === 0 || done === before.length) say(`${done} of ${before.length} asked for again`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  // Without the filter: what was skipped and is no more would not be among the skipped ones.
  const all = { ...window, outcome: undefined };
  const look = async () => (await mailsIn(deployment, all)).map((mail) => `${mail.id} ${said(mail)}`).join('\n');
  await window.settled(look);
  const now = new Map((await mailsIn(deployment, all)).map((mail) => [mail.id, said(mail)]));
  const different = before.filter((mail) => now.get(mail.id) !== said(mail));
  for (const mail of different.toReversed()) say(`${mail.id}: ${said(mail)} -> ${now.get(mail.id) ?? 'gone'}`);
  say(`${different.length} of ${before.length} have another outcome`);
  return different.map(({ id }) => id);
};
