import { Annotations, CfnParameter, Stack } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it, vi } from 'vitest';
import { Postroom } from '#cdk/postroom.ts';
import { FINDINGS_ARE_ERRORS } from '#cdk/validation.ts';
import { aPostroom, makeApp, templateOf } from './synthesize.ts';

// The first synthesis compiles the validator (WebAssembly): seconds of processor time, more on a busy machine. Only a hang ends here.
vi.setConfig({ testTimeout: 60_000 });

/** A Postroom as it is deployed, with something planted beside it. */
const synthesizeWith = (plant: (stack: Stack) => void, context: Record<string, unknown> = {}): void => {
  const app = makeApp({ validate: true, context });
  const stack = new Stack(app, 'mail');
  new Postroom(
    stack,
    'Postroom',
    aPostroom({ alarmMail: 'operations@example.com', corsOrigins: ['https://crm.example.com'] }),
  );
  plant(stack);
  templateOf(app, stack);
};

describe('the synthesis', () => {
  it('has no finding', () => {
    expect(() => synthesizeWith(() => undefined)).not.toThrow();
  });

  it('stops at a mere warning of the template validation', () => {
    expect(() => synthesizeWith((stack) => new CfnParameter(stack, 'Unused'))).toThrow(
      /WARNING Parameters\/Unused: Parameter 'Unused' is not referenced/,
    );
  });

  it('stops at a mere warning of a construct', () => {
    expect(() => synthesizeWith((stack) => Annotations.of(stack).addWarningV2('planted', 'Look at this'))).toThrow(
      'Look at this',
    );
  });

  it('stops at a finding of cdk-nag', () => {
    expect(() => synthesizeWith((stack) => new Queue(stack, 'Plain'))).toThrow(/AwsSolutions-SQS4/);
  });

  it('cannot be talked out of it by context', () => {
    const lenient = Object.fromEntries(Object.keys(FINDINGS_ARE_ERRORS).map((flag) => [flag, false]));
    expect(() => synthesizeWith((stack) => new CfnParameter(stack, 'Unused'), lenient)).toThrow('is not referenced');
  });
});
