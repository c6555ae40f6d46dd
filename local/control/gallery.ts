/** The templates that come with Postroom, as the deployed API tells them to any user. For the gallery. */
import * as z from 'zod';
import { Ready, ReadySummary } from '#shared/contracts/templates.ts';
import { renderGallery } from '../page/gallery.ts';
import { filled } from '../page/gallery-sample.ts';
import { ControlError } from './answer.ts';
import type { TenantControl } from './tenants.ts';

const Page = z.object({ items: z.array(ReadySummary), nextCursor: z.string().optional() });

export const makeGallery = ({ http, sign }: { readonly http: string; readonly sign: TenantControl['sign'] }) => {
  const read = async (path: string): Promise<unknown> => {
    const token = await sign('gallery', 'local', 'user');
    const answer = await fetch(`${http}/v1/templates/ready${path}`, { headers: { authorization: `Bearer ${token}` } });
    if (answer.ok) return answer.json();
    if (answer.status === 404) throw new ControlError(404, 'not-found', 'There is no such ready template.');
    throw new ControlError(502, 'templates-unavailable', `The API answered ${answer.status} to the list of templates.`);
  };

  const all = async () => {
    const found: z.output<typeof ReadySummary>[] = [];
    let next = '';
    do {
      const { items, nextCursor } = Page.parse(await read(`?limit=100${next}`));
      found.push(...items);
      next = nextCursor === undefined ? '' : `&cursor=${encodeURIComponent(nextCursor)}`;
    } while (next !== '');
    return found;
  };

  return {
    page: async (): Promise<string> => renderGallery(await all()),
    mail: async (id: string): Promise<string> => filled(Ready.parse(await read(`/${encodeURIComponent(id)}`)).html),
  };
};
