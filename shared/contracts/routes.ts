/** Every route of the HTTP API, in the order of the OpenAPI document. */
import type { Route } from './route.ts';
import { emailRoutes } from './routes/emails.ts';
import { mailroomRoutes } from './routes/mailroom.ts';
import { publicRoutes } from './routes/public.ts';
import { recordRoutes } from './routes/records.ts';
import { settingsRoutes } from './routes/settings.ts';

export const routes: readonly Route[] = [
  ...emailRoutes,
  ...mailroomRoutes,
  ...recordRoutes,
  ...settingsRoutes,
  ...publicRoutes,
];
