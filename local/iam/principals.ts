/**
 * `Principal` and `NotPrincipal` of resource policies. An account principal (account id or its root ARN) does not grant to the account's
 * roles by itself: it hands the decision to their own policies ("AWS account principals"), which matters for KMS keys.
 */
import { ACCOUNT_ID, type Principal } from '../kernel/aws.ts';
import { hasWildcard } from './globs.ts';
import { PolicyError } from './policy-error.ts';

/** `direct`: this principal is named. `account`: only its account is. */
type PrincipalMatch = 'direct' | 'account' | undefined;
export type PrincipalMatcher = (principal: Principal) => PrincipalMatch;

const ROOT_ARN = `arn:aws:iam::${ACCOUNT_ID}:root`;

/** The ARN a function's calls carry: Lambda names the session after the function. */
export const sessionArn = (role: { roleArn: string; functionName: string }): string =>
  `arn:aws:sts::${ACCOUNT_ID}:assumed-role/${role.roleArn.slice(role.roleArn.lastIndexOf('/') + 1)}/${role.functionName}`;

interface Named {
  readonly everyone: boolean;
  readonly account: boolean;
  readonly arns: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
}

const texts = (value: unknown, where: string): string[] => {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (typeof item === 'string' && item !== '') return item;
    throw new PolicyError(`${where}: a principal must be a text.`);
  });
};

const readNamed = (value: unknown, where: string): Named => {
  // "Principal": "*" and {"AWS": "*"} mean the same ("All principals").
  if (value === '*') return { everyone: true, account: false, arns: new Set(), services: new Set() };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new PolicyError(`${where}: Principal must be "*" or an object with AWS or Service.`);
  }
  const aws: string[] = [];
  const services: string[] = [];
  for (const [kind, listed] of Object.entries(value)) {
    if (kind === 'AWS') aws.push(...texts(listed, where));
    else if (kind === 'Service') services.push(...texts(listed, where));
    else throw new PolicyError(`${where}: principals of kind ${kind} are not emulated; use AWS or Service.`);
  }
  for (const arn of [...aws.filter((item) => item !== '*'), ...services]) {
    if (hasWildcard(arn))
      throw new PolicyError(`${where}: AWS refuses wildcards within a principal ("${arn}"); name it in full.`);
  }
  const isAccount = (item: string) => item === ACCOUNT_ID || item === ROOT_ARN;
  return {
    everyone: aws.includes('*'),
    account: aws.some(isAccount),
    arns: new Set(aws.filter((item) => item !== '*' && !isAccount(item))),
    services: new Set(services),
  };
};

export const compilePrincipal = (value: unknown, where: string): PrincipalMatcher => {
  const named = readNamed(value, where);
  return (principal) => {
    if (named.everyone) return 'direct';
    switch (principal.kind) {
      case 'service':
        return named.services.has(principal.service) ? 'direct' : undefined;
      case 'role':
        if (named.arns.has(principal.roleArn) || named.arns.has(sessionArn(principal))) return 'direct';
        return named.account ? 'account' : undefined;
      case 'root':
        return named.account ? 'direct' : undefined;
      case 'anonymous':
        return undefined;
    }
  };
};

/**
 * Everybody but those listed. A role's session is spared only when its account, the role and the session are all listed: AWS may validate
 * each in turn, and "the policy might deny access to the entire account" otherwise ("Specifying NotPrincipal with Deny").
 */
export const compileNotPrincipal = (value: unknown, where: string): PrincipalMatcher => {
  const named = readNamed(value, where);
  const spared = (principal: Principal): boolean => {
    if (named.everyone) return true;
    switch (principal.kind) {
      case 'service':
        return named.services.has(principal.service);
      case 'role':
        return named.account && named.arns.has(principal.roleArn) && named.arns.has(sessionArn(principal));
      case 'root':
        return named.account;
      case 'anonymous':
        return false;
    }
  };
  return (principal) => (spared(principal) ? undefined : 'direct');
};
