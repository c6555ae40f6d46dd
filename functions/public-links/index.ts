import { PublicLinksEnvironment } from '#shared/contracts/environment.ts';
import { readEnvironment } from '#shared/edge/environment.ts';
import { makeLog } from '#shared/edge/log.ts';
import openApi from '../../docs/api/openapi.json' with { type: 'json' };
import { makeHandler } from './handler.ts';

const environment = readEnvironment(PublicLinksEnvironment, process.env);

export const handler = makeHandler({ openApi, log: makeLog(environment.POSTROOM_FUNCTION) });
