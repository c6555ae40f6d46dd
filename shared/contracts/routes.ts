/** Every route of the HTTP API, in the order of the OpenAPI document. */
import type { Route } from './route.ts';
import { draftRoutes } from './routes/drafts.ts';
import { emailRoutes } from './routes/emails.ts';
import { mailroomRoutes } from './routes/mailroom.ts';
import { publicRoutes } from './routes/public.ts';
import { recordRoutes } from './routes/records.ts';
import { senderAddressRoutes } from './routes/sender-addresses.ts';
import { settingsRoutes } from './routes/settings.ts';
import { templateRoutes } from './routes/templates.ts';

export const routes: readonly Route[] = [
  ...emailRoutes,
  ...senderAddressRoutes,
  ...draftRoutes,
  ...templateRoutes,
  ...mailroomRoutes,
  ...recordRoutes,
  ...settingsRoutes,
  ...publicRoutes,
];
