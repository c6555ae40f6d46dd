import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openState, type State } from '#local/kernel/state.ts';
import { makeKms } from '#local/services/kms/kms.ts';

const ARN = 'arn:aws:kms:us-east-1:000000000000:key/one';
const CALLER = { principal: { kind: 'root' }, functionName: 'root' } as const;

let folder: string;
let state: State;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'postroom-kms-'));
  state = openState(folder);
});
afterAll(() => {
  state.close();
  rmSync(folder, { recursive: true, force: true });
});

const aKms = () => {
  const key = { logicalId: 'Key', type: 'AWS::KMS::Key', properties: {}, ref: 'one', attributes: { Arn: ARN } };
  const kms = makeKms({ state, keys: [key] });
  const read = (operation: string, body: object) =>
    kms.read({
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: { 'x-amz-target': `TrentService.${operation}` },
      body: Buffer.from(JSON.stringify(body)),
    });
  const call = async (operation: string, body: object) =>
    JSON.parse(String((await kms.execute(read(operation, body), CALLER)).answer.body));
  return { read, call };
};

const SECRET = Buffer.from('right-horse').toString('base64');
const ofTenant = (tenant: string) => ({ KeyId: ARN, EncryptionContext: { account: 'a', tenant } });

describe('the embedded KMS', () => {
  test('opens what it sealed, under the same context in any order, and under no other', async () => {
    const { call } = aKms();
    const { CiphertextBlob } = await call('Encrypt', { ...ofTenant('acme'), Plaintext: SECRET });
    const turned = { KeyId: 'one', EncryptionContext: { tenant: 'acme', account: 'a' } };
    expect((await call('Decrypt', { ...turned, CiphertextBlob })).Plaintext).toBe(SECRET);
    await expect(call('Decrypt', { ...ofTenant('other'), CiphertextBlob })).rejects.toThrow(
      expect.objectContaining({ code: 'InvalidCiphertextException' }),
    );
    await expect(call('Decrypt', { ...turned, CiphertextBlob: SECRET })).rejects.toThrow(
      expect.objectContaining({ code: 'InvalidCiphertextException' }),
    );
  });

  test('takes 4,096 bytes and not one more', async () => {
    const { call } = aKms();
    const sealing = (bytes: number) =>
      call('Encrypt', { ...ofTenant('a'), Plaintext: Buffer.alloc(bytes, 1).toString('base64') });
    expect((await sealing(4096)).KeyId).toBe(ARN);
    await expect(sealing(4097)).rejects.toThrow(expect.objectContaining({ code: 'ValidationException' }));
  });

  test('asks IAM for the operation on the key, with its context, and refuses what it does not know', () => {
    const { read } = aKms();
    expect(read('Encrypt', { ...ofTenant('acme'), Plaintext: SECRET }).permissions).toEqual([
      {
        action: 'kms:Encrypt',
        resource: ARN,
        context: { 'kms:EncryptionContext:account': 'a', 'kms:EncryptionContext:tenant': 'acme' },
      },
    ]);
    expect(() => read('Encrypt', { ...ofTenant('acme'), KeyId: 'two', Plaintext: SECRET })).toThrow("Key 'two'");
    expect(() => read('ScheduleKeyDeletion', { KeyId: ARN })).toThrow('not emulated');
    expect(() => read('Encrypt', { ...ofTenant('acme'), Plaintext: SECRET, GrantTokens: [] })).toThrow('not emulated');
  });
});
