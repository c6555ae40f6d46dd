import * as z from 'zod';
import { AddDomainBody, Domain, DomainInFull, domainName } from '../domains.ts';
import { route } from '../route.ts';
import { page, paging } from '../values.ts';

const common = { function: 'http-settings', access: 'admin' } as const;
const ofDomain = z.strictObject({ domain: domainName });
const domain = { description: 'The domain, with the DNS records to paste and what is there now', schema: DomainInFull };

export const listDomains = route({
  ...common,
  operationId: 'listDomains',
  method: 'GET',
  path: '/v1/domains',
  summary: 'The domains that mail comes from, by name',
  query: z.strictObject(paging),
  answers: { 200: { description: 'A page of domains', schema: page(Domain) } },
});

export const addDomain = route({
  ...common,
  operationId: 'addDomain',
  method: 'POST',
  path: '/v1/domains',
  summary: 'Set up a domain to send from: answers the DNS records to paste; one that is there is checked',
  body: AddDomainBody,
  idempotent: true,
  answers: { 201: domain },
});

export const getDomain = route({
  ...common,
  operationId: 'getDomain',
  method: 'GET',
  path: '/v1/domains/{domain}',
  summary: 'One domain as it was at its last check',
  params: ofDomain,
  answers: { 200: domain },
});

export const checkDomain = route({
  ...common,
  operationId: 'checkDomain',
  method: 'POST',
  path: '/v1/domains/{domain}/check',
  summary: 'Look at the DNS now',
  params: ofDomain,
  answers: { 200: domain },
});

export const deleteDomain = route({
  ...common,
  operationId: 'deleteDomain',
  method: 'DELETE',
  path: '/v1/domains/{domain}',
  summary: 'Take a domain off the list; mail from it is refused from now on',
  params: ofDomain,
  answers: { 204: { description: 'Removed' } },
});

export const domainRoutes = [listDomains, addDomain, getDomain, checkDomain, deleteDomain] as const;
