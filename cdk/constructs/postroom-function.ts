/**
 * What every function of Postroom has, whatever wakes it: code, environment, its own role and log group, alarms for errors and throttles.
 * Base of QueueWorker, HttpFunction and ScheduledFunction; never declared alone.
 */
import { type Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { FunctionEnvironments } from '#shared/contracts/environment.ts';
import type { CodeOf } from '../bundle.ts';
import type { Grant } from '../grants.ts';
import { ALARM_PERIOD, addImpactAlarm, requireImpact } from './impact-alarm.ts';
import { constructIdOf, physicalNameOf } from './naming.ts';

export type Folder = keyof FunctionEnvironments;

/** What all functions of one Postroom share. */
export interface Surroundings {
  readonly codeOf: CodeOf;
  readonly alarms: ITopic;
  readonly logRetention: RetentionDays;
}

export interface PostroomFunctionProps<F extends Folder> {
  /** Folder in functions/, and the one name of this function everywhere. */
  readonly folder: F;
  /** One sentence: what a person suffers while this function fails. It stands in every alarm of the function. */
  readonly ifItFails: string;
  readonly memoryMb: number;
  readonly timeout: Duration;
  /** Exactly the names shared/contracts/environment.ts gives this folder; its own name is added here, its own queue by QueueWorker. */
  readonly environment: Readonly<Omit<FunctionEnvironments[F], 'POSTROOM_FUNCTION' | 'OWN_QUEUE_URL'>>;
  readonly grants: readonly Grant[];
  readonly surroundings: Surroundings;
}

export class PostroomFunction<F extends Folder> extends Construct {
  readonly folder: F;
  readonly function: LambdaFunction;
  readonly #ifItFails: string;
  readonly #alarms: ITopic;
  readonly #grants = new PolicyDocument();

  constructor(scope: Construct, props: PostroomFunctionProps<F>) {
    super(scope, constructIdOf(props.folder));
    this.folder = props.folder;
    this.#ifItFails = requireImpact(props.folder, props.ifItFails);
    this.#alarms = props.surroundings.alarms;
    const functionName = physicalNameOf(this, props.folder);
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: props.surroundings.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.allow(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    for (const { statement } of props.grants) this.allow(statement);
    // Statements inside the role and not in a policy of their own: they are there before the first event can come.
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { grants: this.#grants },
    });
    for (const { exception } of props.grants) if (exception !== undefined) Validations.of(role).acknowledge(exception);
    this.function = new LambdaFunction(this, 'Function', {
      functionName,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(props.surroundings.codeOf(props.folder)),
      memorySize: props.memoryMb,
      timeout: props.timeout,
      environment: { POSTROOM_FUNCTION: props.folder, ...props.environment },
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
    });
    this.alarm('errors', 'The function crashed or ran out of time.', this.#lambdaMetric('Errors'), 1);
    this.alarm('throttles', 'Lambda refused to start the function.', this.#lambdaMetric('Throttles'), 1);
  }

  /** For what the way of waking needs, such as receiving from the own queue; everything else is in `grants`. */
  protected allow(statement: PolicyStatement): void {
    this.#grants.addStatements(statement);
  }

  protected alarm(
    kind: string,
    what: string,
    metric: IMetric,
    threshold: number,
    more: { readonly whenBelow?: boolean; readonly silenceIsFailure?: boolean; readonly periods?: number } = {},
  ): void {
    addImpactAlarm(this, kind, {
      of: this.folder,
      what,
      ifItFails: this.#ifItFails,
      metric,
      threshold,
      ...more,
      topic: this.#alarms,
    });
  }

  #lambdaMetric(name: string): IMetric {
    return this.function.metric(name, { statistic: Stats.SUM, period: ALARM_PERIOD });
  }
}
