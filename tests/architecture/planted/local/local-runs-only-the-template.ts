import { thing } from '#functions/send-mail/any-handler.ts';
import { thing as edge } from '#shared/edge/any-edge.ts';
export const run = thing + edge;
