/**
 * Passwords and tokens of customers under the key of this Postroom. KMS binds the encryption context to the ciphertext: copied to another tenant or
 * account it does not open (KMS Developer Guide, "Encryption context"). Up to 4,096 bytes are encrypted by KMS itself, so no data key is ever in hand.
 */
import type { KMSClient } from '@aws-sdk/client-kms';
import { Failure } from '../../domain/failure.ts';
import type { SecretOwner, Secrets } from '../../ports/secrets.ts';
import { PATIENCE } from '../sdk.ts';

const unavailable = (cause: unknown) =>
  new Failure('unavailable', 'secrets-unavailable', 'The key service did not do it.', cause);

const contextOf = ({ tenant, account }: SecretOwner) => ({ tenant, account });

/** @param keyArn the key of this Postroom */
export const makeSecrets = (keyArn: string): Secrets => {
  let client: KMSClient | undefined;
  /** A file of its own in the asset: most mail needs no secret. */
  const load = async () => {
    const kms = await import('@aws-sdk/client-kms');
    client ??= new kms.KMSClient(PATIENCE);
    return { kms, client };
  };
  return {
    seal: async (plain, owner) => {
      const { kms, client } = await load();
      const input = { KeyId: keyArn, Plaintext: Buffer.from(plain), EncryptionContext: contextOf(owner) };
      try {
        const { CiphertextBlob } = await client.send(new kms.EncryptCommand(input));
        return Buffer.from(CiphertextBlob ?? []).toString('base64');
      } catch (cause) {
        throw unavailable(cause);
      }
    },
    open: async (sealed, owner) => {
      const { kms, client } = await load();
      const input = {
        KeyId: keyArn,
        CiphertextBlob: Buffer.from(sealed, 'base64'),
        EncryptionContext: contextOf(owner),
      };
      try {
        const { Plaintext } = await client.send(new kms.DecryptCommand(input));
        return Buffer.from(Plaintext ?? []).toString();
      } catch (cause) {
        // Another owner's, or none: trying again is useless.
        if (cause instanceof kms.InvalidCiphertextException) return undefined;
        throw unavailable(cause);
      }
    },
  };
};
