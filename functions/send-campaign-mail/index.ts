import { SendEnvironment } from '#shared/contracts/environment.ts';
import { readEnvironment } from '#shared/edge/environment.ts';
import { makeLog } from '#shared/edge/log.ts';
import { sendWorker } from '#shared/edge/send-worker.ts';
import { wireSendMail } from '#shared/wiring/send-mail.ts';

const environment = readEnvironment(SendEnvironment, process.env);

export const handler = sendWorker({ sendMail: wireSendMail(environment), log: makeLog(environment.POSTROOM_FUNCTION) });
