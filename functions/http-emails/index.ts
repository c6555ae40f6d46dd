import { HttpEmailsEnvironment } from '#shared/contracts/environment.ts';
import { readEnvironment } from '#shared/edge/environment.ts';
import { makeLog } from '#shared/edge/log.ts';
import { wireEmails } from '#shared/wiring/emails.ts';
import { makeHandler } from './handler.ts';
import { makeUseCases } from './use-cases.ts';

const environment = readEnvironment(HttpEmailsEnvironment, process.env);
const wired = wireEmails(environment);
const log = makeLog(environment.POSTROOM_FUNCTION);

export const handler = makeHandler({ ...wired, useCases: makeUseCases(wired), log, claims: environment });
