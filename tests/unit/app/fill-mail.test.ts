/** What a template puts into a mail. */
import { expect, test } from 'vitest';
import { makeFillMail } from '#shared/app/templates/fill-mail.ts';
import { DEFAULT_SETTINGS } from '#shared/domain/mailroom/settings.ts';
import type { Template } from '#shared/domain/template/template.ts';
import type { TenantProfile } from '#shared/ports/tenants.ts';

const profile: TenantProfile = {
  ...{ tenant: 't', name: 'Acme', plan: 'one', inboundHandle: 't', helpDeskAddresses: [], owners: [], createdAt: '' },
  ...{ madeBy: '', revision: 1, groups: [], mailroom: DEFAULT_SETTINGS, users: [] },
};

test('[F145] documents of a template go with the mail, after those of the mail itself', async () => {
  const document = { uploadId: '01jd3x8q4v7m0000000000000a' };
  const own = { uploadId: '01jd3x8q4v7m0000000000000b' };
  const template: Template = {
    ...{ id: 't', name: 'Offer', module: 'contacts', purpose: 'offer', attachments: [document] },
    variants: [{ language: 'en', subject: 'Offer', text: 'Hello.' }],
    ...{ createdAt: '', updatedAt: '', madeBy: 'm', revision: 1 },
  };
  const fill = makeFillMail({
    outgoing: { get: async () => undefined },
    templates: { get: async () => template },
    renderMail: async () => ({
      kind: 'rendered',
      mail: { language: 'en', subject: 'Offer', text: 'Hello.', missing: [] },
    }),
  });
  const filled = await fill(
    profile,
    'ada',
    { kind: 'go', id: 'm', atMs: 0, repeated: false },
    {
      ...{ to: ['grace@navy.example'], cc: [], bcc: [], attachments: [own], templateId: template.id },
    },
  );
  expect(filled).toMatchObject({ kind: 'filled', wanted: { subject: 'Offer', attachments: [own, document] } });
});
