import type { TestCloud } from '#tests/support/cloud.ts';

/** Every item of a list of the API. */
// biome-ignore lint/suspicious/noExplicitAny: items of every list; a wrong guess is a missed bar
export const allOf = async (cloud: TestCloud, token: string, path: string): Promise<readonly any[]> => {
  const items: unknown[] = [];
  let cursor = '';
  do {
    const { status, body } = await cloud.call('GET', `${path}?limit=100${cursor}`, { token });
    if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
    items.push(...body.items);
    cursor = body.nextCursor === undefined ? '' : `&cursor=${encodeURIComponent(body.nextCursor)}`;
  } while (cursor !== '');
  return items;
};
