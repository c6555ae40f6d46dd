/** Joins the ways mail leaves by accounts of tenants: SMTP, Mailgun, SES of another account; and their check when one is saved. */
import { bySmtp, type Providers } from '../adapters/accounts/account-transport.ts';
import { makeCheckAccount } from '../adapters/accounts/check-account.ts';
import { clock } from '../adapters/clock.ts';
import type { Table } from '../adapters/dynamodb/table.ts';
import { makeTalks } from '../adapters/dynamodb/talk-store.ts';
import { byMailgun } from '../adapters/mailgun/by-mailgun.ts';
import { makeCallMailgun } from '../adapters/mailgun/call-mailgun.ts';
import { byOtherSes, makeEnterSes } from '../adapters/ses/other-ses.ts';
import type { CheckAccount } from '../ports/accounts.ts';
import type { DeliverBySmtp } from '../ports/outgoing-server.ts';

/** @param deliver of wiring/own-server.ts */
export const wireProviders = (
  environment: { readonly SECRETS_KEY_ARN: string; readonly MAILGUN_URL?: string | undefined },
  deliver: DeliverBySmtp,
  sending: Table,
): { readonly providers: Providers; readonly checkAccount: CheckAccount } => {
  // arn:aws:kms:<region>:<account>:key/<id>: the key is of this Postroom's own account.
  const ownAccount = environment.SECRETS_KEY_ARN.split(':')[4] ?? '';
  const callMailgun = makeCallMailgun(environment.MAILGUN_URL);
  const enterSes = makeEnterSes(ownAccount);
  return {
    providers: {
      smtp: bySmtp(deliver, makeTalks(sending, clock.nowMs), clock.nowMs),
      mailgun: byMailgun(callMailgun),
      ses: byOtherSes(enterSes),
    },
    checkAccount: makeCheckAccount({ callMailgun, enterSes }),
  };
};
