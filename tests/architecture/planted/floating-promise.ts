import { send, sender } from './any-promise.ts';

export const forgotten = (): void => {
  send();
};

export const forgottenOfAnObject = (): void => {
  sender.send();
};

export const misused = (): string => (send() ? 'always' : 'never');
