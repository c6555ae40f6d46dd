import { OutgoingEmail, PatchOutgoingEmailBody } from '../outgoing-email.ts';
import { route } from '../route.ts';

const common = { function: 'http-settings', path: '/v1/settings/outgoing-email', access: 'admin' } as const;
const answers = { 200: { description: 'The settings', schema: OutgoingEmail } };

export const getOutgoingEmail = route({
  ...common,
  operationId: 'getOutgoingEmail',
  method: 'GET',
  summary: 'Names, Reply-To, copies and look of the mail that goes out',
  answers,
});

export const patchOutgoingEmail = route({
  ...common,
  operationId: 'patchOutgoingEmail',
  method: 'PATCH',
  summary: 'Change some of them; nothing is saved while an address in them is unverified',
  body: PatchOutgoingEmailBody,
  answers,
});

export const outgoingEmailRoutes = [getOutgoingEmail, patchOutgoingEmail] as const;
