/** The links in tracked mails; handler.ts has the description of the API. No cookie is ever set: what is counted is the link, not who carries it on. */
import type { FollowLink, VisitOutcome } from '#shared/app/tracking/follow-link.ts';
import type { followTracked, lookAtLink, lookAtPicture, openTracked } from '#shared/contracts/routes/public.ts';
import type { Handlers, HttpAnswer } from '#shared/edge/http.ts';
import type { Log } from '#shared/edge/log.ts';

/** One transparent pixel (GIF89a). */
const PICTURE = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** A copy kept by a proxy would be opened without us; the page behind a link needs not know that it came from a mail. */
const ALWAYS = { 'cache-control': 'no-store, private', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' };

const NOT_OURS: HttpAnswer = {
  status: 404,
  text: '<!doctype html><html lang="en"><meta charset="utf-8"><title>No such link</title><p>This link leads nowhere. It may have been cut off on the way; try it again from the mail.</p></html>',
  headers: { ...ALWAYS, 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'" },
};

const answerOf = (outcome: VisitOutcome): HttpAnswer => {
  if (outcome.kind === 'unknown') return NOT_OURS;
  return outcome.url === undefined
    ? { status: 200, bytes: PICTURE, headers: { ...ALWAYS, 'content-type': 'image/gif' } }
    : { status: 302, headers: { ...ALWAYS, location: outcome.url } };
};

interface Request {
  readonly params: { readonly token: string };
  readonly headers: Readonly<Record<string, string | undefined>>;
}

type Tracked = readonly [typeof openTracked, typeof lookAtPicture, typeof followTracked, typeof lookAtLink];

export const trackedHandlers = ({
  followLink,
  log,
}: {
  readonly followLink: FollowLink;
  readonly log: Log;
}): Handlers<Tracked> => {
  const serve =
    (kind: 'open' | 'click', isHead: boolean) =>
    async ({ params, headers }: Request): Promise<HttpAnswer> => {
      const outcome = await followLink({
        kind,
        isHead,
        token: params.token,
        userAgent: headers['user-agent'] ?? '',
        purpose: ['sec-purpose', 'purpose', 'x-moz'].map((name) => headers[name] ?? '').join(' '),
        referer: headers['referer'] ?? '',
      });
      if (outcome.kind === 'answer' && outcome.lost !== undefined)
        log.error('visit.lost', outcome.lost, { tenant: outcome.tenant, mailId: outcome.mailId });
      return answerOf(outcome);
    };
  return {
    openTracked: serve('open', false),
    lookAtPicture: serve('open', true),
    followTracked: serve('click', false),
    lookAtLink: serve('click', true),
  };
};
