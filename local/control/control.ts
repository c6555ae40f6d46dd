/** The control routes of CONTRACT: only here, never deployed. Method and path on the left, what it does on the right. */
import type * as z from 'zod';
import type { Issuer } from '../api/issuer.ts';
import { FaultPlan, type Faults } from '../endpoint/faults.ts';
import type { Usage } from '../endpoint/usage.ts';
import type { Activity } from '../kernel/activity.ts';
import { MailgunDomain, SesElsewhere } from '../providers/elsewhere.ts';
import { type ControlAnswer, ControlError } from './answer.ts';
import { makeGallery } from './gallery.ts';
import { makeOverview, type OverviewParts } from './overview.ts';
import { queueReport } from './queues.ts';
import { makeTenantControl } from './tenants.ts';
import { makeTimeControl } from './time.ts';
import { makeView } from './view.ts';

export interface ControlParts extends OverviewParts {
  readonly activity: Activity;
  readonly faults: Faults;
  readonly usage: Usage;
  readonly issuer: Issuer;
  readonly audience: string;
}

type Serve = (input: {
  readonly body: unknown;
  readonly query: URLSearchParams;
}) => Promise<ControlAnswer> | ControlAnswer;

const ok = (body: unknown, status = 200): ControlAnswer => ({ status, body });

const sayWrong = (error: z.ZodError): ControlError =>
  new ControlError(
    422,
    'invalid-input',
    error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; '),
  );

export const makeControl = (parts: ControlParts) => {
  const { platform, clock, activity, faults, usage, issuer, audience, ready } = parts;
  const tenants = makeTenantControl({ http: ready.http, issuer, audience, verified: platform.verified });
  const time = makeTimeControl({ clock, activity, schedules: platform.schedules });
  const overview = makeOverview(parts);
  const gallery = makeGallery({ http: ready.http, sign: tenants.sign });
  const view = makeView({ http: ready.http, sign: tenants.sign });

  const outbox: Serve = ({ query }) => {
    const since = query.get('since');
    try {
      const items = platform.outbound.outbox.list(since === null ? {} : { since });
      return ok({ items: items.map((item) => ({ ...item, tenant: item.tags['tenant'] ?? null })) });
    } catch (error) {
      if (error instanceof RangeError) throw new ControlError(422, 'invalid-input', `since: ${error.message}`);
      throw error;
    }
  };
  const plant: Serve = ({ body }) => {
    const plan = FaultPlan.safeParse(body);
    if (!plan.success) throw sayWrong(plan.error);
    faults.plant(plan.data);
    return ok({ items: faults.list() }, 201);
  };
  const clearFaults: Serve = () => {
    faults.clear();
    return ok({ items: [] });
  };
  const report: Serve = ({ query }) => {
    const counted = usage.report();
    if (query.get('reset') === '1') usage.reset(new Date(clock.now()).toISOString());
    return ok(counted);
  };
  const sesAccount: Serve = ({ body }) => {
    const change = platform.outbound.account.set(body);
    if (change.kind === 'invalid') throw new ControlError(422, 'invalid-input', change.message);
    return ok(platform.outbound.account.settings());
  };
  const sesEvent: Serve = ({ body }) => {
    const injection = platform.outbound.inject(body);
    if (injection.kind === 'invalid') throw new ControlError(422, 'invalid-input', injection.message);
    if (injection.kind === 'unknown-message') throw new ControlError(404, 'unknown-message', injection.message);
    return ok(injection, 202);
  };

  const mailgunDomain: Serve = ({ body }) => {
    const domain = MailgunDomain.safeParse(body);
    if (!domain.success) throw sayWrong(domain.error);
    platform.elsewhere.setMailgun(domain.data);
    return ok(domain.data, 201);
  };
  const sesElsewhere: Serve = ({ body }) => {
    const ses = SesElsewhere.safeParse(body);
    if (!ses.success) throw sayWrong(ses.error);
    platform.elsewhere.setSes(ses.data);
    return ok(ses.data, 201);
  };

  const routes: Readonly<Record<string, Serve>> = {
    'POST /local/tenants': ({ body }) => tenants.create(body),
    'POST /local/tokens': ({ body }) => tenants.token(body),
    'GET /local/outbox': outbox,
    'GET /local/clock': () => time.now(),
    'POST /local/clock': ({ body }) => time.advance(body),
    'POST /local/idle': () => time.idle(),
    'GET /local/usage': report,
    'POST /local/faults': plant,
    'GET /local/faults': () => ok({ items: faults.list() }),
    'DELETE /local/faults': clearFaults,
    'GET /local/queues': () => ok(queueReport(platform.queues)),
    'GET /local/ses/account': () => ok(platform.outbound.account.settings()),
    'PUT /local/ses/account': sesAccount,
    'POST /local/ses/events': sesEvent,
    'POST /local/providers/mailgun': mailgunDomain,
    'POST /local/providers/ses': sesElsewhere,
    'GET /local/providers/mails': () => ok({ items: platform.elsewhere.mails() }),
    'GET /local/status': async () => ok(await overview()),
  };
  return { routes, tenants, overview, gallery, view };
};

export type Control = ReturnType<typeof makeControl>;
