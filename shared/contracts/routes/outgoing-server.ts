import { OutgoingServer, PutOutgoingServerBody } from '../outgoing-server.ts';
import { route } from '../route.ts';

const common = { function: 'http-settings', path: '/v1/settings/outgoing-server', access: 'admin' } as const;
const answers = { 200: { description: 'The outgoing server; never its password', schema: OutgoingServer } };

export const getOutgoingServer = route({
  ...common,
  operationId: 'getOutgoingServer',
  method: 'GET',
  summary: 'Through which server mail goes out',
  answers,
});

export const putOutgoingServer = route({
  ...common,
  operationId: 'putOutgoingServer',
  method: 'PUT',
  summary: 'Use an own server, once it has taken a test mail to you, or the platform again',
  body: PutOutgoingServerBody,
  answers,
});

export const outgoingServerRoutes = [getOutgoingServer, putOutgoingServer] as const;
