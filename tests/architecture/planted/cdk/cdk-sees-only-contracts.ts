import { thing } from '#shared/domain/any-domain.ts';
export const deployed = thing;
