/**
 * One pass through everything that is wired: a tenant, a mail with an attachment, what became of it, its raw form, a replay, a record changed and
 * deleted. Answers what is wrong in sentences, the denials of the embedded cloud first, and ends at the first step that fails: nothing is polled.
 */
import type { Reply, TestCloud } from './cloud.ts';
import { aMail } from './mail.ts';

const MAIL = aMail({
  from: 'Grace Hopper <grace@navy.example>',
  messageId: '<smoke@navy.example>',
  headers: ['Content-Type: multipart/mixed; boundary=part'],
  text: [
    '--part',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'The order is attached.',
    '--part',
    'Content-Type: text/plain; name=order.txt',
    'Content-Disposition: attachment; filename=order.txt',
    '',
    'Ten of them.',
    '--part--',
  ].join('\r\n'),
});

class StepFailed extends Error {}

const need = (isMet: boolean, sentence: string): void => {
  if (!isMet) throw new StepFailed(sentence);
};

export const smokeFlow = async (cloud: TestCloud): Promise<string[]> => {
  const expectStatus = (what: string, { status, body }: Reply, wanted: number) =>
    need(status === wanted, `${what}: answered ${status} instead of ${wanted}: ${JSON.stringify(body)}`);

  const steps = async () => {
    const acme = await cloud.tenant('acme');
    const call = async (what: string, method: string, path: string, wanted: number, body?: unknown) => {
      const reply = await cloud.call(method, path, { token: acme.admin, ...(body === undefined ? {} : { body }) });
      expectStatus(what, reply, wanted);
      return reply.body;
    };
    const download = async (what: string, path: string, part: string) => {
      const redirect = await cloud.call('GET', path, { token: acme.admin });
      expectStatus(what, redirect, 303);
      const answer = await fetch(redirect.headers.get('location') ?? '');
      const text = await answer.text();
      need(
        answer.status === 200 && text.includes(part),
        `${what}: the link answered ${answer.status}: ${text.slice(0, 500)}`,
      );
    };
    const nothingWaits = (what: string) => {
      const left = cloud.platform.queues.figures().filter(({ visible, inFlight }) => visible + inFlight > 0);
      need(left.length === 0, `${what}: left in ${left.map(({ name }) => name).join(', ')}`);
    };

    await call('the description of the API', 'GET', '/v1/openapi.json', 200);
    await call('the address of the mailroom', 'GET', '/v1/mailroom', 200);
    await call('a new user', 'PUT', '/v1/users/eve', 200, { email: 'eve@acme.example', role: 'user' });
    await call('the user taken away', 'DELETE', '/v1/users/eve', 204);

    await cloud.deliver(acme.address('+lead'), MAIL);
    await cloud.idle();
    nothingWaits('a mail was not finished');
    const mails = (await call('the log of mails', 'GET', '/v1/mailroom/emails', 200)).items;
    need(
      mails.length === 1,
      `the log has ${mails.length} mails after one was delivered: it reached nobody, or is looked for where nobody writes`,
    );
    const [mail] = mails;
    need(mail.outcome === 'acted', `the mail was ${mail.outcome}: ${JSON.stringify(mail.reason)}`);
    await call('the mail itself', 'GET', `/v1/mailroom/emails/${mail.id}`, 200);
    await download('the raw mail', `/v1/mailroom/emails/${mail.id}/raw`, 'The order is attached.');
    await download('the attachment', `/v1/mailroom/emails/${mail.id}/attachments/0`, 'Ten of them.');

    await call('a replay', 'POST', `/v1/mailroom/emails/${mail.id}/replay`, 202);
    await cloud.idle();
    nothingWaits('a replay was not finished');

    const leads = (await call('the lead', 'GET', '/v1/records/leads?email=grace@navy.example', 200)).items;
    need(leads.length === 1, `there are ${leads.length} leads of one mail`);
    const lead = `/v1/records/leads/${leads[0].id}`;
    await call('the timeline of the lead', 'GET', `${lead}/timeline`, 200);
    await call('the lead changed', 'PATCH', lead, 200, { fields: { phone: '1' } });
    await call('the lead taken away', 'DELETE', lead, 204);
    await call('a contact', 'POST', '/v1/records/contacts', 201, {
      fields: { lastname: 'Known', email: 'k@navy.example' },
    });
  };

  const failures: string[] = [];
  try {
    await steps();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    failures.push(error.message);
  }
  return [...cloud.denials.list().map(({ sentence }) => sentence), ...failures];
};
