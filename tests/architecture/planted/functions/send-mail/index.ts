import { thing as adapter } from '#shared/adapters/any-adapter.ts';
import { thing } from './any-handler.ts';
export const handler = [adapter, thing];
