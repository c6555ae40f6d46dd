/**
 * `$custom-viewinbrowser$` (FEATURES 140): the link in a mail made of a template, and the mail behind it as a page. Whoever has the link sees what its readers got, signature
 * and footer included; the links of a tracked mail are the plain ones, so nothing is counted. The link names the request that made the mail, for the mail's own id is
 * decided after its text (accept-mail.ts).
 */
import { escapeHtml } from '../../domain/message/escape-html.ts';
import { dressedHtml, dressedText } from '../../domain/sending/look.ts';
import type { OutgoingMail } from '../../domain/sending/outgoing-mail.ts';
import { VIEW_PATH } from '../../domain/tracking/links.ts';
import type { Clock, Ids } from '../../ports/clock.ts';
import type { LinkTokens } from '../../ports/links.ts';
import type { Content, Contents, OutgoingStore } from '../../ports/sending.ts';
import type { TenantProfile } from '../../ports/tenants.ts';
import { idOfTry, MAX_GENERATIONS } from '../sending/accept-mail.ts';

const PURPOSE = 'view-mail';

/** From when it left. Long enough for a mail that is read late, and what was written to one person does not stand on the web for ever. */
export const VIEW_LIFE_DAYS = 90;

/** Lambda answers 6 MB at most (Lambda quotas); of pictures a third is added by base 64. */
const MAX_PICTURES_BYTES = 2_500_000;
const MAX_HTML_LENGTH = 1_000_000;

/** What browsers show and cannot run: no SVG. */
const PICTURES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

export interface Request {
  readonly id: string;
  readonly atMs: number;
}

export type ViewLink = (profile: TenantProfile, request: Request) => Promise<string>;

export const makeViewLink =
  (deps: { readonly links: Pick<LinkTokens, 'sign'>; readonly publicUrl: string }): ViewLink =>
  async ({ tenant, tracking }, { id, atMs }) => {
    const host = tracking?.host ?? null;
    const base = host === null ? deps.publicUrl : `https://${host}`;
    return `${base}${VIEW_PATH}${await deps.links.sign(PURPOSE, { tenant, fields: [id, String(atMs)] })}`;
  };

/** Undefined: it never left. While nobody knows whether it did, a reader who has the link does. */
const leftAtMs = ({ phase, sentAt, claim }: OutgoingMail): number | undefined => {
  const at = sentAt ?? (phase === 'failed' ? undefined : claim?.at);
  return at === undefined ? undefined : Date.parse(at);
};

/** The HTML of the page; undefined: there is no such mail for whoever asks, whatever the reason. */
export type ViewMail = (token: string) => Promise<string | undefined>;

export const makeViewMail = (deps: {
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'derived'>;
  readonly links: Pick<LinkTokens, 'read'>;
  readonly outgoing: Pick<OutgoingStore, 'get'>;
  readonly contents: Pick<Contents, 'load' | 'read'>;
  readonly clean: (html: string) => string;
}): ViewMail => {
  const mailOf = async (tenant: string, request: Request): Promise<OutgoingMail | undefined> => {
    for (let generation = 0; generation <= MAX_GENERATIONS; generation += 1) {
      const mail = await deps.outgoing.get(tenant, idOfTry(deps.ids, request, generation));
      if (mail?.failed !== 'abandoned') return mail;
    }
    return undefined;
  };

  const withPictures = async (html: string, { attachments }: Content): Promise<string> => {
    let shown = html;
    let room = MAX_PICTURES_BYTES;
    for (const part of attachments) {
      const place = part.cid === undefined ? undefined : `src="cid:${escapeHtml(part.cid)}"`;
      if (place === undefined || !PICTURES.has(part.contentType) || part.sizeBytes > room) continue;
      const bytes = shown.includes(place) ? await deps.contents.read(part) : undefined;
      if (bytes === undefined) continue;
      room -= bytes.length * (shown.split(place).length - 1);
      if (room < 0) break;
      shown = shown.replaceAll(place, `src="data:${part.contentType};base64,${Buffer.from(bytes).toString('base64')}"`);
    }
    return shown;
  };

  const pageOf = async (content: Content): Promise<string | undefined> => {
    const { html, text = '', look } = content;
    if (html === undefined) {
      const plain = look === undefined ? text : dressedText(text, look);
      return `<pre style="white-space:pre-wrap;font:16px/1.5 sans-serif">${escapeHtml(plain)}</pre>`;
    }
    const dressed = look === undefined ? html : dressedHtml(html, look);
    return dressed.length > MAX_HTML_LENGTH ? undefined : withPictures(deps.clean(dressed), content);
  };

  return async (token) => {
    const link = await deps.links.read(PURPOSE, token);
    const [id, atMs] = link?.fields ?? [];
    if (link === undefined || id === undefined) return undefined;
    const mail = await mailOf(link.tenant, { id, atMs: Number(atMs) });
    const leftMs = mail === undefined ? undefined : leftAtMs(mail);
    if (mail === undefined || leftMs === undefined) return undefined;
    if (deps.clock.nowMs() - leftMs > VIEW_LIFE_DAYS * 86_400_000) return undefined;
    const content = await deps.contents.load(mail.content);
    return content === undefined ? undefined : pageOf(content);
  };
};
