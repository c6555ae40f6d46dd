/** One JSON line per happening, with ids only: never an address, a subject or a body (they are customers' mail). */
import { Logger } from '@aws-lambda-powertools/logger';
import { Failure } from '../domain/failure.ts';

type Ids = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Log {
  info(event: string, ids?: Ids): void;
  /** Of an error only its class, code and the codes of what caused it: messages of libraries may quote their input. */
  error(event: string, failure: unknown, ids?: Ids): void;
}

const codesOf = (failure: unknown): string => {
  if (failure instanceof Failure)
    return [failure.code, ...(failure.cause === undefined ? [] : [codesOf(failure.cause)])].join(' < ');
  return failure instanceof Error ? failure.name : typeof failure;
};

/** Where in our code it happened; frames hold no values. */
const frameOf = (failure: unknown): string =>
  failure instanceof Error
    ? (failure.stack
        ?.split('\n')
        .find((line) => line.trimStart().startsWith('at '))
        ?.trim() ?? '')
    : '';

export const makeLog = (functionName: string): Log => {
  const logger = new Logger({ serviceName: functionName });
  return {
    info: (event, ids) => logger.info(event, { ...ids }),
    error: (event, failure, ids) => logger.error(event, { ...ids, failure: codesOf(failure), at: frameOf(failure) }),
  };
};
