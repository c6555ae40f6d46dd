/** Outgoing mail in the drill: clients that do not give up, and what of theirs SES has taken. */
import type { Reply, TestCloud } from '#tests/support/cloud.ts';

/** A client whose every try meets a kill is one that the seed did not plan. */
const MOST_TRIES = 40;

export interface Wanted {
  /** The subject, and the Idempotency-Key. */
  readonly name: string;
  readonly to?: string;
  readonly sendAt?: string;
}

const body = ({ name, to = 'reader@customer.example', sendAt }: Wanted) => ({
  to: [to],
  subject: name,
  text: 'Only once.',
  ...(sendAt === undefined ? {} : { sendAt }),
});

export const post = (cloud: TestCloud, token: string, wanted: Wanted): Promise<Reply> =>
  cloud.call('POST', '/v1/emails', {
    token,
    body: body(wanted),
    headers: { 'idempotency-key': wanted.name.replaceAll(/[^\w-]/g, '-') },
  });

/** Asks again until there is an answer that is not the death of a worker. */
export const postUntilAnswered = async (cloud: TestCloud, token: string, wanted: Wanted): Promise<Reply> => {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const answer = await post(cloud, token, wanted);
    // Refused for its quota is an answer; anything else is a mistake of the drill.
    if (answer.status === 202 || answer.status === 429) return answer;
    if (answer.status < 500) throw new Error(`${wanted.name}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }
  throw new Error(`${wanted.name} was not answered in ${MOST_TRIES} tries.`);
};

interface Left {
  readonly id: string;
  readonly messageId: string;
  readonly to: string;
  readonly atMs: number;
}

/** Mails of the tenant that SES took, oldest first. */
export const leftOf = (cloud: TestCloud, tenant: string): readonly Left[] =>
  cloud.platform.outbound.outbox
    .list()
    .filter(({ tags }) => tags['tenant'] === tenant)
    .map(({ tags, messageId, envelope, at }) => ({
      id: tags['mail'] ?? '',
      messageId,
      to: envelope.to[0] ?? '',
      atMs: Date.parse(at),
    }));

/** Of so many mails: how many did not leave, and how many left once too often. */
export const lostAndTwice = (
  left: readonly Left[],
  mails: number,
): { readonly lost: number; readonly twice: number } => {
  const ids = new Set(left.map(({ id }) => id));
  return { lost: Math.max(0, mails - ids.size), twice: left.length - Math.min(ids.size, mails) };
};
