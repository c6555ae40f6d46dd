/** The routes of templates and company details; handler.ts has the mails. */

import type { PostMailOutcome } from '#shared/app/sending/post-mail.ts';
import { userOf } from '#shared/app/templates/own-values.ts';
import { fieldsOfReady, type SaveOutcome, type TemplateFields } from '#shared/app/templates/save-template.ts';
import type { templateRoutes } from '#shared/contracts/routes/templates.ts';
import { asciiAddress } from '#shared/domain/address/address.ts';
import { readyPage, readyTemplate } from '#shared/domain/template/ready/ready-templates.ts';
import type { Template, Variant } from '#shared/domain/template/template.ts';
import { warningsOf } from '#shared/domain/template/warnings.ts';
import type { Handlers, HttpAnswer } from '#shared/edge/http.ts';
import { pageOf } from '#shared/edge/page.ts';
import { conflict, invalidField, invalidInput, notFound, reusedKey } from '#shared/edge/problem.ts';
import type { CompanyStore, TemplateStore } from '#shared/ports/templates.ts';
import type { TenantDirectory } from '#shared/ports/tenants.ts';
import type { UseCases } from './use-cases.ts';

export interface TemplateWiring {
  readonly templates: TemplateStore;
  readonly companies: CompanyStore;
  readonly tenants: Pick<TenantDirectory, 'profile'>;
  readonly useCases: UseCases;
  readonly accepted: (outcome: PostMailOutcome) => HttpAnswer;
}

const summary = ({ id, name, module, purpose, variants, revision, createdAt, updatedAt }: Template) => ({
  ...{ id, name, module, purpose, revision, createdAt, updatedAt },
  language: variants[0].language,
  subject: variants[0].subject,
  languages: variants.map(({ language }) => language),
});

const shownVariant = ({ language, subject, html, text }: Variant) => ({ language, subject, html: html ?? null, text });

const shown = (template: Template) => {
  const [first, ...others] = template.variants;
  const { html = null, text } = first;
  return {
    ...summary(template),
    ...{ html, text, attachments: template.attachments },
    variants: others.map(shownVariant),
    warnings: warningsOf(template),
  };
};

interface Written {
  readonly name?: string | undefined;
  readonly module: string;
  readonly purpose: string;
  readonly language: string;
  readonly subject?: string | undefined;
  readonly html?: string | undefined;
  readonly text?: string | undefined;
  readonly variants: TemplateFields['variants'] | readonly TemplateFields['variants'][number][];
  readonly attachments: TemplateFields['attachments'];
}

/** The contract has made sure that name and subject are there. */
const fieldsOf = (body: Written): TemplateFields => {
  const { name = '', module, purpose, language, subject = '', html, text, variants, attachments } = body;
  return { name, module, purpose, attachments, variants: [{ language, subject, html, text }, ...variants] };
};

const saved = (outcome: SaveOutcome): Template => {
  switch (outcome.kind) {
    case 'done':
      return outcome.template;
    case 'wrong':
      throw invalidInput(outcome.errors);
    case 'absent':
      throw notFound();
    case 'changed':
      throw conflict('changed', 'Somebody has changed this template since you read it. Read it again.');
    case 'other-body':
      throw reusedKey();
  }
};

export const templateHandlers = (wiring: TemplateWiring): Handlers<typeof templateRoutes> => {
  const { templates, companies, tenants, useCases, accepted } = wiring;
  const templateOf = async (tenant: string, id: string) => {
    const template = await templates.get(tenant, id);
    if (template === undefined) throw notFound();
    return template;
  };
  const profileOf = async (tenant: string) => {
    const profile = await tenants.profile(tenant);
    if (profile === undefined) throw notFound();
    return profile;
  };
  return {
    listReadyTemplates: async ({ query: { module, purpose, ...paging } }) => {
      const page = readyPage({ ...pageOf(paging), module, purpose });
      if (page === undefined) throw invalidField('cursor', 'is not one that this list gave');
      return { status: 200, body: page };
    },
    getReadyTemplate: async ({ params }) => {
      const ready = readyTemplate(params.name);
      if (ready === undefined) throw notFound();
      return { status: 200, body: ready };
    },
    listTemplates: async ({ caller, query: { module, purpose, ...paging } }) => {
      const filter = { ...(module === undefined ? {} : { module }), ...(purpose === undefined ? {} : { purpose }) };
      const page = await templates.list(caller.tenant, { ...pageOf(paging), ...filter });
      return { status: 200, body: { ...page, items: page.items.map(summary) } };
    },
    createTemplate: async (request) => {
      const { caller, body } = request;
      const copied = body.from === undefined ? fieldsOf(body) : fieldsOfReady(body.from);
      if (copied === undefined) throw invalidField('from', 'is not the id of a ready template');
      const fields = { ...copied, name: body.name ?? copied.name };
      const outcome = await useCases.saveTemplate.create({ ...request, ...caller }, fields);
      return { status: 201, body: shown(saved(outcome)) };
    },
    getTemplate: async ({ caller, params }) => ({
      status: 200,
      body: shown(await templateOf(caller.tenant, params.id)),
    }),
    putTemplate: async ({ caller, params, body }) => ({
      status: 200,
      body: shown(saved(await useCases.saveTemplate.replace(caller.tenant, params.id, body.revision, fieldsOf(body)))),
    }),
    deleteTemplate: async ({ caller, params }) => {
      if ((await templates.remove(caller.tenant, params.id)) === 'absent') throw notFound();
      return { status: 204 };
    },
    previewTemplate: async ({ caller, params, body }) => {
      const template = await templateOf(caller.tenant, params.id);
      const asContact = body.contactId === undefined ? undefined : { module: 'contacts', id: body.contactId };
      const { language } = body;
      const request = { user: caller.user, record: body.record ?? asContact, to: [], language };
      const outcome = await useCases.renderMail(await profileOf(caller.tenant), template, request);
      if (outcome.kind === 'invalid')
        throw invalidField(
          body.record === undefined && asContact !== undefined ? 'contactId' : outcome.field,
          outcome.message,
        );
      const { logo: _logo, html = null, ...mail } = outcome.mail;
      return { status: 200, body: { ...mail, html } };
    },
    testTemplate: async (request) => {
      const { caller, params, body } = request;
      const template = await templateOf(caller.tenant, params.id);
      const own = userOf(await profileOf(caller.tenant), caller.user);
      if (own === undefined)
        throw conflict('no-address', 'You have no e-mail address here that a test mail could go to.');
      const wanted = {
        ...body,
        to: [asciiAddress(own.email) ?? own.email],
        cc: [],
        bcc: [],
        attachments: [],
        templateId: template.id,
      };
      return accepted(await useCases.postMail({ ...request, ...caller }, wanted));
    },
    getCompanyDetails: async ({ caller }) => ({ status: 200, body: await companies.get(caller.tenant) }),
    putCompanyDetails: async ({ caller, body }) => {
      const said = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
      await companies.put(caller.tenant, said);
      return { status: 200, body: said };
    },
  };
};
