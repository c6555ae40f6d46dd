/**
 * An alarm that cannot be declared without the sentence saying what the failure costs a person. Whoever gets the mail at night reads, in this
 * order: what was measured, who is hurt, where the runbook says what to do.
 */
import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { physicalNameOf, runbookAnchorOf } from './naming.ts';

export interface ImpactAlarmProps {
  /** Folder of the function, or the runbook's word for what has none. */
  readonly of: string;
  /** What was measured, as a sentence. */
  readonly what: string;
  readonly ifItFails: string;
  readonly metric: IMetric;
  /** The alarm rings at this value and above; below it if `whenBelow`. */
  readonly threshold: number;
  readonly whenBelow?: boolean;
  readonly periods?: number;
  /** No figures at all are a failure too. */
  readonly silenceIsFailure?: boolean;
  readonly topic: ITopic;
}

/** Long enough to say who is hurt how; catches an empty string and "TBD". */
const SENTENCE = /^[A-Z].{19,}\.$/;

export const requireImpact = (of: string, ifItFails: string | undefined): string => {
  if (ifItFails === undefined || !SENTENCE.test(ifItFails)) {
    throw new Error(`${of} does not say what its failure costs a person: give ifItFails one whole sentence.`);
  }
  return ifItFails;
};

export const ALARM_PERIOD = Duration.minutes(1);

export const addImpactAlarm = (scope: Construct, kind: string, props: ImpactAlarmProps): Alarm => {
  const id = `${kind.replace(/(^|-)([a-z])/g, (_, _hyphen, letter: string) => letter.toUpperCase())}Alarm`;
  const alarm = new Alarm(scope, id, {
    alarmName: `${physicalNameOf(scope, props.of)}-${kind}`,
    alarmDescription: `${props.what} ${requireImpact(props.of, props.ifItFails)} What to do: ${runbookAnchorOf(props.of)}`,
    metric: props.metric,
    threshold: props.threshold,
    evaluationPeriods: props.periods ?? 1,
    comparisonOperator: props.whenBelow
      ? ComparisonOperator.LESS_THAN_THRESHOLD
      : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    // SQS and Lambda publish nothing while nothing happens; idle is the usual state of a small CRM, not an alarm.
    treatMissingData: props.silenceIsFailure ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(props.topic));
  alarm.addOkAction(new SnsAction(props.topic));
  return alarm;
};
