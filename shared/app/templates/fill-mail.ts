/**
 * `POST /v1/emails` with a `templateId`: puts subject, HTML, text and attachments of the template into the wanted mail, once, when it is submitted; a template that
 * is changed later changes no mail that waits.
 */

import type { OutgoingMail } from '../../domain/sending/outgoing-mail.ts';
import { LOGO_CID } from '../../domain/template/render-template.ts';
import type { Begun } from '../../ports/idempotency.ts';
import type { OutgoingStore } from '../../ports/sending.ts';
import type { TemplateStore } from '../../ports/templates.ts';
import type { TenantProfile } from '../../ports/tenants.ts';
import type { WantedMail } from '../sending/draft-mail.ts';
import type { RenderMail } from './render-mail.ts';

/** As a request brings it: the text itself, or the template that it is made of. */
export type MailRequest = Omit<WantedMail, 'subject'> & {
  readonly subject?: string | undefined;
  readonly templateId?: string | undefined;
  readonly language?: string | undefined;
};

export type FillOutcome =
  | { readonly kind: 'filled'; readonly wanted: WantedMail }
  | { readonly kind: 'accepted'; readonly mail: OutgoingMail }
  | { readonly kind: 'invalid'; readonly field: string; readonly message: string };

const EXTENSIONS: Readonly<Record<string, string>> = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/gif': 'gif' };

export const makeFillMail = (deps: {
  readonly outgoing: Pick<OutgoingStore, 'get'>;
  readonly templates: Pick<TemplateStore, 'get'>;
  readonly renderMail: RenderMail;
}) => {
  return async (
    profile: TenantProfile,
    user: string,
    begun: Extract<Begun, { kind: 'go' }>,
    { templateId, language, ...mail }: MailRequest,
  ): Promise<FillOutcome> => {
    const { subject = '' } = mail;
    if (templateId === undefined) return { kind: 'filled', wanted: { ...mail, subject } };
    // A repeat gets the answer of the first try, also when the template was changed or removed since.
    const known = begun.repeated ? await deps.outgoing.get(profile.tenant, begun.id) : undefined;
    if (known !== undefined && known.failed !== 'abandoned') return { kind: 'accepted', mail: known };
    const template = await deps.templates.get(profile.tenant, templateId);
    if (template === undefined) return { kind: 'invalid', field: 'templateId', message: 'there is no such template' };
    const { record, to } = mail;
    // Everybody would be called by the first one's name.
    if (mail.separate === true && to.length > 1)
      return {
        kind: 'invalid',
        field: 'separate',
        message: 'with a templateId send one request for each recipient, or say separate: false for one mail to all',
      };
    const outcome = await deps.renderMail(profile, template, { user, record, to, language, sending: begun });
    if (outcome.kind === 'invalid') return outcome;
    const { logo, html, text, subject: rendered } = outcome.mail;
    const picture =
      logo === undefined ? [] : [{ ...logo, name: `logo.${EXTENSIONS[logo.contentType] ?? 'png'}`, cid: LOGO_CID }];
    return {
      kind: 'filled',
      wanted: {
        ...mail,
        subject: rendered,
        text,
        ...(html === undefined ? {} : { html }),
        // The request's own first: their places name what is stored, and a repeat must find the same there.
        attachments: [...mail.attachments, ...picture, ...template.attachments],
      },
    };
  };
};

export type FillMail = ReturnType<typeof makeFillMail>;
