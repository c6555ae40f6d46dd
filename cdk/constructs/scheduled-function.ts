/**
 * A function woken by an EventBridge rule at a fixed rate. It has no dead-letter queue on purpose: a tick carries nothing, the next one does
 * its work. What matters is that ticks come at all, so silence is an alarm.
 */
import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { ALARM_PERIOD } from './impact-alarm.ts';
import { type Folder, PostroomFunction, type PostroomFunctionProps } from './postroom-function.ts';

/** Minutes without a single start after which the alarm rings: EventBridge may be a minute late, twice in a row is a fault. */
const SILENT_MINUTES = 3;

/** A tick that could not be delivered for this long is worth less than the next one. EventBridge allows no less than 60 s. */
const TICK_AGE = Duration.seconds(60);

export interface ScheduledFunctionProps<F extends Folder> extends PostroomFunctionProps<F> {
  /** Whole minutes: EventBridge rules know no finer rate. */
  readonly every: Duration;
}

export class ScheduledFunction<F extends Folder> extends PostroomFunction<F> {
  readonly rule: Rule;

  constructor(scope: Construct, props: ScheduledFunctionProps<F>) {
    super(scope, props);
    this.function.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: TICK_AGE });
    this.rule = new Rule(this, 'Rule', {
      schedule: Schedule.rate(props.every),
      targets: [new LambdaTarget(this.function, { retryAttempts: 0, maxEventAge: TICK_AGE })],
    });
    this.alarm(
      'silence',
      'The schedule did not start the function.',
      this.function.metricInvocations({ statistic: Stats.SUM, period: ALARM_PERIOD }),
      1,
      { whenBelow: true, silenceIsFailure: true, periods: SILENT_MINUTES * props.every.toMinutes() },
    );
  }
}
