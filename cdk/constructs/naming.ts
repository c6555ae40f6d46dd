/** One name everywhere: what the folder of a function makes of construct ids, physical names and runbook anchors. */
import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

const FOLDER = /^[a-z]+(-[a-z]+)+$/;

/** Lambda, CreateFunction: a function's name has at most 64 characters. The shortest limit of what we name (queues have 80). */
const MAX_NAME = 64;

/** `receive-mail` -> `ReceiveMail`. */
export const constructIdOf = (folder: string): string => {
  if (!FOLDER.test(folder)) {
    throw new Error(
      `"${folder}" is no function folder: verb and noun in lower case, joined by hyphens, as in receive-mail.`,
    );
  }
  return folder.replace(/(^|-)([a-z])/g, (_, _hyphen, letter: string) => letter.toUpperCase());
};

/** `postroom-embedded-receive-mail`: the physical name of what belongs to a function. There is one Postroom in a stack, so it is unique. */
export const physicalNameOf = (scope: Construct, name: string): string => {
  const physicalName = `${Stack.of(scope).stackName}-${name}`;
  if (!Token.isUnresolved(physicalName) && physicalName.length > MAX_NAME) {
    throw new Error(`The name "${physicalName}" is longer than ${MAX_NAME} characters: choose a shorter stack name.`);
  }
  return physicalName;
};

export const runbookAnchorOf = (name: string): string => `docs/runbook.md#${name}`;
