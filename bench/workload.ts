/** Puts mails where the sides find them and answers the events that SQS would wake them with. */
import type { BenchCloud, Tenant } from './cloud.ts';
import { benchMail, outgoingMail, type Shape } from './mails.ts';
import type { SqsEvent } from './side.ts';

/** What a plan lets one user send a day, and some left over. */
const MAILS_PER_TENANT = 450;

let count = 0;

/** Tenants are made as their daily quota is used up. */
const makeTenants = (cloud: BenchCloud) => {
  let tenant: Tenant | undefined;
  let used = 0;
  return async (mails: number): Promise<Tenant> => {
    used += mails;
    if (tenant === undefined || used > MAILS_PER_TENANT) {
      tenant = await cloud.tenant();
      used = mails;
    }
    return tenant;
  };
};

export const inboundLoad = (cloud: BenchCloud) => {
  const tenantFor = makeTenants(cloud);
  const deliver = async (shapes: readonly Shape[], sender?: number): Promise<void> => {
    const tenant = await tenantFor(shapes.length);
    for (const shape of shapes) {
      count += 1;
      const { from, raw } = benchMail(shape, count, sender);
      await cloud.deliver({ to: tenant.leadAddress, from, raw });
    }
  };
  return {
    deliver,
    sizeOf: (shape: Shape): number => benchMail(shape, 1).raw.length,
    events: async (shapes: readonly Shape[]): Promise<readonly SqsEvent[]> => {
      await deliver(shapes);
      return (await cloud.take('receive-mail')).map((record) => ({ Records: [record] }));
    },
  };
};

/** Mails of new senders to one tenant. */
export const eventsFor = async (cloud: BenchCloud, tenant: Tenant, mails: number): Promise<readonly SqsEvent[]> => {
  for (let n = 0; n < mails; n += 1) {
    count += 1;
    const { from, raw } = benchMail('text and HTML, 32 KB', count);
    await cloud.deliver({ to: tenant.leadAddress, from, raw });
  }
  return (await cloud.take('receive-mail')).map((record) => ({ Records: [record] }));
};

export const outgoingLoad = (cloud: BenchCloud) => {
  const tenantFor = makeTenants(cloud);
  const submit = async (mails: number): Promise<void> => {
    const tenant = await tenantFor(mails);
    for (let n = 0; n < mails; n += 1) {
      count += 1;
      await cloud.submit(tenant, outgoingMail(count));
    }
  };
  return {
    submit,
    events: async (mails: number): Promise<readonly SqsEvent[]> => {
      await submit(mails);
      return (await cloud.take('send-adhoc-mail')).map((record) => ({ Records: [record] }));
    },
  };
};
