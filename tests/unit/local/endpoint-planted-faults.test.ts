import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { AwsError } from '#local/kernel/aws.ts';
import { startEndpoint } from './endpoint-rig.ts';

describe('a planted fault at the endpoint', () => {
  it('kill-before: the worker dies, nothing was done, nothing is answered', async () => {
    const { call, done, killed, plant } = await startEndpoint();
    plant({ nth: 1, kind: 'kill-before' });
    await expect(call('PutItem')).rejects.toThrow();
    expect({ done, killed }).toEqual({ done: [], killed: ['work'] });
  });

  it('kill-after: the worker dies after it was done and counted, and does not hear of it', async () => {
    const { call, done, killed, plant, usage } = await startEndpoint();
    plant({ nth: 1, kind: 'kill-after' });
    await expect(call('PutItem')).rejects.toThrow();
    expect({ done, killed }).toEqual({ done: ['PutItem'], killed: ['work'] });
    expect(usage.report().items).toMatchObject([{ operation: 'PutItem', requests: 1 }]);
  });

  it('kill-after: the worker dies also when the answer would have been a refusal', async () => {
    const refusal = new AwsError('ConditionalCheckFailedException', 400, 'The conditional request failed');
    const { call, done, killed, plant } = await startEndpoint({ PutItem: refusal });
    plant({ nth: 1, kind: 'kill-after' });
    await expect(call('PutItem')).rejects.toThrow();
    expect({ done, killed }).toEqual({ done: ['PutItem'], killed: ['work'] });
  });

  it('timeout: the service does it, but stays unanswered until the client gives up', async () => {
    const { call, done, killed, plant } = await startEndpoint();
    plant({ nth: 1, kind: 'timeout' });
    const client = new AbortController();
    const answer = call('PutItem', { signal: client.signal });
    // The next call over the same server is answered, so the first is not just slow.
    expect((await call('GetItem')).status).toBe(200);
    client.abort();
    await expect(answer).rejects.toThrow(/abort/i);
    expect({ done, killed }).toEqual({ done: ['PutItem', 'GetItem'], killed: [] });
  });

  it.each([
    ['dynamodb', 'InternalServerError'],
    ['s3', 'InternalError'],
    ['sns', 'InternalError'],
    ['sqs', 'InternalFailure'],
    ['ses', 'InternalFailure'],
  ])('error: %s says %s with 500, and nothing was done', async (service, code) => {
    const { call, done, plant } = await startEndpoint();
    plant({ nth: 1, kind: 'error' });
    expect(await call('PutItem', { service })).toMatchObject({ status: 500, code });
    expect(done).toEqual([]);
    expect((await call('PutItem', { service })).status).toBe(200);
  });

  it.each([
    ['dynamodb', 400],
    ['s3', 503],
    ['sns', 429],
    ['sqs', 403],
    ['ses', 400],
  ])('throttle: %s says its own code with %i', async (service, status) => {
    const { call, done, plant } = await startEndpoint();
    plant({ nth: 1, kind: 'throttle' });
    expect(await call('PutItem', { service })).toMatchObject({ status, code: 'SlowDown' });
    expect(done).toEqual([]);
  });

  it('does not meet a browser with a presigned URL, root, or a request of nobody', async () => {
    const { call, presigned, identities, faults, killed, plant, url } = await startEndpoint();
    plant({ nth: 1, kind: 'kill-before', times: 9 });
    expect((await presigned('GetObject')).status).toBe(200);
    expect((await call('GetItem', { as: identities.root })).status).toBe(200);
    expect((await fetch(`${url}/GetObject`)).status).toBe(200);
    expect(killed).toEqual([]);
    expect(faults.list()).toMatchObject([{ fired: 0 }]);
  });

  it('is lived through by the SDK when it may try again', async () => {
    const { url, worker, done, plant } = await startEndpoint({
      '': { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: '{"Item":{"pk":{"S":"x"}}}' },
    });
    plant({ nth: 1, kind: 'error', times: 2 });
    const client = new DynamoDBClient({ endpoint: url, region: 'us-east-1', credentials: worker });
    const { Item } = await client.send(new GetItemCommand({ TableName: 't', Key: { pk: { S: 'x' } } }));
    client.destroy();
    expect(Item).toEqual({ pk: { S: 'x' } });
    expect(done).toEqual(['']);
  });
});
