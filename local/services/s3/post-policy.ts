/**
 * The policy of a browser's upload form: signed by us, carried by a stranger. Every field of the form must be allowed by it.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 */
import * as z from 'zod';
import { AwsError, REGION } from '#local/kernel/aws.ts';
import type { UploadForm } from './multipart-form.ts';
import { accessDenied, invalidArgument } from './refusals.ts';
import { checkSignature, readCredential, type SecretOf } from './signature.ts';

const $Size = z.coerce.number().int().min(0);
const $Policy = z.strictObject({
  expiration: z.iso.datetime(),
  conditions: z.array(
    z.union([
      z.tuple([z.literal('content-length-range'), $Size, $Size]),
      z.tuple([z.enum(['eq', 'starts-with']), z.string().startsWith('$'), z.string()]),
      z.record(z.string(), z.string()),
    ]),
  ),
});
type Policy = z.infer<typeof $Policy>;

/** Fields that need no condition. */
const EXEMPT = new Set(['policy', 'x-amz-signature', 'file', 'awsaccesskeyid']);

const violated = (what: string) => accessDenied(`Invalid according to Policy: ${what}`);

const readPolicy = (encoded: string): Policy => {
  const invalid = (because: string) => new AwsError('InvalidPolicyDocument', 400, `Invalid Policy: ${because}`);
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(encoded, 'base64').toString());
  } catch {
    throw invalid('Invalid JSON.');
  }
  const parsed = $Policy.safeParse(json);
  if (!parsed.success) throw invalid(parsed.error.issues[0]?.message ?? '');
  return parsed.data;
};

interface Check {
  readonly kind: 'eq' | 'starts-with';
  readonly field: string;
  readonly value: string;
}

/** The exact form `{ field: value }` and the lists say the same. */
const fieldChecks = (policy: Policy): Check[] =>
  policy.conditions.flatMap((condition): Check[] => {
    if (!Array.isArray(condition))
      return Object.entries(condition).map(([field, value]) => ({ kind: 'eq', field: field.toLowerCase(), value }));
    if (condition[0] === 'content-length-range') return [];
    return [{ kind: condition[0], field: condition[1].slice(1).toLowerCase(), value: condition[2] }];
  });

const checkFields = (policy: Policy, form: UploadForm, bucket: string): void => {
  const checks = fieldChecks(policy);
  for (const { kind, field, value } of checks) {
    const actual = field === 'bucket' ? bucket : form.fields.get(field);
    const holds = kind === 'eq' ? actual === value : actual?.startsWith(value);
    if (!holds) throw violated(`Policy Condition failed: ["${kind}", "$${field}", "${value}"]`);
  }
  const allowed = new Set(checks.map((check) => check.field));
  const extra = [...form.fields.keys()].filter(
    (field) => !allowed.has(field) && !EXEMPT.has(field) && field !== 'bucket' && !field.startsWith('x-ignore-'),
  );
  if (extra.length > 0) throw violated(`Extra input fields: ${extra.join(', ')}`);
};

const checkSize = (policy: Policy, sizeBytes: number): void => {
  for (const condition of policy.conditions) {
    if (!Array.isArray(condition) || condition[0] !== 'content-length-range') continue;
    const [, least, most] = condition;
    if (sizeBytes < least)
      throw new AwsError('EntityTooSmall', 400, 'Your proposed upload is smaller than the minimum allowed size', {
        ProposedSize: sizeBytes,
        MinSizeAllowed: least,
      });
    if (sizeBytes > most)
      throw new AwsError('EntityTooLarge', 400, 'Your proposed upload exceeds the maximum allowed size', {
        ProposedSize: sizeBytes,
        MaxSizeAllowed: most,
      });
  }
};

/** Throws when the form is not what its policy allows, now. */
export const checkPostPolicy = (form: UploadForm, bucket: string, now: number, secretOf: SecretOf): void => {
  const field = (name: string): string => {
    const value = form.fields.get(name);
    if (value === undefined) throw invalidArgument(`Bucket POST must contain a field named '${name}'.`, name, '');
    return value;
  };
  const encoded = field('policy');
  const [algorithm, credentialText] = [field('x-amz-algorithm'), field('x-amz-credential')];
  const credential = readCredential(credentialText);
  if (algorithm !== 'AWS4-HMAC-SHA256')
    throw invalidArgument('X-Amz-Algorithm only supports AWS4-HMAC-SHA256', 'X-Amz-Algorithm', algorithm);
  if (credential === undefined || credential.service !== 's3' || credential.region !== REGION)
    throw invalidArgument('the Credential is mal-formed', 'X-Amz-Credential', credentialText);
  checkSignature(secretOf, credential, encoded, field('x-amz-signature'));
  const policy = readPolicy(encoded);
  if (now > Date.parse(policy.expiration)) throw violated('Policy expired.');
  checkFields(policy, form, bucket);
  checkSize(policy, form.file.body.length);
};
