/** Follows a list to its end. */
import { expect } from 'vitest';
import type { TestCloud } from './cloud.ts';

/** Pages hold no more than asked for and the list ends: a cursor that led in a circle would be found here. */
const MOST_PAGES = 100;

/** Every item of a list, and how many each page held. */
export const allPages = async (cloud: TestCloud, path: string, token: string, limit: number) => {
  // biome-ignore lint/suspicious/noExplicitAny: items of every list
  const items: any[] = [];
  const sizes: number[] = [];
  let cursor: string | undefined;
  do {
    const from = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { status, body } = await cloud.call('GET', `${path}${path.includes('?') ? '&' : '?'}limit=${limit}${from}`, {
      token,
    });
    expect(status, JSON.stringify(body).slice(0, 300)).toBe(200);
    expect(body.items.length).toBeLessThanOrEqual(limit);
    items.push(...body.items);
    sizes.push(body.items.length);
    cursor = body.nextCursor;
  } while (cursor !== undefined && sizes.length < MOST_PAGES);
  expect(cursor).toBeUndefined();
  return { items, sizes };
};
