/**
 * Asks a provider whether mail from an account's address would leave by it (FEATURES 101, `check`), when the account is saved. Reads only: nothing is sent and nothing
 * changed there, so it may be asked again at any time.
 */
import type { AtProvider, CheckAccount, CheckedAccount, OpenedAccount } from '../../ports/accounts.ts';
import type { CallMailgun } from '../mailgun/call-mailgun.ts';
import { refusalOf, wordsOf } from '../mailgun/mailgun-answer.ts';
import { type EnterSes, type OtherSesAccount, otherAnswerOf } from '../ses/other-ses.ts';

const not = (code: Extract<CheckedAccount, { ok: false }>['code'], answer?: string): CheckedAccount => ({
  ok: false,
  code,
  ...(answer === undefined || answer === '' ? {} : { answer }),
});

const memberOf = (body: unknown, name: string): unknown =>
  body instanceof Object ? Reflect.get(body, name) : undefined;

type MailgunAccount = Extract<OpenedAccount, { provider: 'mailgun' }>;

/** `GET /v3/domains/<domain>`: `domain.state` is active, unverified or disabled (Mailgun, "Domains"). */
const checkMailgun = async (call: CallMailgun, { region, domain, apiKey }: MailgunAccount): Promise<CheckedAccount> => {
  const answer = await call({ region, apiKey, method: 'GET', path: `/v3/domains/${encodeURIComponent(domain)}` });
  if (answer.kind === 'none') return not('server-unreachable', answer.why);
  const { status, body } = answer;
  if (status >= 500 || status === 429) return not('server-busy', wordsOf(status, body));
  if (status !== 200) return not(refusalOf(status, wordsOf(status, body)), wordsOf(status, body));
  const state = memberOf(memberOf(body, 'domain'), 'state');
  if (state === 'active') return { ok: true };
  const said = `The domain is ${typeof state === 'string' ? state.slice(0, 40) : 'in an unknown state'} there.`;
  return not(state === 'disabled' ? 'account-suspended' : 'sender-not-verified', said);
};

/** The address itself may be verified, or its domain; out of the sandbox, or it would send to verified addresses alone (SES guide, "Request production access"). */
const checkSes = async (enter: EnterSes, account: OtherSesAccount, email: string): Promise<CheckedAccount> => {
  const entered = await enter(account);
  if (entered.kind === 'refused') return not('key-refused', entered.why);
  if (entered.kind === 'unreachable') return not('server-unreachable');
  const { GetAccountCommand, GetEmailIdentityCommand } = await import('@aws-sdk/client-sesv2');
  const mayHere = async (identity: string): Promise<boolean> => {
    const command = new GetEmailIdentityCommand({ EmailIdentity: identity });
    const found = await entered.client.send(command).catch((error: unknown) => {
      if (error instanceof Error && error.name === 'NotFoundException') return undefined;
      throw error;
    });
    return found?.VerifiedForSendingStatus === true;
  };
  const { domain, region } = account;
  try {
    if (!(await mayHere(domain)) && !(await mayHere(email)))
      return not('sender-not-verified', `Neither ${domain} nor ${email} is a verified identity in ${region}.`);
    const state = await entered.client.send(new GetAccountCommand({}));
    if (state.SendingEnabled !== true) return not('account-suspended', `Sending is paused in ${region}.`);
    if (state.ProductionAccessEnabled !== true)
      return not('account-suspended', `SES is in its sandbox in ${region}: ask AWS for production access.`);
    return { ok: true };
  } catch (error) {
    const handOver = otherAnswerOf(error);
    if (handOver.kind === 'refused' || handOver.kind === 'busy') return not(handOver.code, handOver.answer);
    return not('server-unreachable');
  }
};

export const makeCheckAccount =
  (deps: { readonly callMailgun: CallMailgun; readonly enterSes: EnterSes }): CheckAccount =>
  (account: AtProvider, email: string) =>
    account.provider === 'mailgun' ? checkMailgun(deps.callMailgun, account) : checkSes(deps.enterSes, account, email);
