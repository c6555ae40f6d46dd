import { clock } from '#shared/adapters/clock.ts';
import { ids } from '#shared/adapters/ids.ts';
import { makeAnswerOfOwner } from '#shared/app/settings/sender-addresses.ts';
import { PublicLinksEnvironment } from '#shared/contracts/environment.ts';
import { readEnvironment } from '#shared/edge/environment.ts';
import { makeLog } from '#shared/edge/log.ts';
import { wireFollowLink } from '#shared/wiring/follow-link.ts';
import { wireSenderAddresses } from '#shared/wiring/sender-addresses.ts';
import openApi from '../../docs/api/openapi.json' with { type: 'json' };
import { makeHandler } from './handler.ts';

const environment = readEnvironment(PublicLinksEnvironment, process.env);
const followLink = wireFollowLink({ clock, ids, ...environment });
const { senders, linkTokens } = wireSenderAddresses(environment);
const answerOfOwner = makeAnswerOfOwner({ clock, senders, links: linkTokens });

export const handler = makeHandler({
  ...{ openApi, followLink, answerOfOwner, log: makeLog(environment.POSTROOM_FUNCTION) },
  // Most who come here follow a link: what shows a mail is loaded for who wants to see one.
  viewMail: async (token) => (await import('#shared/wiring/view-mail.ts')).wireViewMail(environment)(token),
  finishSignIn: async () => (await import('#shared/wiring/finish-sign-in.ts')).wireFinishSignIn(environment),
});
