import { thing } from '#functions/send-mail/any-handler.ts';
export const other = thing;
