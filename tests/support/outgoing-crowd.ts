/** A CRM that sends many mails over HTTP and asks again, with the same Idempotency-Key, for what was not answered. */
import type { Ready } from './process.ts';

export interface OutgoingCrowd {
  /** Numbers of the mails that were answered with 202. */
  readonly answered: ReadonlySet<number>;
  /** Sends all that were not answered yet, over `lanes` connections; a lane ends where its connection breaks. */
  send(ready: Pick<Ready, 'http'>, lanes: number, onAnswer?: (answered: number) => void): Promise<void>;
}

/** `tokens`: of users with enough places for the day; each sends as many as the others. */
export const makeOutgoingCrowd = (tokens: readonly string[], many: number): OutgoingCrowd => {
  const answered = new Set<number>();
  const post = async (http: string, n: number): Promise<number> => {
    const answer = await fetch(`${http}/v1/emails`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${tokens[n % tokens.length]}`,
        'content-type': 'application/json',
        'idempotency-key': `out-${n}`,
      },
      body: JSON.stringify({ to: [`reader${n}@shop.example`], subject: `Out ${n}`, text: 'Once.' }),
    });
    await answer.text();
    return answer.status;
  };
  return {
    answered,
    send: async ({ http }, lanes, onAnswer = () => undefined) => {
      const open = Array.from({ length: many }, (_, n) => n).filter((n) => !answered.has(n));
      const lane = async () => {
        for (let n = open.shift(); n !== undefined; n = open.shift()) {
          const status = await post(http, n).catch(() => 0);
          if (status === 0) return;
          if (status !== 202) throw new Error(`Mail ${n} was answered with ${status}.`);
          answered.add(n);
          onAnswer(answered.size);
        }
      };
      await Promise.all(Array.from({ length: lanes }, lane));
    },
  };
};
