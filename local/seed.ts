/** The tenant `demo` for newcomers, made over the API like any other (CONTRACT, POSTROOM_SEED). Repeated, it changes nothing. */
import * as z from 'zod';
import type { Control } from './control/control.ts';

const DEMO = {
  tenant: 'demo',
  name: 'Demo',
  plan: 'professional',
  inboundHandle: 'demo',
  users: [
    { id: 'ada', email: 'ada@demo.example', role: 'owner' },
    { id: 'ben', email: 'ben@demo.example', role: 'user' },
  ],
};

const CONTACTS = [
  { firstname: 'Grace', lastname: 'Hopper', email: 'grace@navy.example' },
  { firstname: 'Alan', lastname: 'Turing', email: 'alan@bletchley.example' },
  { firstname: 'Katherine', lastname: 'Johnson', email: 'katherine@orbit.example' },
];

const Problem = z.object({ code: z.string() });

export const seedDemo = async (control: Control, http: string): Promise<void> => {
  const made = await control.tenants.create(DEMO);
  const problem = Problem.safeParse(made.body);
  if (made.status >= 400 && !(problem.success && problem.data.code === 'tenant-exists'))
    throw new Error(`The demo tenant could not be made: the API answered ${made.status}.`);
  const token = await control.tenants.sign('demo', 'ada', 'owner');
  for (const fields of CONTACTS) {
    const answer = await fetch(`${http}/v1/records/contacts`, {
      method: 'POST',
      // A start that was interrupted between two contacts goes on where it stopped.
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': `seed-${fields.email}`,
      },
      body: JSON.stringify({ fields }),
    });
    if (!answer.ok) throw new Error(`A demo contact could not be made: the API answered ${answer.status}.`);
  }
};
