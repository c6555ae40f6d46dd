import { createServer } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { StartError } from '#local/config.ts';
import { stillStarting } from '#local/control/public-server.ts';
import { PolicyError } from '#local/iam/policy-error.ts';
import { AwsError } from '#local/kernel/aws.ts';
import { close, listen } from '#local/listen.ts';
import { explainStart } from '#local/start-failure.ts';

const withCode = (code: string, cause?: unknown) =>
  Object.assign(new Error('Database is not open', { cause }), { code });

it.each([
  [
    'what a service refuses to create',
    new AwsError('InvalidParameter', 400, 'Topic Stored: no such key'),
    /^The template cannot be deployed: Topic Stored/,
  ],
  [
    'a policy that cannot be read',
    new PolicyError('Role, statement 1: Effect must be Allow or Deny.'),
    /^The template cannot be deployed: Role, statement 1/,
  ],
  [
    'a data folder in use',
    withCode('LEVEL_DATABASE_NOT_OPEN', withCode('LEVEL_LOCKED')),
    /^The data folder state is in use by another Postroom/,
  ],
])('%s is told as one sentence', (_what, error, sentence) => {
  const explained = explainStart(error, 'state');
  expect(explained).toBeInstanceOf(StartError);
  expect(explained).toMatchObject({ message: expect.stringMatching(sentence) });
});

it('a fault of ours keeps its stack', () => {
  const fault = new TypeError('x is undefined');
  expect(explainStart(fault, 'state')).toBe(fault);
});

it('a port in use is told with the variable that changes it', async () => {
  const [first, second] = [createServer(), createServer()];
  onTestFinished(() => close(first));
  const port = await listen(first, 0, 'POSTROOM_HTTP_PORT');
  await expect(listen(second, port, 'POSTROOM_HTTP_PORT')).rejects.toThrow(
    new StartError(
      `Port ${port} is in use by another program. Set POSTROOM_HTTP_PORT to another port, or to 0 for any free one.`,
    ),
  );
});

it('whoever looks before the stack is there is told to come back, and not left hanging', async () => {
  const server = createServer(stillStarting);
  onTestFinished(() => close(server));
  const port = await listen(server, 0, '');
  const answer = await fetch(`http://127.0.0.1:${port}/`);
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('1');
  expect(await answer.json()).toMatchObject({ code: 'starting' });
});
