/**
 * The condition keys that somebody in the embedded cloud fills in. A key nobody fills in would never match, silently, here and not on AWS:
 * so any other stops the start. Whoever makes a service pass a new key in `Permission.context` adds it here.
 */
const KNOWN_KEYS: ReadonlySet<string> = new Set([
  // Filled in by the authorizer for every request ("AWS global condition context keys").
  'aws:securetransport',
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principalisawsservice',
  'aws:requestedregion',
  // Filled in by services that act for a resource.
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceowner',
  // Filled in by the emulated service named in the prefix.
  'ses:fromaddress',
  'ses:recipients',
  'ses:feedbackaddress',
  's3:prefix',
  'kms:calleraccount',
  'kms:viaservice',
  'events:source',
  'events:detail-type',
  'cloudwatch:namespace',
  'lambda:functionarn',
]);

/** One key for each name in the encryption context. */
const KNOWN_PREFIXES: readonly string[] = ['kms:encryptioncontext:'];

/** Key names are not case-sensitive ("Condition keys"): CDK writes both `AWS:SourceArn` and `aws:SourceArn`. */
export const isKnownConditionKey = (key: string): boolean => {
  const lower = key.toLowerCase();
  return (
    KNOWN_KEYS.has(lower) || KNOWN_PREFIXES.some((prefix) => lower.startsWith(prefix) && lower.length > prefix.length)
  );
};
