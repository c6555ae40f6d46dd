/**
 * A CDK app as text, run by the synthesis test in a folder of its own: aws-cdk-lib's types do not fit exactOptionalPropertyTypes. It uses
 * each construct whose output local/template knows, so that a new version of CDK that writes something else fails a test.
 */
export const CDK_APP = `
import { App, Stack, Duration, CfnParameter, CfnOutput, aws_apigatewayv2 as api, aws_apigatewayv2_authorizers as authorizers,
  aws_apigatewayv2_integrations as integrations, aws_cloudwatch as cloudwatch, aws_cloudwatch_actions as cloudwatchActions, aws_dynamodb as dynamodb,
  aws_events as events, aws_events_targets as targets, aws_iam as iam, aws_kms as kms, aws_lambda as lambda, aws_lambda_event_sources as sources,
  aws_logs as logs, aws_s3 as s3, aws_ses as ses, aws_ses_actions as sesActions, aws_sns as sns, aws_sns_subscriptions as subscriptions,
  aws_sqs as sqs, custom_resources } from 'aws-cdk-lib';

const stack = new Stack(new App(), 'Test', { stackName: 'everything' });
const issuer = new CfnParameter(stack, 'Issuer', { type: 'String' });
const key = new kms.Key(stack, 'Key', { enableKeyRotation: true, alias: 'everything' });
const dead = new sqs.Queue(stack, 'Dead', { enforceSSL: true, retentionPeriod: Duration.days(14), encryption: sqs.QueueEncryption.SQS_MANAGED });
const queue = new sqs.Queue(stack, 'Queue', { enforceSSL: true, visibilityTimeout: Duration.minutes(3), deadLetterQueue: { queue: dead, maxReceiveCount: 5 } });
const topic = new sns.Topic(stack, 'Topic', { enforceSSL: true });
topic.addSubscription(new subscriptions.SqsSubscription(queue, { rawMessageDelivery: true, filterPolicy: { kind: sns.SubscriptionFilter.stringFilter({ allowlist: ['a'] }) } }));
topic.addToResourcePolicy(new iam.PolicyStatement({ actions: ['sns:Publish'], resources: [topic.topicArn], principals: [new iam.ServicePrincipal('ses.amazonaws.com')] }));
const bucket = new s3.Bucket(stack, 'Bucket', { enforceSSL: true, encryption: s3.BucketEncryption.S3_MANAGED, blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
  objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED, lifecycleRules: [{ expiration: Duration.days(30) }] });
const keys = { partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING }, sortKey: { name: 'sk', type: dynamodb.AttributeType.STRING } };
const table = new dynamodb.Table(stack, 'Table', { ...keys, billingMode: dynamodb.BillingMode.PAY_PER_REQUEST, timeToLiveAttribute: 'ttl',
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true }, deletionProtection: true, encryption: dynamodb.TableEncryption.AWS_MANAGED });
table.addGlobalSecondaryIndex({ indexName: 'byName', partitionKey: { name: 'name', type: dynamodb.AttributeType.STRING } });
const table2 = new dynamodb.TableV2(stack, 'Table2', { ...keys, globalSecondaryIndexes: [{ indexName: 'byName', partitionKey: { name: 'name', type: dynamodb.AttributeType.STRING } }] });
const fn = new lambda.Function(stack, 'Function', { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromAsset('functions/receive-mail'),
  timeout: Duration.seconds(30), memorySize: 512, architecture: lambda.Architecture.ARM_64, environment: { TABLE: table.tableName, BUCKET: bucket.bucketName }, retryAttempts: 0,
  deadLetterQueue: dead, loggingFormat: lambda.LoggingFormat.JSON, logGroup: new logs.LogGroup(stack, 'Logs', { retention: logs.RetentionDays.ONE_MONTH }) });
table.grantReadWriteData(fn); table2.grantReadData(fn); bucket.grantReadWrite(fn); queue.grantSendMessages(fn); key.grantEncryptDecrypt(fn); topic.grantPublish(fn);
fn.addEventSource(new sources.SqsEventSource(queue, { reportBatchItemFailures: true, batchSize: 10, maxConcurrency: 4, maxBatchingWindow: Duration.seconds(1) }));
const alarms = new sns.Topic(stack, 'Alarms');
dead.metricApproximateNumberOfMessagesVisible().createAlarm(stack, 'Alarm', { threshold: 1, evaluationPeriods: 1 }).addAlarmAction(new cloudwatchActions.SnsAction(alarms));
new cloudwatch.Dashboard(stack, 'Dashboard', { widgets: [[new cloudwatch.GraphWidget({ left: [fn.metricErrors()] })]] });
const http = new api.HttpApi(stack, 'Http', { createDefaultStage: false, defaultAuthorizer: new authorizers.HttpJwtAuthorizer('Jwt', issuer.valueAsString, { jwtAudience: ['a'] }) });
const integration = new integrations.HttpLambdaIntegration('Integration', fn, { scopePermissionToRoute: false });
http.addRoutes({ path: '/closed/{id}', methods: [api.HttpMethod.GET, api.HttpMethod.POST], integration });
http.addRoutes({ path: '/open', methods: [api.HttpMethod.GET], authorizer: new api.HttpNoneAuthorizer(), integration });
new api.HttpStage(stack, 'Stage', { httpApi: http, autoDeploy: true, throttle: { rateLimit: 100, burstLimit: 200 } });
const bus = new events.EventBus(stack, 'Bus', { eventBusName: 'crm' });
bus.grantPutEventsTo(fn);
new events.Rule(stack, 'Minute', { schedule: events.Schedule.rate(Duration.minutes(1)), targets: [new targets.LambdaFunction(fn, { deadLetterQueue: dead, retryAttempts: 1 })] });
new events.Rule(stack, 'Records', { eventBus: bus, eventPattern: { source: ['crm'] }, targets: [new targets.SqsQueue(queue)] });
const rules = new ses.ReceiptRuleSet(stack, 'Rules', { receiptRuleSetName: 'mail' });
rules.addRule('In', { recipients: ['in.example'], scanEnabled: true, tlsPolicy: ses.TlsPolicy.OPTIONAL, actions: [new sesActions.S3({ bucket, objectKeyPrefix: 'in/', topic })] });
const set = new ses.ConfigurationSet(stack, 'Set', { suppressionReasons: ses.SuppressionReasons.BOUNCES_ONLY, reputationMetrics: true, sendingEnabled: true });
set.addEventDestination('Events', { destination: ses.EventDestination.snsTopic(topic), events: [ses.EmailSendingEvent.SEND, ses.EmailSendingEvent.BOUNCE] });
new ses.EmailIdentity(stack, 'Identity', { identity: ses.Identity.domain('out.example'), configurationSet: set });
new custom_resources.AwsCustomResource(stack, 'Activate', { installLatestAwsSdk: false, policy: custom_resources.AwsCustomResourcePolicy.fromSdkCalls({ resources: ['*'] }),
  onUpdate: { service: 'SES', action: 'setActiveReceiptRuleSet', parameters: { RuleSetName: rules.receiptRuleSetName }, physicalResourceId: custom_resources.PhysicalResourceId.of('active') } });
new CfnOutput(stack, 'Url', { value: http.apiEndpoint });
`;
