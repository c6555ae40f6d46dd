/** The public server of a process of its own, as an owner of one tenant and as a person at the control routes. */
import type { Ready } from './process.ts';
import { request } from './request.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape; a wrong guess fails the test, which is the point
type Body = any;

export const clientOf = ({ http }: Pick<Ready, 'http'>, token?: string) => {
  const ask = async (method: string, path: string, body?: unknown): Promise<Body> => {
    const answer = await request(http, method, path, { token, body });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  const queues = async (): Promise<readonly Body[]> => (await ask('GET', '/local/queues')).items;
  return {
    ask,
    /** Every page of a list. */
    all: async (path: string): Promise<readonly Body[]> => {
      const items: Body[] = [];
      let cursor = '';
      do {
        const page = await ask('GET', `${path}?limit=100${cursor}`);
        items.push(...page.items);
        cursor = page.nextCursor === undefined ? '' : `&cursor=${page.nextCursor}`;
      } while (cursor !== '');
      return items;
    },
    /** With a user of each role, called as it; answers their tokens. */
    tenant: async (tenant: string, roles: readonly string[] = ['owner']): Promise<string[]> => {
      const users = roles.map((role) => ({ id: role, email: `${role}@${tenant}.example`, role }));
      await ask('POST', '/local/tenants', { tenant, plan: 'professional', inboundHandle: tenant, users });
      const tokens: string[] = [];
      for (const user of roles) tokens.push((await ask('POST', '/local/tokens', { tenant, user })).token);
      return tokens;
    },
    /** Jumps the clock over visibility timeouts until no queue holds anything; answers what lies in dead-letter queues. */
    drain: async (): Promise<readonly Body[]> => {
      for (let jump = 0; jump < 12; jump += 1) {
        await ask('POST', '/local/idle');
        const worked = (await queues()).filter(({ isDeadLetterQueue }) => !isDeadLetterQueue);
        if (worked.every(({ depth, inFlight, delayed }) => depth + inFlight + delayed === 0))
          return worked.flatMap(({ deadLetterQueue }) => deadLetterQueue?.messages ?? []);
        await ask('POST', '/local/clock', { advance: 'PT16M' });
      }
      throw new Error(`Still waiting: ${JSON.stringify(await queues())}`);
    },
  };
};
