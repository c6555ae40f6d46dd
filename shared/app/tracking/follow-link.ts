/**
 * Somebody opened a tracked mail or followed one of its links (public-links). Recording never stands in the reader's way: when it fails the answer is the same, and the
 * log has the id of the mail.
 */
import { isOwnUser, machineSign } from '../../domain/tracking/judge-hit.ts';
import { type ClaimedPlace, isGenuine, readToken } from '../../domain/tracking/token.ts';
import type { Clock, Ids } from '../../ports/clock.ts';
import type { OutgoingStore } from '../../ports/sending.ts';
import type { HitStore, TrackedLinks, TrackingSettingsStore } from '../../ports/tracking.ts';

export interface Visit {
  readonly kind: 'open' | 'click';
  readonly token: string;
  /** HEAD asks what is there and takes nothing: it is answered and not recorded. */
  readonly isHead: boolean;
  readonly userAgent: string;
  readonly purpose: string;
  readonly referer: string;
}

export type VisitOutcome =
  /** Not one of our links: nothing was recorded. */
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'answer';
      /** Of a click. */
      readonly url: string | undefined;
      readonly tenant: string;
      readonly mailId: string;
      /** Why it was not recorded although it should have been. */
      readonly lost?: unknown;
    };

export interface FollowLinkDeps {
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'mac' | 'digest'>;
  readonly tracking: Pick<TrackingSettingsStore, 'secret'>;
  readonly links: Pick<TrackedLinks, 'find'>;
  readonly hits: Pick<HitStore, 'add'>;
  readonly outgoing: Pick<OutgoingStore, 'get'>;
  /** Origins of the CRM's own pages. */
  readonly crmOrigins: readonly string[];
}

export const makeFollowLink = (deps: FollowLinkDeps) => {
  const record = async (visit: Visit, place: ClaimedPlace, links: number): Promise<void> => {
    const { tenant, mailId, reader, link } = place;
    const mail = await deps.outgoing.get(tenant, mailId);
    if (mail === undefined) return;
    const atMs = deps.clock.nowMs();
    const machine = machineSign({ ...visit, atMs }, mail.sentAt);
    const hit = { at: new Date(atMs).toISOString(), link, ...(machine === undefined ? {} : { machine }) };
    await deps.hits.add(tenant, mailId, reader, hit, links);
  };

  return async (visit: Visit): Promise<VisitOutcome> => {
    const place = readToken(visit.token);
    if (place === undefined || (place.link === 'pixel') !== (visit.kind === 'open')) return { kind: 'unknown' };
    const { tenant, mailId, edition, link } = place;
    const secret = await deps.tracking.secret(tenant);
    if (secret === undefined || !isGenuine(deps.ids, secret, place)) return { kind: 'unknown' };
    const links = link === 'pixel' ? [] : ((await deps.links.find(tenant, mailId, edition)) ?? []);
    const url = link === 'pixel' ? undefined : links[link];
    if (link !== 'pixel' && url === undefined) return { kind: 'unknown' };
    const answer = { kind: 'answer', url, tenant, mailId } as const;
    if (visit.isHead || isOwnUser(visit.referer, deps.crmOrigins)) return answer;
    try {
      await record(visit, place, links.length);
      return answer;
    } catch (lost) {
      return { ...answer, lost };
    }
  };
};

export type FollowLink = ReturnType<typeof makeFollowLink>;
