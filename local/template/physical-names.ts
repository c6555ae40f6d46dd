/**
 * Names and ids that AWS would assign. Derived from stack name and logical id alone, so a second start finds what the first one made.
 */
import { createHash } from 'node:crypto';

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** CloudFormation's suffix: "the stack name, the logical ID, and a random string" of 12 characters ("Name type"). */
const SUFFIX_LENGTH = 12;

/** Deterministic letters and digits; `purpose` keeps two ids of one resource apart. */
const letters = (seed: string, length: number, alphabet: string): string =>
  Array.from(
    createHash('sha256').update(seed).digest().subarray(0, length),
    (byte) => alphabet[byte % alphabet.length],
  ).join('');

export interface Namer {
  /** `stack-LogicalId-1A2B3C4D5E6F`, cut before the suffix when longer than `limit`. */
  name(limit: number): string;
  /** The same in lower case: bucket names. */
  lowerCaseName(limit: number): string;
  /** At most 32 lower-case letters and digits. */
  id(length: number): string;
  upperCaseId(length: number): string;
  uuid(): string;
}

export const makeNamer = (stackName: string, logicalId: string): Namer => {
  const seed = `${stackName}/${logicalId}`;
  const name = (limit: number) => {
    const prefix = `${stackName}-${logicalId}`.slice(0, limit - SUFFIX_LENGTH - 1).replace(/-+$/, '');
    return `${prefix}-${letters(seed, SUFFIX_LENGTH, UPPER)}`;
  };
  return {
    name,
    lowerCaseName: (limit) => name(limit).toLowerCase(),
    id: (length) => letters(`${seed}/id`, length, LOWER),
    upperCaseId: (length) => letters(`${seed}/id`, length, UPPER),
    uuid: () => {
      const digits = createHash('sha256').update(`${seed}/uuid`).digest('hex');
      return [
        digits.slice(0, 8),
        digits.slice(8, 12),
        `4${digits.slice(13, 16)}`,
        `a${digits.slice(17, 20)}`,
        digits.slice(20, 32),
      ].join('-');
    },
  };
};
