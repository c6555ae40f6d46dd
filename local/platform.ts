/**
 * Puts the emulated services together for one loaded stack. Nothing of the application is wired here: what calls what, and whether it may, is
 * read from the template.
 */
import { join } from 'node:path';
import { type HttpApiOptions, makeHttpApi } from './api/http-api.ts';
import type { Issuer } from './api/issuer.ts';
import { makeIsQuiet } from './due-table.ts';
import type { Denials } from './endpoint/denials.ts';
import type { Usage } from './endpoint/usage.ts';
import { makeAuthorizer } from './iam/authorizer.ts';
import type { Activity } from './kernel/activity.ts';
import type { Authorizer, AwsService } from './kernel/aws.ts';
import type { Clock } from './kernel/clock.ts';
import type { Identities } from './kernel/identities.ts';
import type { Random } from './kernel/random.ts';
import type { DeployedResource } from './kernel/resources.ts';
import type { State } from './kernel/state.ts';
import { makeAsyncInvocations } from './lambda/async-invocation.ts';
import { makeEventSources } from './lambda/event-sources.ts';
import { makeFunctions } from './lambda/functions.ts';
import { lambdaUsage } from './lambda/lambda-usage.ts';
import { makeSchedules } from './lambda/schedules.ts';
import { HOST } from './listen.ts';
import { makeElsewhere } from './providers/elsewhere.ts';
import { makeMailgun } from './providers/mailgun.ts';
import { withSesElsewhere } from './providers/ses-elsewhere.ts';
import { makeSts } from './providers/sts.ts';
import { startNameServer } from './services/dns/name-server.ts';
import { makeZone } from './services/dns/zone.ts';
import { makeDynamoDb } from './services/dynamodb/dynamodb.ts';
import { makeBuses } from './services/events/buses.ts';
import { makeDelivery } from './services/events/delivery.ts';
import { makeEvents } from './services/events/events.ts';
import { makeKms } from './services/kms/kms.ts';
import { makeObjects } from './services/s3/object-store.ts';
import { makeS3 } from './services/s3/s3.ts';
import { makeEmailIdentities } from './services/ses/identities.ts';
import { makeInbound } from './services/ses/inbound.ts';
import { makeOutbound } from './services/ses/outbound.ts';
import { makeSesService } from './services/ses/ses.ts';
import { makeSns } from './services/sns/sns.ts';
import { makeTopics } from './services/sns/topics.ts';
import { makeQueues } from './services/sqs/queues.ts';
import { makeSqs } from './services/sqs/sqs.ts';
import type { LoadedStack } from './template/load.ts';
import { readSdkCall } from './template/types/sdk-call.ts';
import { makeVerified } from './verified.ts';

export interface PlatformOptions {
  readonly folder: string;
  readonly stack: LoadedStack;
  readonly state: State;
  readonly clock: Clock;
  readonly random: Random;
  readonly activity: Activity;
  readonly identities: Identities;
  readonly issuer: Issuer;
  readonly usage: Usage;
  readonly denials: Denials;
  readonly endpointUrl: () => string;
  readonly lateIndexReads: boolean;
  readonly deliveredAfterMs?: number | undefined;
  readonly log: (entry: { readonly functionName: string; readonly line: string }) => void;
  /** Called for every part as soon as it runs, so that a deployment that fails half-way leaves nothing open. The last one is stopped first. */
  readonly atStop: (stop: () => Promise<void> | void) => void;
}

/** The folder name of a function, which control routes and logs use; the template gives it as a variable. */
const folderOf = ({ properties, ref }: DeployedResource): string => {
  const environment = properties['Environment'];
  const variables =
    typeof environment === 'object' && environment !== null && 'Variables' in environment ? environment.Variables : {};
  const named =
    typeof variables === 'object' && variables !== null && 'POSTROOM_FUNCTION' in variables
      ? variables.POSTROOM_FUNCTION
      : ref;
  return typeof named === 'string' ? named : ref;
};

export const deployPlatform = async (options: PlatformOptions) => {
  const { stack, state, clock, random, activity, identities, usage } = options;
  const onDenied = options.denials.add;
  const authorizer: Authorizer = makeAuthorizer(stack);
  const count: HttpApiOptions['count'] = usage.count;
  const countSes = (operation: string, units: Parameters<typeof count>[0]) =>
    count(units, { service: 'ses', operation, functionName: 'ses' });

  const dynamoDb = await makeDynamoDb({
    folder: join(options.folder, 'dynamodb'),
    clock,
    lateIndexReads: options.lateIndexReads,
  });
  options.atStop(dynamoDb.stop);
  for (const table of stack.ofType('AWS::DynamoDB::Table')) await dynamoDb.createTable(table);
  await dynamoDb.prepare();

  const objects = makeObjects({ state, clock });
  for (const bucket of stack.ofType('AWS::S3::Bucket')) objects.declare(bucket);
  const secretOf = (accessKeyId: string) => identities.find(accessKeyId)?.credentials.secretAccessKey;

  const queues = makeQueues({ state, clock, random });
  for (const queue of stack.ofType('AWS::SQS::Queue')) queues.declare(queue);
  queues.checkDeclared();

  const topics = makeTopics({ state, clock, random, authorizer, queues, onDenied });
  for (const type of ['AWS::SNS::Topic', 'AWS::SNS::Subscription'])
    for (const resource of stack.ofType(type)) topics.declare(resource);
  topics.checkDeclared();
  const verified = makeVerified(state);
  const zone = makeZone(join(options.folder, 'zone.txt'));
  const nameServer = await startNameServer(zone, HOST);
  options.atStop(nameServer.stop);
  const emailIdentities = makeEmailIdentities({ state, zone, isGiven: verified.has });
  const ses = {
    stack,
    state,
    clock,
    random,
    activity,
    authorizer,
    topics,
    deliveredAfterMs: options.deliveredAfterMs,
    isVerified: emailIdentities.isVerified,
    onDenied,
    onFailed: onDenied,
  };
  const inbound = makeInbound({ ...ses, objects, count: countSes });
  const outbound = makeOutbound({ ...ses, deliver: (envelope, raw) => inbound.receive(envelope, raw) });
  options.atStop(outbound.stop);

  const functions = makeFunctions({
    clock,
    activity,
    identities,
    random,
    endpointUrl: options.endpointUrl,
    nameServer: nameServer.address,
    log: options.log,
    onFailure: ({ line }) => onDenied(line),
  });
  options.atStop(functions.stop);
  usage.watch(() => lambdaUsage(functions.figures()));
  functions.deploy(stack, folderOf);
  const invocations = makeAsyncInvocations({ clock, functions, queues, random, authorizer, onDenied });
  invocations.deploy(stack);
  const deliver = makeDelivery({ queues, authorizer, invocations, onDenied });
  const buses = makeBuses({ clock, random, deliver, onDenied });
  for (const type of ['AWS::Events::EventBus', 'AWS::Events::Rule'])
    for (const resource of stack.ofType(type)) buses.declare(resource);
  buses.checkDeclared();
  const schedules = makeSchedules({
    clock,
    random,
    deliver,
    isQuiet: makeIsQuiet(stack, dynamoDb.reader, (arn) => functions.find(arn)?.name),
  });
  options.atStop(schedules.stop);
  schedules.deploy(stack);
  const fetchIssuerDocument = async (url: string): Promise<unknown> => {
    const document = options.issuer.documents[new URL(url).pathname];
    if (document === undefined) throw new Error(`The embedded issuer has no document at ${url}.`);
    return document();
  };
  const httpApi = makeHttpApi({
    stack,
    functions,
    clock,
    activity,
    random,
    authorizer,
    count,
    onDenied,
    fetchIssuerDocument,
  });
  const eventSources = makeEventSources({ clock, queues, functions, count, log: options.log, activity, authorizer });
  options.atStop(eventSources.stop);

  await inbound.deploy();
  for (const resource of stack.ofType('Custom::AWS')) {
    inbound.activate(readSdkCall(resource.logicalId, resource.properties).ruleSetName);
  }
  await outbound.deploy();

  const services = new Map<string, AwsService>();
  const offer = (service: AwsService) => services.set(service.service, service);
  offer(dynamoDb);
  offer(makeS3({ objects, clock, random, authorizer, secretOf, onDenied }));
  offer(makeSqs({ queues, clock }));
  offer(makeSns({ topics, random }));
  offer(makeEvents({ buses }));
  offer(makeKms({ state, keys: stack.ofType('AWS::KMS::Key') }));
  const elsewhere = makeElsewhere(state);
  const sts = makeSts({ elsewhere, identities, now: clock.now });
  offer(sts.service);
  const sesHere = makeSesService({ outbound, identities: emailIdentities, random });
  offer(withSesElsewhere({ here: sesHere, elsewhere, roleOf: sts.roleOf, random, now: clock.now }));

  return {
    authorizer,
    services,
    dynamoDb,
    objects,
    queues,
    inbound,
    outbound,
    functions,
    schedules,
    httpApi,
    verified,
    elsewhere,
    mailgun: makeMailgun(elsewhere),
    /** From here on waiting messages are worked on; to be called when everything they may need is there. */
    startEventSources: () => eventSources.deploy(stack),
  };
};

export type Platform = Awaited<ReturnType<typeof deployPlatform>>;
