/**
 * Passwords and tokens of customers under the key of this Postroom. KMS binds the encryption context to the ciphertext: copied to another tenant or
 * account it does not open (KMS Developer Guide, "Encryption context"). Up to 4,096 bytes are encrypted by KMS itself, so no data key is ever in hand.
 */
import * as z from 'zod';
import { Failure } from '../../domain/failure.ts';
import type { SecretOwner, Secrets } from '../../ports/secrets.ts';
import { PATIENCE } from '../sdk.ts';
import { signRequest } from './sign-request.ts';

/** Lambda's own variables (developer guide, "Defined runtime environment variables"); the keys change, so they are read at each call. */
const Surroundings = z.object({
  AWS_REGION: z.string(),
  AWS_ACCESS_KEY_ID: z.string(),
  AWS_SECRET_ACCESS_KEY: z.string(),
  AWS_SESSION_TOKEN: z.string().optional(),
  AWS_ENDPOINT_URL: z.string().optional(),
});

const Refusal = z.object({ __type: z.string() });

/** The ciphertext is another owner's, or none: trying again is useless. */
const NOT_OURS = /InvalidCiphertextException$/;

const unavailable = (cause: unknown) =>
  new Failure('unavailable', 'secrets-unavailable', 'The key service did not do it.', cause);

const call = async (operation: 'Encrypt' | 'Decrypt', input: object): Promise<unknown> => {
  const env = Surroundings.parse(process.env);
  const url = new URL(env.AWS_ENDPOINT_URL ?? `https://kms.${env.AWS_REGION}.amazonaws.com`);
  const body = JSON.stringify(input);
  const headers = signRequest(
    {
      host: url.host,
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `TrentService.${operation}` },
      body,
      region: env.AWS_REGION,
      service: 'kms',
      nowMs: Date.now(),
    },
    {
      accessKeyId: env.AWS_ACCESS_KEY_ID,
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
      sessionToken: env.AWS_SESSION_TOKEN,
    },
  );
  const { host: _host, ...sent } = headers;
  try {
    const signal = AbortSignal.timeout(PATIENCE.requestHandler.requestTimeout);
    const answer = await fetch(url, { method: 'POST', headers: sent, body, signal });
    return await answer.json();
  } catch (cause) {
    throw unavailable(cause);
  }
};

const contextOf = ({ tenant, account }: SecretOwner) => ({ tenant, account });

/** @param keyArn the key of this Postroom */
export const makeSecrets = (keyArn: string): Secrets => ({
  seal: async (plain, owner) => {
    const answer = await call('Encrypt', {
      KeyId: keyArn,
      Plaintext: Buffer.from(plain).toString('base64'),
      EncryptionContext: contextOf(owner),
    });
    const read = z.object({ CiphertextBlob: z.string() }).safeParse(answer);
    if (!read.success) throw unavailable(answer);
    return read.data.CiphertextBlob;
  },
  open: async (sealed, owner) => {
    const answer = await call('Decrypt', {
      KeyId: keyArn,
      CiphertextBlob: sealed,
      EncryptionContext: contextOf(owner),
    });
    const read = z.object({ Plaintext: z.string() }).safeParse(answer);
    if (read.success) return Buffer.from(read.data.Plaintext, 'base64').toString();
    if (NOT_OURS.test(Refusal.safeParse(answer).data?.__type ?? '')) return undefined;
    throw unavailable(answer);
  },
});
