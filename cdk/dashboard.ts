/**
 * One page in CloudWatch for whoever an alarm has called: what comes in and goes out, what waits, what fails. Nothing is measured for it alone: every
 * figure is one AWS publishes without being paid for it, and the first three dashboards of an account cost nothing as long as they show 50 metrics
 * at most (CloudWatch pricing, free tier).
 */
import { Duration, Stack } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  Metric,
  PeriodOverride,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Api } from './api.ts';
import { physicalNameOf } from './constructs/naming.ts';
import type { Folder, PostroomFunction } from './constructs/postroom-function.ts';
import type { QueueWorker } from './constructs/queue-worker.ts';

export interface DashboardProps {
  readonly workers: readonly QueueWorker<Folder>[];
  readonly schedule: PostroomFunction<Folder>;
  readonly httpFunctions: readonly PostroomFunction<Folder>[];
  readonly api: Api;
  /** Of every mail that goes out: SES publishes its reputation under this name. */
  readonly configurationSet: string;
}

/** CloudWatch's grid has 24 columns: three graphs a row. */
const WIDTH = 8;

const PERIOD = Duration.minutes(5);

const INTRODUCTION = [
  '**Dead letters and errors are to be zero.** What an alarm means and what to do: `docs/runbook.md`, one heading for each name below.',
  'Sends, bounces and complaints are those of the whole account in this region; rates are those of this Postroom. How late the schedule is, nothing',
  'measures: as long as it is started each minute, it is at most that.',
].join('\n');

const graph = (title: string, left: readonly IMetric[]): IWidget =>
  new GraphWidget({ title, left: [...left], width: WIDTH, leftYAxis: { min: 0, showUnits: false } });

/** One line for each, called as its folder. */
const ofEach = <Part>(parts: readonly Part[], labelOf: (part: Part) => string, metricOf: (part: Part) => Metric) =>
  parts.map((part) => metricOf(part).with({ label: labelOf(part), period: PERIOD }));

const sesOfTheAccount = (metricName: string): Metric =>
  new Metric({ namespace: 'AWS/SES', metricName, statistic: Stats.SUM, period: PERIOD, label: metricName });

export const makeDashboard = (scope: Construct, props: DashboardProps): Dashboard => {
  const { workers, schedule, httpFunctions, api } = props;
  const functions = [...workers, schedule, ...httpFunctions];
  const ofWorkers = (metricOf: (queues: { readonly queue: Queue; readonly deadLetters: Queue }) => Metric) =>
    ofEach(workers, ({ folder }) => folder, metricOf);
  const ofFunctions = (metricOf: (fn: PostroomFunction<Folder>['function']) => Metric) =>
    ofEach(
      functions,
      ({ folder }) => folder,
      (part) => metricOf(part.function),
    );
  const most = { statistic: Stats.MAXIMUM };
  const sum = { statistic: Stats.SUM };
  // Published because the configuration set has its reputation metrics on (cdk/sending.ts). A share of 1.
  const rate = (metricName: string, label: string) =>
    new Metric({
      namespace: 'AWS/SES',
      metricName,
      dimensionsMap: { 'ses:configuration-set': props.configurationSet },
      statistic: Stats.AVERAGE,
      period: Duration.hours(1),
      label,
    });
  const dashboard = new Dashboard(scope, 'Dashboard', {
    dashboardName: physicalNameOf(scope, 'overview'),
    defaultInterval: Duration.hours(24),
    // What is shown over weeks keeps the period of its graph and stays a sum of five minutes.
    periodOverride: PeriodOverride.INHERIT,
  });
  dashboard.addWidgets(
    new TextWidget({ markdown: `# ${Stack.of(scope).stackName}\n\n${INTRODUCTION}`, width: 3 * WIDTH, height: 3 }),
  );
  dashboard.addWidgets(
    graph(
      'Messages that wait',
      ofWorkers(({ queue }) => queue.metricApproximateNumberOfMessagesVisible(most)),
    ),
    graph(
      'Oldest message, seconds',
      ofWorkers(({ queue }) => queue.metricApproximateAgeOfOldestMessage(most)),
    ),
    graph(
      'Dead letters',
      ofWorkers(({ deadLetters }) => deadLetters.metricApproximateNumberOfMessagesVisible(most)),
    ),
  );
  dashboard.addWidgets(
    graph(
      'Errors',
      ofFunctions((fn) => fn.metricErrors(sum)),
    ),
    // Concurrency is the account's, so are the throttles; one metric instead of one for each function.
    graph('Throttles of the account', [
      new Metric({ namespace: 'AWS/Lambda', metricName: 'Throttles', ...sum, period: PERIOD, label: 'all functions' }),
    ]),
    graph(
      'Duration, the slowest twentieth, ms',
      ofFunctions((fn) => fn.metricDuration({ statistic: Stats.percentile(95) })),
    ),
  );
  dashboard.addWidgets(
    graph('Mail that left this account', ['Send', 'Delivery', 'Bounce', 'Complaint', 'Reject'].map(sesOfTheAccount)),
    graph('Share that came back or was complained about', [
      rate('Reputation.BounceRate', 'bounces'),
      rate('Reputation.ComplaintRate', 'complaints'),
    ]),
  );
  dashboard.addWidgets(
    graph('Requests', [api.stage.metricCount({ ...sum, period: PERIOD, label: 'requests' })]),
    graph('Answered with an error', [
      api.stage.metricServerError({ ...sum, period: PERIOD, label: '5xx' }),
      api.stage.metricClientError({ ...sum, period: PERIOD, label: '4xx' }),
    ]),
    graph('Starts of the schedule', [
      schedule.function.metricInvocations({ ...sum, period: PERIOD, label: schedule.folder }),
    ]),
  );
  return dashboard;
};
