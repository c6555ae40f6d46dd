/** What is known of a tracked mail's readers, for `GET /v1/emails/{id}` (FEATURES 198, 204). */
import type { OutgoingMail } from '../../domain/sending/outgoing-mail.ts';
import type { Tally } from '../../domain/tracking/count-hit.ts';
import { editionOf } from '../../domain/tracking/token.ts';
import type { Ids } from '../../ports/clock.ts';
import type { HitStore, TrackedLinks } from '../../ports/tracking.ts';

const shownTally = ({ count, firstAt, lastAt }: Tally) => ({ count, firstAt: firstAt ?? null, lastAt: lastAt ?? null });

export const makeShowTracking = (deps: {
  readonly ids: Pick<Ids, 'digest'>;
  readonly links: Pick<TrackedLinks, 'find'>;
  readonly hits: Pick<HitStore, 'ofMail'>;
}) => {
  const readersOf = async ({ tenant, id, content, recipients }: OutgoingMail) => {
    const readers = await deps.hits.ofMail(tenant, id);
    if (readers.length === 0) return [];
    const links = (await deps.links.find(tenant, id, editionOf(deps.ids, content))) ?? [];
    return readers.map(({ reader, hits }) => ({
      address: reader === 'all' ? null : (recipients[reader]?.address ?? null),
      opened: shownTally(hits.opened),
      clicked: shownTally(hits.clicked),
      byMachines: { opened: hits.machineOpened, clicked: hits.machineClicked },
      visits: hits.log
        .map(({ at, link, machine }) => ({
          at,
          url: link === 'pixel' ? null : (links[link] ?? null),
          machine: machine ?? null,
        }))
        .reverse(),
    }));
  };

  /** The mail, or the mails it was split into. Null: nothing of it is tracked. */
  return async (mails: readonly OutgoingMail[]) => {
    const tracked = mails.filter((mail) => mail.tracked === true);
    return tracked.length === 0 ? null : { readers: (await Promise.all(tracked.map(readersOf))).flat() };
  };
};
