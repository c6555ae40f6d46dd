/**
 * The KMS server of the embedded cloud: AWS JSON 1.1, `Encrypt` and `Decrypt` with the symmetric keys of the stack. A ciphertext opens only under the
 * encryption context it was made with. https://docs.aws.amazon.com/kms/latest/APIReference/
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { AwsError, type AwsService } from '#local/kernel/aws.ts';
import type { DeployedResource } from '#local/kernel/resources.ts';
import { readFact, type State, writeFact } from '#local/kernel/state.ts';

const HEADERS = { 'content-type': 'application/x-amz-json-1.1' };
const TARGET_PREFIX = 'TrentService.';
/** "Encrypt: up to 4096 bytes" (API reference, Plaintext). */
const MAX_PLAIN_BYTES = 4096;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const Context = z.record(z.string(), z.string()).default({});
const Input = z.discriminatedUnion('operation', [
  z.strictObject({
    operation: z.literal('Encrypt'),
    KeyId: z.string(),
    Plaintext: z.base64(),
    EncryptionContext: Context,
  }),
  z.strictObject({
    operation: z.literal('Decrypt'),
    KeyId: z.string(),
    CiphertextBlob: z.base64(),
    EncryptionContext: Context,
  }),
]);
type Input = z.output<typeof Input>;

const invalidCiphertext = () => new AwsError('InvalidCiphertextException', 400, '');

/** As KMS binds it: the same pairs in any order are the same context. */
const boundTo = (keyArn: string, context: Readonly<Record<string, string>>): Buffer =>
  Buffer.from(JSON.stringify([keyArn, Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))]));

const readInput = (target: string, body: Buffer): Input => {
  const operation = target.replace(TARGET_PREFIX, '');
  const parsed = Input.safeParse({ operation, ...z.looseObject({}).parse(JSON.parse(body.toString())) });
  if (!parsed.success)
    throw new AwsError('NotEmulated', 501, `KMS ${operation || '(none)'} in this form is not emulated.`);
  return parsed.data;
};

export const makeKms = (parts: {
  readonly state: State;
  readonly keys: readonly DeployedResource[];
}): AwsService<Input> => {
  const { state, keys } = parts;
  const arnOf = (id: string): string => {
    const arn = keys.find(({ ref, attributes }) => id === ref || id === attributes['Arn'])?.attributes['Arn'];
    if (arn === undefined) throw new AwsError('NotFoundException', 400, `Key '${id}' does not exist`);
    return arn;
  };
  const keyOf = (arn: string): Buffer => {
    const name = `kms.${arn}`;
    const there = readFact(state, name);
    if (there !== undefined) return Buffer.from(there, 'base64');
    const made = randomBytes(32);
    writeFact(state, name, made.toString('base64'));
    return made;
  };
  const encrypt = (arn: string, plain: Buffer, context: Readonly<Record<string, string>>): string => {
    if (plain.length === 0 || plain.length > MAX_PLAIN_BYTES)
      throw new AwsError('ValidationException', 400, 'Value at plaintext failed to satisfy constraint.');
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', keyOf(arn), nonce).setAAD(boundTo(arn, context));
    const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
  };
  const decrypt = (arn: string, blob: Buffer, context: Readonly<Record<string, string>>): string => {
    try {
      const nonce = blob.subarray(0, NONCE_BYTES);
      const open = createDecipheriv('aes-256-gcm', keyOf(arn), nonce, { authTagLength: TAG_BYTES })
        .setAAD(boundTo(arn, context))
        .setAuthTag(blob.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([open.update(blob.subarray(NONCE_BYTES + TAG_BYTES)), open.final()]).toString('base64');
    } catch {
      throw invalidCiphertext();
    }
  };

  return {
    service: 'kms',
    throttlingCode: 'ThrottlingException',
    read: (request) => {
      const input = readInput(String(request.headers['x-amz-target'] ?? ''), request.body);
      const context = Object.fromEntries(
        Object.entries(input.EncryptionContext).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]),
      );
      const permission = { action: `kms:${input.operation}`, resource: arnOf(input.KeyId), context };
      return { service: 'kms', operation: input.operation, permissions: [permission], input };
    },
    execute: async ({ input }) => {
      const arn = arnOf(input.KeyId);
      const result =
        input.operation === 'Encrypt'
          ? { CiphertextBlob: encrypt(arn, Buffer.from(input.Plaintext, 'base64'), input.EncryptionContext) }
          : { Plaintext: decrypt(arn, Buffer.from(input.CiphertextBlob, 'base64'), input.EncryptionContext) };
      const body = { KeyId: arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT', ...result };
      return {
        answer: { status: 200, headers: HEADERS, body: JSON.stringify(body) },
        units: [{ unit: 'KmsRequest', amount: 1 }],
      };
    },
    refuse: (error) => ({
      status: error.status,
      headers: HEADERS,
      body: JSON.stringify({ ...error.details, __type: error.code, message: error.message }),
    }),
  };
};
