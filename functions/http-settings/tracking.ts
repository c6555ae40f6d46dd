/** The routes of tracking; handler.ts has tenants and users. */
import type { trackingRoutes } from '#shared/contracts/routes/tracking.ts';
import type { Handlers } from '#shared/edge/http.ts';
import type { TrackingSettingsStore } from '#shared/ports/tracking.ts';

export interface TrackingWiring {
  readonly tracking: TrackingSettingsStore;
}

export const trackingHandlers = ({ tracking }: TrackingWiring): Handlers<typeof trackingRoutes> => ({
  getTracking: async ({ caller }) => ({ status: 200, body: await tracking.get(caller.tenant) }),
  putTracking: async ({ caller, body }) => {
    await tracking.put(caller.tenant, body);
    return { status: 200, body };
  },
});
