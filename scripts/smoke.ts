/**
 * `npm run smoke -- --api URL --token T [--smtp HOST:PORT]`: whether a deployed Postroom works, from outside and with a user's rights. A mail in becomes
 * a lead; mails out to the simulator of SES are delivered, bounce and complain. It calls the API of the OpenAPI document and nothing else, leaves no
 * lead and no suppression behind, and ends by itself. Exit code 1 when something is wrong, 2 when it was called wrongly.
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { makeDeployment, SmokeFailure, type SmtpServer } from './smoke/deployment.ts';
import { mailBecomesLead } from './smoke/mail-in.ts';
import { mailsGoOut, NEEDED_PLACES } from './smoke/mail-out.ts';

const USAGE = `Usage: npm run smoke -- --api URL --token T [options]

  --api URL              the API: the stack's output ApiUrl
  --token T              a token of an admin or owner of a tenant; or in the environment variable POSTROOM_TOKEN
  --smtp HOST[:PORT]     where mail to the tenant goes, usually the host of the MX record; port 25. Without it no mail is sent in
  --inbound-address A    handle+lead@domain; without it, the tenant's own address with +lead
  --from A               sender of the mail in; without it, an address that exists nowhere
  --timeout SECONDS      to wait for each thing at most; 300`;

const OPTIONS = {
  api: { type: 'string' },
  token: { type: 'string' },
  smtp: { type: 'string' },
  'inbound-address': { type: 'string' },
  from: { type: 'string' },
  timeout: { type: 'string' },
} as const;

class WrongCall extends Error {}

const readOptions = () => {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    throw new WrongCall(error instanceof Error ? error.message : String(error));
  }
};

const readSmtp = (text: string): SmtpServer => {
  const [, host, port = '25'] = /^([^\s:]+)(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (host === undefined) throw new WrongCall(`--smtp ${text} is no HOST:PORT.`);
  return { host, port: Number(port) };
};

const readCall = () => {
  const values = readOptions();
  const { api, token = process.env['POSTROOM_TOKEN'] } = values;
  if (api === undefined || !URL.canParse(api)) throw new WrongCall('--api is missing or no URL.');
  if (token === undefined || token === '') throw new WrongCall('--token is missing.');
  const seconds = Number(values.timeout ?? 300);
  if (!(seconds > 0)) throw new WrongCall(`--timeout ${values.timeout} is no number of seconds.`);
  const smtp = values.smtp === undefined ? undefined : readSmtp(values.smtp);
  return { api, token, smtp, seconds, inboundAddress: values['inbound-address'], from: values.from };
};

const Tenant = z.object({ tenant: z.string(), address: z.string() });
const Usage = z.object({ limit: z.number(), used: z.number(), reserved: z.number(), resetsAt: z.string() });

const smoke = async (call: ReturnType<typeof readCall>, say: (line: string) => void): Promise<void> => {
  const { smtp, seconds } = call;
  const run = randomBytes(6).toString('hex');
  const deployment = makeDeployment(call.api, call.token);
  const tenant = Tenant.parse(await deployment.call('GET', '/v1/tenant', 200));
  // Admins only, so that a token which may not clean up is refused before there is anything to clean up.
  await deployment.call('GET', '/v1/users?limit=1', 200);
  say(`${call.api} answers; the token is that of an admin of the tenant ${tenant.tenant}`);
  const { limit, used, reserved, resetsAt } = Usage.parse(await deployment.call('GET', '/v1/usage', 200));
  if (limit - used - reserved < NEEDED_PLACES)
    throw new SmokeFailure(`The quota has no ${NEEDED_PLACES} mails left today. Run this after ${resetsAt}.`);

  if (smtp === undefined) {
    say(
      'SKIPPED mail in: without --smtp nobody hands a mail over. Send one to the +lead address from any mailbox and look at GET /v1/mailroom/emails.',
    );
  } else {
    const address = call.inboundAddress ?? tenant.address.replace('@', '+lead@');
    const from = call.from ?? `smoke-${run}@smoke.example`;
    await mailBecomesLead(deployment, { smtp, address, from, run, seconds, say });
  }
  await mailsGoOut({ deployment, run, seconds, say });
  say('everything works');
};

try {
  const startedAt = Date.now();
  const say = (line: string) => console.log(`${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${line}`);
  await smoke(readCall(), say);
} catch (error) {
  if (error instanceof WrongCall) console.error(`${error.message}\n\n${USAGE}`);
  else if (error instanceof SmokeFailure) console.error(`FAILED  ${error.message}`);
  else if (error instanceof z.ZodError)
    console.error(
      `FAILED  The API answered in another form than this version of Postroom does:\n${z.prettifyError(error)}`,
    );
  else throw error;
  process.exitCode = error instanceof WrongCall ? 2 : 1;
}
