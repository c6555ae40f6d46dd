import { route } from '../route.ts';
import { PutTrackingBody, TrackingSettings } from '../tracking.ts';

const common = { function: 'http-settings', path: '/v1/settings/tracking', access: 'admin' } as const;
const answers = { 200: { description: 'The settings', schema: TrackingSettings } };

export const getTracking = route({
  ...common,
  operationId: 'getTracking',
  method: 'GET',
  summary: 'Whether opens and clicks of outgoing mail are counted',
  answers,
});

export const putTracking = route({
  ...common,
  operationId: 'putTracking',
  method: 'PUT',
  summary: 'Change what is counted; mail accepted from then on goes by it',
  body: PutTrackingBody,
  answers,
});

export const trackingRoutes = [getTracking, putTracking] as const;
