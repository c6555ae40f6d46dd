/**
 * The HTML of a tracked mail as it leaves: its links and the picture that says it was opened. For sending (send-mail.ts), right before the mail is composed: what is
 * kept and shown to users stays as it was written, so that nobody's own look counts. Where the links lead is stored before anything leaves; repeated, it is the same.
 */

import { LINK_PATH, MAX_LINKS, MAX_LINKS_BYTES, PIXEL_PATH, trackableUrl } from '../../domain/tracking/links.ts';
import { editionOf, type TrackedPlace, trackingToken } from '../../domain/tracking/token.ts';
import type { Ids } from '../../ports/clock.ts';
import type { RewriteHtml, TrackedLinks, TrackHtml, TrackingSettingsStore } from '../../ports/tracking.ts';

export const makeTrackMail =
  (deps: {
    readonly ids: Pick<Ids, 'mac' | 'digest'>;
    readonly tracking: Pick<TrackingSettingsStore, 'get' | 'secret'>;
    readonly links: Pick<TrackedLinks, 'save'>;
    /** Only tracked mail needs it. */
    readonly rewriter: () => Promise<RewriteHtml>;
    /** Where Postroom answers, without a slash at the end. */
    readonly publicUrl: string;
  }): TrackHtml =>
  async ({ tenant, id: mailId, content }, readers, html) => {
    const [settings, secret] = await Promise.all([deps.tracking.get(tenant), deps.tracking.secret(tenant)]);
    // It is made when the first tracked mail is accepted; without it no link could be answered.
    if (secret === undefined) return html;
    const base = settings.host === null ? deps.publicUrl : `https://${settings.host}`;
    const rules = {
      exceptDomains: settings.exceptDomains,
      ownHosts: [base, deps.publicUrl].map((url) => new URL(url).host),
    };
    const [first] = readers;
    const reader = first === undefined || readers.length > 1 ? ('all' as const) : first;
    const edition = editionOf(deps.ids, content);
    const tokenOf = (link: TrackedPlace['link']) =>
      trackingToken(deps.ids, secret, { tenant, mailId, edition, reader, link });

    const links: string[] = [];
    let bytes = 0;
    const linkFor = (href: string): string | undefined => {
      const url = trackableUrl(href, rules);
      if (url === undefined || links.length >= MAX_LINKS || bytes + url.length > MAX_LINKS_BYTES) return undefined;
      bytes += url.length;
      links.push(url);
      return `${base}${LINK_PATH}${tokenOf(links.length - 1)}`;
    };
    const pixel = `<img src="${base}${PIXEL_PATH}${tokenOf('pixel')}" width="1" height="1" alt="" style="border:0">`;
    const tracked = (await deps.rewriter())(html, linkFor, pixel);
    await deps.links.save(tenant, mailId, edition, links);
    return tracked;
  };
