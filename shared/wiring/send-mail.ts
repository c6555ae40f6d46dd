/** Joins the use case of sending to its adapters, the same for all three sending functions. */

import { makeMailTransport } from '../adapters/accounts/account-transport.ts';
import { makeLimitsOfAccount } from '../adapters/accounts/limits-of-account.ts';
import { clock } from '../adapters/clock.ts';
import { makeAccountPlaces } from '../adapters/dynamodb/account-places.ts';
import { makeDueEntries } from '../adapters/dynamodb/due-entries.ts';
import { makeFrequencyCounters } from '../adapters/dynamodb/frequency-counters.ts';
import { makeOutgoingEmailStore } from '../adapters/dynamodb/outgoing-email-store.ts';
import { makeOutgoingStore } from '../adapters/dynamodb/outgoing-store.ts';
import { makeQuotaCounters } from '../adapters/dynamodb/quota-counters.ts';
import { makeSendTokens } from '../adapters/dynamodb/send-tokens.ts';
import { makeSuppressions } from '../adapters/dynamodb/suppressions.ts';
import { makeTable } from '../adapters/dynamodb/table.ts';
import { makeTrackedLinks, makeTrackingSettings } from '../adapters/dynamodb/tracking-store.ts';
import { ids } from '../adapters/ids.ts';
import { composeMail } from '../adapters/mime/compose-mail.ts';
import { makeContents } from '../adapters/s3/contents.ts';
import { makeSesTransport } from '../adapters/ses/ses-transport.ts';
import { makeMailQueues } from '../adapters/sqs/mail-queues.ts';
import { makeCloseFailed } from '../app/sending/close-failed.ts';
import { makeMayGo } from '../app/sending/may-go.ts';
import { makeSendMail } from '../app/sending/send-mail.ts';
import { makeSplitMail } from '../app/sending/split-mail.ts';
import { makeTrackMail } from '../app/tracking/track-mail.ts';
import type { SendEnvironment } from '../contracts/environment.ts';
import { wireAfterSent } from './after-sent.ts';
import { wireLogFailures } from './log-failures.ts';
import { wireOwnServer } from './own-server.ts';
import { wireProviders } from './providers.ts';

export const wireSendMail = (environment: SendEnvironment) => {
  const sending = makeTable(environment.SENDING_TABLE);
  const settings = makeTable(environment.SETTINGS_TABLE);
  const own = wireOwnServer(settings, environment);
  const outgoing = makeOutgoingStore(sending);
  const due = makeDueEntries(makeTable(environment.DUE_TABLE));
  const queues = makeMailQueues({ [environment.LANE]: environment.OWN_QUEUE_URL });
  const closeFailed = makeCloseFailed({
    outgoing,
    quota: makeQuotaCounters(sending),
    due,
    logFailures: wireLogFailures(environment),
  });
  return makeSendMail({
    clock,
    ids,
    outgoing,
    mayGo: makeMayGo({
      ...{ clock, outgoing, queues, due, closeFailed },
      settings: makeOutgoingEmailStore(settings),
      frequency: makeFrequencyCounters(sending, ids),
      accounts: makeAccountPlaces(sending),
      limitsOf: makeLimitsOfAccount(own),
    }),
    suppressions: makeSuppressions(sending),
    contents: makeContents(environment.MAIL_BUCKET),
    compose: composeMail,
    trackHtml: makeTrackMail({
      ids,
      tracking: makeTrackingSettings(settings),
      links: makeTrackedLinks(sending),
      // Loaded by the first tracked mail: a parser of HTML in every cold start would cost more than all that is tracked.
      rewriter: async () => (await import('../adapters/html/track-html.ts')).rewriteHtml,
      publicUrl: environment.PUBLIC_URL,
    }),
    tokens: makeSendTokens(sending, clock),
    transport: makeMailTransport({
      platform: makeSesTransport(environment.CONFIGURATION_SET),
      openAccount: own.openAccount,
      providers: wireProviders(environment, own.deliver, sending).providers,
    }),
    queues,
    splitMail: makeSplitMail({ clock, ids, outgoing, due, queues }),
    due,
    afterSent: wireAfterSent(environment),
    closeFailed,
  });
};
