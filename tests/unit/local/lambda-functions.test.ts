import { afterEach, describe, expect, test } from 'vitest';
import { openGate } from './gate.ts';
import { aRuntime } from './lambda-fixtures.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
const run = (
  code: string,
  properties: Readonly<Record<string, unknown>> = {},
  more: Readonly<Record<string, string>> = {},
) => {
  const runtime = aRuntime({ work: code, ...more }, { properties: { work: properties } });
  stops.push(runtime.stop);
  return runtime;
};
const gate = async () => {
  const opened = await openGate();
  stops.push(opened.close);
  return opened;
};
const withVariables = (variables: Record<string, string>) => ({
  Environment: { Variables: { POSTROOM_FUNCTION: 'work', ...variables } },
});
const WAITING =
  "exports.handler = async (event) => { await fetch(process.env.GATE + '/' + event.n); return event.n; };";

describe('an invocation', () => {
  test('answers what the handler returns and gives it the documented context', async () => {
    const { functions } = run(
      'exports.handler = async (event, context) => ({ event, context, left: context.getRemainingTimeInMillis() });',
    );
    const answer = await functions.invoke('work', { a: 1 }, { requestId: 'r-1' });
    expect(answer).toMatchObject({
      kind: 'answered',
      payload: {
        event: { a: 1 },
        context: {
          awsRequestId: 'r-1',
          functionName: 'Postroom-work',
          functionVersion: '$LATEST',
          invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:Postroom-work',
          memoryLimitInMB: '256',
          logGroupName: '/aws/lambda/Postroom-work',
        },
      },
    });
  });

  test('answers null when the handler returns nothing', async () => {
    const { functions } = run('exports.handler = async () => {};');
    expect(await functions.invoke('work', {})).toEqual({ kind: 'answered', payload: null });
  });

  test('finds a function by folder name, physical name and ARN', () => {
    const { functions } = run('exports.handler = async () => {};');
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:Postroom-work';
    expect(
      [functions.find('work'), functions.find('Postroom-work'), functions.find(arn)].map((fn) => fn?.name),
    ).toEqual(['work', 'work', 'work']);
  });

  test('loads an .mjs bundle too', async () => {
    const { functions } = run('// replaced', {}, { 'other/index.mjs': 'export const handler = async () => "module";' });
    expect(await functions.invoke('other', {})).toEqual({ kind: 'answered', payload: 'module' });
  });

  test('reports the error a handler throws under its own name and writes it to the log', async () => {
    const { functions, lines, failures } = run(
      'exports.handler = async () => { console.log("one\\ntwo"); throw new TypeError("no"); };',
    );
    expect(await functions.invoke('work', {})).toEqual({ kind: 'failed', errorType: 'TypeError', message: 'no' });
    expect(lines.slice(0, 2)).toEqual(['work: one', 'work: two']);
    expect(lines[2]).toMatch(/^work: ERROR\tInvoke Error\t\{"errorType":"TypeError"/);
    expect(failures.map(({ line }) => line)).toEqual(['work failed: TypeError: no']);
  });

  test('is refused one byte past 6 MB and fails when the answer is past it', async () => {
    const { functions } = run(
      'exports.handler = async (event) => typeof event === "number" ? "x".repeat(event) : event.length;',
    );
    const most = 6_291_456;
    expect(await functions.invoke('work', 'x'.repeat(most - 2))).toEqual({ kind: 'answered', payload: most - 2 });
    expect(await functions.invoke('work', 'x'.repeat(most - 1))).toMatchObject({
      errorType: 'RequestEntityTooLargeException',
    });
    expect(await functions.invoke('work', most + 98)).toMatchObject({ kind: 'answered' });
    expect(await functions.invoke('work', most + 99)).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' });
  });
});

describe('concurrency', () => {
  test('four run at once, the others wait in line, and workers are used again', async () => {
    const { url, arrived, release, held } = await gate();
    const { functions, activity } = run(WAITING, withVariables({ GATE: url }));
    const answers = [1, 2, 3, 4, 5, 6].map((n) => functions.invoke('work', { n }));
    await arrived(4);
    expect(functions.figures()).toMatchObject([{ running: 4, waiting: 2, warm: 0, coldStarts: 4 }]);
    expect(activity.busy()).toEqual(['functions']);
    release();
    await arrived(6);
    for (const response of held) response.end('go');
    expect((await Promise.all(answers)).map((answer) => answer.kind === 'answered' && answer.payload)).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
    expect(functions.figures()).toMatchObject([{ running: 0, waiting: 0, invocations: 6, failures: 0, coldStarts: 4 }]);
    expect(activity.busy()).toEqual([]);
  });

  test('reserved concurrency below four is the limit, and zero throttles', async () => {
    const one = run('let n = 0; exports.handler = async () => ++n;', { ReservedConcurrentExecutions: 1 });
    const answers = await Promise.all([1, 2, 3].map(() => one.functions.invoke('work', {})));
    expect(answers.map((answer) => answer.kind === 'answered' && answer.payload)).toEqual([1, 2, 3]);
    expect(one.functions.figures()).toMatchObject([{ coldStarts: 1, warm: 1 }]);
    const none = run('exports.handler = async () => 1;', { ReservedConcurrentExecutions: 0 });
    expect(await none.functions.invoke('work', {})).toMatchObject({ errorType: 'TooManyRequestsException' });
  });

  test('a worker started ahead takes the first event', async () => {
    const { functions } = run('exports.handler = async () => 1;');
    functions.warm('work');
    await functions.invoke('work', {});
    expect(functions.figures()).toMatchObject([{ coldStarts: 1 }]);
  });
});

describe('the environment', () => {
  test('holds the function’s variables, Lambda’s own and a key of its own - nothing of the host', async () => {
    process.env['POSTROOM_TEST_LEAK'] = 'host';
    const { functions, identities } = run(
      'exports.handler = async () => process.env;',
      withVariables({ TABLE: 'crm' }),
    );
    const answer = await functions.invoke('work', {});
    delete process.env['POSTROOM_TEST_LEAK'];
    const variables = answer.kind === 'answered' ? (answer.payload as Record<string, string>) : {};
    expect(variables).toMatchObject({
      TABLE: 'crm',
      AWS_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_NAME: 'Postroom-work',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      _HANDLER: 'index.handler',
      TZ: ':UTC',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    });
    expect(variables).not.toHaveProperty('POSTROOM_TEST_LEAK');
    const keyId = variables['AWS_ACCESS_KEY_ID'] ?? '';
    expect(identities.find(keyId)?.caller).toMatchObject({
      functionName: 'work',
      principal: { kind: 'role', roleArn: 'arn:aws:iam::000000000000:role/work', functionName: 'Postroom-work' },
    });
    await functions.killAll();
    expect(identities.find(keyId)?.ended).toBe(true);
  });

  test('refuses reserved names and more than 4 KB at deployment, and any property nobody runs', () => {
    expect(() => run('', withVariables({ AWS_REGION: 'x' }))).toThrow(/Reserved keys used in this request: AWS_REGION/);
    const room = 4096 - JSON.stringify({ POSTROOM_FUNCTION: 'work', A: '' }).length;
    expect(() => run('', withVariables({ A: 'x'.repeat(room) }))).not.toThrow();
    expect(() => run('', withVariables({ A: 'x'.repeat(room + 1) }))).toThrow(/exceeded the 4KB limit/);
    expect(() => run('', { SnapStart: {} })).toThrow(/work \(AWS::Lambda::Function\) has a property.*SnapStart/);
    expect(() => run('', { Runtime: 'nodejs22.x' })).toThrow(/Runtime/);
  });

  test('has the embedded clock in its Date, and only where the time was not given', async () => {
    const { functions, clock } = run(
      'exports.handler = async () => ({ now: Date.now(), made: new Date().getTime(), given: new Date(5).getTime(), text: Date().slice(11, 15), is: new Date() instanceof Date, copy: new (new Date().constructor)().getTime() });',
    );
    await functions.invoke('work', {});
    await clock.advance(400 * 86_400_000, async () => undefined);
    const before = clock.now();
    const answer = await functions.invoke('work', {});
    const seen = answer.kind === 'answered' ? (answer.payload as Record<string, number>) : {};
    for (const time of [seen['now'], seen['made'], seen['copy']]) {
      expect(time).toBeGreaterThanOrEqual(before);
      expect(time).toBeLessThanOrEqual(clock.now());
    }
    expect(seen).toMatchObject({ given: 5, is: true, text: String(new Date(before).getFullYear()) });
  });
});

describe('a function that fails', () => {
  test('by its time-out is ended and the next event gets a new worker', async () => {
    const { functions, failures } = run(
      'exports.handler = async (event) => { if (event.hang) for (;;); return "fine"; };',
      { Timeout: 1 },
    );
    expect(await functions.invoke('work', { hang: true }, { requestId: 'r' })).toEqual({
      kind: 'failed',
      errorType: 'Sandbox.Timedout',
      message: 'RequestId: r Error: Task timed out after 1.00 seconds',
    });
    expect(await functions.invoke('work', {})).toEqual({ kind: 'answered', payload: 'fine' });
    expect(failures).toMatchObject([{ kind: 'timeout', functionName: 'work' }]);
  });

  test.each([
    ['process.exit(3)', 'Runtime.ExitError', /exit status 3$/],
    ['setImmediate(() => { throw new RangeError("late"); }); await new Promise(() => {})', 'RangeError', /^late$/],
    ['Promise.reject(new Error("lost")); await new Promise(() => {})', 'Runtime.UnhandledPromiseRejection', /lost/],
  ])('by %s is answered as failed, and replaced', async (crash, errorType, message) => {
    const { functions } = run(`exports.handler = async (event) => { if (event.crash) { ${crash} } return "fine"; };`);
    expect(await functions.invoke('work', { crash: true })).toEqual({
      kind: 'failed',
      errorType,
      message: expect.stringMatching(message),
    });
    expect(await functions.invoke('work', {})).toEqual({ kind: 'answered', payload: 'fine' });
  });

  test('by too much memory is ended, and the process lives', async () => {
    const { functions } = run(
      'exports.handler = async (event) => { const all = []; while (event.eat) all.push(new Array(1e5).fill({})); return "fine"; };',
      { MemorySize: 128 },
    );
    expect(await functions.invoke('work', { eat: true })).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect(await functions.invoke('work', {})).toEqual({ kind: 'answered', payload: 'fine' });
  });

  test('because it is killed takes its open connections with it', async () => {
    const { url, arrived, broken, lost } = await gate();
    const { functions } = run(WAITING, withVariables({ GATE: url }));
    const answer = functions.invoke('work', { n: 7 }, { requestId: 'r' });
    await arrived(1);
    await functions.killAll('work');
    expect(await answer).toEqual({
      kind: 'failed',
      errorType: 'Runtime.ExitError',
      message: 'RequestId: r Error: Runtime exited with error: signal: killed',
    });
    await broken(1);
    expect(lost).toEqual(['/7']);
  });

  test('because its caller is killed ends only that worker', async () => {
    const { url, arrived, release } = await gate();
    const { functions, identities } = run(
      'exports.handler = async (event) => { await fetch(process.env.GATE + "/" + process.env.AWS_ACCESS_KEY_ID); return event.n; };',
      withVariables({ GATE: url }),
    );
    const issue = identities.issue;
    const issued: Parameters<typeof issue>[0]['kill'][] = [];
    Object.assign(identities, {
      issue: (caller: Parameters<typeof issue>[0]) => {
        issued.push(caller.kill);
        return issue(caller);
      },
    });
    const answers = [functions.invoke('work', { n: 1 }), functions.invoke('work', { n: 2 })];
    await arrived(2);
    issued[0]?.();
    expect(await answers[0]).toMatchObject({ errorType: 'Runtime.ExitError' });
    release();
    expect(await answers[1]).toEqual({ kind: 'answered', payload: 2 });
  });
});

describe('a function that does not start', () => {
  test('names the missing variable once, and fails every event', async () => {
    const { functions, failures } = run(
      'if (!process.env.TABLE) throw new Error("Misconfigured: TABLE is missing"); exports.handler = async () => 1;',
    );
    for (const _ of [1, 2]) {
      expect(await functions.invoke('work', {})).toEqual({
        kind: 'failed',
        errorType: 'Error',
        message: 'Misconfigured: TABLE is missing',
      });
    }
    expect(failures.map(({ line }) => line)).toEqual(['work does not start: Error: Misconfigured: TABLE is missing']);
  });

  test.each([
    ['require("aws-sdk-that-was-not-bundled")', 'Runtime.ImportModuleError'],
    // In this project's node_modules, but not in the bundle.
    ['require("zod")', 'Runtime.ImportModuleError'],
    ['exports.handler = async (', 'Runtime.UserCodeSyntaxError'],
    ['exports.other = 1', 'Runtime.HandlerNotFound'],
    ['exports.handler = (event, context, callback) => callback()', 'Runtime.CallbackHandlerDeprecated'],
  ])('%s is reported as %s', async (code, errorType) => {
    const { functions } = run(code);
    expect(await functions.invoke('work', {})).toMatchObject({ kind: 'failed', errorType });
  });
});

test('a stopped runtime refuses events and ends those that wait', async () => {
  const { url, arrived } = await gate();
  const { functions } = run(WAITING, withVariables({ GATE: url }));
  const answers = [1, 2, 3, 4, 5].map((n) => functions.invoke('work', { n }));
  await arrived(4);
  await functions.stop();
  expect((await Promise.all(answers)).map((answer) => answer.kind === 'failed' && answer.errorType)).toEqual([
    'Runtime.ExitError',
    'Runtime.ExitError',
    'Runtime.ExitError',
    'Runtime.ExitError',
    'ServiceException',
  ]);
  expect(await functions.invoke('work', {})).toMatchObject({ errorType: 'ServiceException' });
});
