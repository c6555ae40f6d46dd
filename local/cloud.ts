/**
 * The embedded cloud: synthesizes the template and runs it on this machine. Started by `npm start` (main.ts) and by every integration test.
 * Its state survives `kill -9` of the process: what was answered is in the data folder, and waiting messages are worked on after the next start.
 */
import { createServer } from 'node:http';
import { makeIssuer } from './api/issuer.ts';
import { type Config, StartError } from './config.ts';
import { makeControl } from './control/control.ts';
import { makePublicServer, stillStarting } from './control/public-server.ts';
import { makeDenials } from './endpoint/denials.ts';
import { makeEndpoint } from './endpoint/endpoint.ts';
import { makeFaults } from './endpoint/faults.ts';
import { makeUsage } from './endpoint/usage.ts';
import { openFolder } from './folder.ts';
import { makeActivity } from './kernel/activity.ts';
import type { Authorizer, AwsService } from './kernel/aws.ts';
import { makeClock } from './kernel/clock.ts';
import { makeIdentities } from './kernel/identities.ts';
import { makeRandom } from './kernel/random.ts';
import { readFact, writeFact } from './kernel/state.ts';
import { close, HOST, listen } from './listen.ts';
import { makeGrants } from './oauth/grants.ts';
import { makeOauthProvider } from './oauth/provider.ts';
import { deployPlatform } from './platform.ts';
import type { Outside } from './providers/mailgun.ts';
import { makeSmtpListener } from './smtp/listener.ts';
import { explainStart } from './start-failure.ts';
import { type Assembly, synthesize } from './template/assembly.ts';
import { loadStack } from './template/load.ts';
import { loadWiredStack } from './template/wired-stack.ts';

export interface CloudOptions extends Omit<Config, 'seed'> {
  readonly projectFolder: string;
  /** Where synthesized templates are kept; not state. */
  readonly buildFolder: string;
  readonly randomSeed: number;
  /** Routes without a token, as `GET /v1/openapi.json`: everything else must have an authorizer. */
  readonly publicRoutes: readonly string[];
  readonly lateIndexReads?: boolean;
  /** How long a mail through SES is under way. */
  readonly deliveredAfterMs?: number;
  readonly log: (entry: { readonly functionName: string; readonly line: string }) => void;
  /** A sentence for the console: denied, broken, misconfigured. Each is told once. */
  readonly warn: (sentence: string) => void;
  /** Changes the template before it runs: how tests plant mistakes. */
  readonly change?: (template: unknown) => unknown;
  /** Stops a start that is under way: startCloud then rejects, with everything closed. */
  readonly signal?: AbortSignal;
  /** Skips the wiring checks, to see what a mistake does when it runs. */
  readonly unchecked?: boolean;
}

const OFFSET_FACT = 'clock.offset-ms';

/**
 * The issuer's name does not hold the port, so that a token stays good when the next start gets another one. Nothing is fetched from there: the
 * authorizer is handed the issuer's documents.
 */
const ISSUER = 'https://identity.postroom.test';

/** Audience of the embedded cloud's own tokens. */
const AUDIENCE = 'postroom';

const closedAuthorizer: Authorizer = { denial: () => 'The stack is not deployed yet.' };

export const startCloud = async (options: CloudOptions) => {
  const state = openFolder(options.dataDir);
  const clock = makeClock({
    offsetMs: Number(readFact(state, OFFSET_FACT) ?? 0),
    onOffset: (offsetMs) => writeFact(state, OFFSET_FACT, String(offsetMs)),
  });
  const activity = makeActivity();
  const identities = makeIdentities();
  const random = makeRandom(options.randomSeed);
  const denials = makeDenials(clock.now, options.warn);
  const usage = makeUsage(new Date(clock.now()).toISOString());
  const faults = makeFaults();
  const services = new Map<string, AwsService>();
  let authorizer = closedAuthorizer;
  let outside: Outside | undefined;
  const endpoint = makeEndpoint(identities, {
    services,
    outside: () => outside,
    authorizer: () => authorizer,
    faults,
    usage,
    denials,
    now: clock.now,
  });
  let serve = stillStarting;
  const publicServer = createServer((request, response) => serve(request, response));
  const stops: (() => Promise<void> | void)[] = [
    () => clock.stop(),
    () => close(publicServer),
    () => close(endpoint.server),
  ];
  let stopping: Promise<void> | undefined;
  const stopAll = async () => {
    try {
      for (const one of stops.reverse()) await one();
    } finally {
      state.close();
    }
  };
  const stop = () => {
    stopping ??= stopAll();
    return stopping;
  };

  const start = async () => {
    const httpPort = await listen(publicServer, options.httpPort, 'POSTROOM_HTTP_PORT');
    await listen(endpoint.server, 0, '');
    const http = `http://${HOST}:${httpPort}`;
    const issuer = await makeIssuer({ state, clock, baseUrl: () => ISSUER });
    const assembly: Assembly = await synthesize({
      projectFolder: options.projectFolder,
      buildFolder: options.buildFolder,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    options.signal?.throwIfAborted();
    const template =
      options.change === undefined ? assembly.template : options.change(structuredClone(assembly.template));
    const tokens = { issuer: issuer.url(), audience: AUDIENCE };
    const load = options.unchecked === true ? loadStack : loadWiredStack;
    const stack = load(template, {
      stackName: assembly.stackName,
      parameters: { JwtIssuer: tokens.issuer, JwtAudience: tokens.audience },
      endpointUrl: endpoint.url(),
      apiUrl: http,
      assets: assembly.assets,
      publicRoutes: options.publicRoutes,
      tokens,
    });

    const platform = await deployPlatform({
      folder: options.dataDir,
      stack,
      state,
      clock,
      random,
      activity,
      identities,
      issuer,
      usage,
      denials,
      endpointUrl: endpoint.url,
      lateIndexReads: options.lateIndexReads ?? true,
      deliveredAfterMs: options.deliveredAfterMs,
      log: options.log,
      atStop: (one) => stops.push(one),
    });
    authorizer = platform.authorizer;
    for (const [name, service] of platform.services) services.set(name, service);
    outside = platform.mailgun;

    const listener = makeSmtpListener({ port: options.smtpPort, host: HOST, inbound: platform.inbound, activity });
    const smtp = await listener.start();
    stops.push(listener.stop);
    const ready = { http, smtp, inboundDomain: inboundDomainOf(stack.ofType('AWS::SES::ReceiptRule')) };
    // SES receives for verified domains only (SES guide, "Verifying your domain for email receiving"), and from such a domain it sends.
    platform.verified.add(`postmaster@${ready.inboundDomain}`);
    const control = makeControl({
      platform,
      clock,
      activity,
      faults,
      usage,
      denials,
      issuer,
      audience: AUDIENCE,
      ready,
      stack,
    });
    const oauth = makeOauthProvider(makeGrants({ state, clock }));
    serve = makePublicServer({ control, issuer, oauth, httpApi: platform.httpApi });
    options.signal?.throwIfAborted();
    platform.startEventSources();
    return {
      ready,
      state,
      platform,
      clock,
      activity,
      faults,
      usage,
      denials,
      control,
      oauth,
      stack,
      fromCache: assembly.fromCache,
      ignored: stack.ignored,
    };
  };

  try {
    return { ...(await start()), endpointUrl: endpoint.url(), rootCredentials: identities.root, stop };
  } catch (error) {
    await stop();
    throw explainStart(error, options.dataDir);
  }
};

export type Cloud = Awaited<ReturnType<typeof startCloud>>;

/** The first domain of the first receipt rule: the one that is shown to people. */
const inboundDomainOf = (rules: readonly { readonly properties: Readonly<Record<string, unknown>> }[]): string => {
  const rule = rules[0]?.properties['Rule'];
  const recipients = typeof rule === 'object' && rule !== null && 'Recipients' in rule ? rule.Recipients : undefined;
  const first: unknown = Array.isArray(recipients) ? recipients[0] : undefined;
  if (typeof first !== 'string')
    throw new StartError('The template receives mail for no domain: its receipt rule has no recipients.');
  return first;
};
