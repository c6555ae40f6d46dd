/**
 * All of Postroom as one construct, for the app of this project (cdk/app.ts) and for any other:
 *
 *     new Postroom(this, 'Postroom', {
 *       inboundDomains: ['in.example.com'],
 *       tokens: { issuer: 'https://login.example.com/', audience: 'crm' },
 *       alarmMail: 'operations@example.com',
 *     });
 *
 * What remains to be done by hand: verify the inbound domain in SES and point its MX record at `mxRecord`.
 */
import { Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { routes } from '#shared/contracts/routes.ts';
import { makeAlarmTopic } from './alarm-topic.ts';
import { Api, type Throttle } from './api.ts';
import { bundleFunctions, type CodeOf } from './bundle.ts';
import type { Surroundings } from './constructs/postroom-function.ts';
import { makeDashboard } from './dashboard.ts';
import { makeHttpEmails } from './functions/http-emails.ts';
import { makeHttpMailroom } from './functions/http-mailroom.ts';
import { makeHttpRecords } from './functions/http-records.ts';
import { makeHttpSettings } from './functions/http-settings.ts';
import { makePublicLinks } from './functions/public-links.ts';
import { makeReceiveMail } from './functions/receive-mail.ts';
import { makeRecordFeedback } from './functions/record-feedback.ts';
import { makeRunSchedule } from './functions/run-schedule.ts';
import { makeSendMail } from './functions/send-mail.ts';
import { type OauthProps, oauthSettingsOf } from './oauth.ts';
import { Receiving } from './receiving.ts';
import { Bus, ConfigurationSet, Feedback } from './sending.ts';
import { State } from './state.ts';
import { claimNamesOf, type Tokens } from './tokens.ts';

export interface PostroomProps {
  /** Domains mail is received for, lower case; the first is the one shown to people. */
  readonly inboundDomains: readonly string[];
  readonly tokens: Tokens;
  /** Gets every alarm, after confirming the subscription. @default nobody; the topic is there all the same */
  readonly alarmMail?: string;
  /** Web origins whose pages may call the API. @default none */
  readonly corsOrigins?: readonly string[];
  /** Name of the rule set this account already receives with; Postroom then adds its one rule to it. @default a rule set of its own */
  readonly existingReceiptRuleSetName?: string;
  /** Makes the rule set the account's active one. @default true for an own rule set, false for an existing one */
  readonly activateReceiptRuleSet?: boolean;
  /** Mails worked on at a time, 2-1000. @default 10 */
  readonly receiveConcurrency?: number;
  /** What becomes of tables and mails when the stack is deleted; S3 deletes no bucket that holds an object. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
  /** @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /** Of the HTTP API, all tenants together. @default 1,000 a second, 2,000 at once */
  readonly throttle?: Throttle;
  /** Where people sign in at Google and Microsoft. @default where everybody does */
  readonly oauthPlaces?: OauthProps;
  /** Where the functions' built code is. @default it is built now, by cdk/bundle.ts */
  readonly codeOf?: CodeOf;
}

export class Postroom extends Construct {
  readonly apiUrl: string;
  /** What the MX record of every inbound domain has to say. */
  readonly mxRecord: string;

  constructor(scope: Construct, id: string, props: PostroomProps) {
    super(scope, id);
    const stack = Stack.of(this);
    // Physical names are made of the stack's name, so that alarms and queues are called what they are.
    if (stack.node.findAll().some((other) => other instanceof Postroom && other !== this)) {
      throw new Error(`The stack ${stack.stackName} has a Postroom already: give the second one a stack of its own.`);
    }
    const { inboundDomains } = props;
    const logRetention = props.logRetention ?? RetentionDays.ONE_MONTH;
    const alarms = makeAlarmTopic(this, props.alarmMail);
    const state = new State(this, 'State', { removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN });
    const surroundings: Surroundings = { codeOf: props.codeOf ?? bundleFunctions(), alarms, logRetention };
    const claims = claimNamesOf(props.tokens);

    const { bus } = new Bus(this, 'Events');
    const configurationSet = new ConfigurationSet(this, 'Sending');
    // SES writes its own Message-ID: `<id>@email.amazonses.com` in us-east-1, `<id>@<region>.amazonses.com` elsewhere.
    const messageIdDomain = stack.region === 'us-east-1' ? 'email.amazonses.com' : `${stack.region}.amazonses.com`;
    // The API is made after the queues that its functions write to.
    const publicUrl = Lazy.string({ produce: () => this.apiUrl });
    const oauth = oauthSettingsOf(props.oauthPlaces);
    const outgoing = { surroundings, state, bus, messageIdDomain, configurationSet, publicUrl, oauth };
    const adhoc = makeSendMail(this, 'adhoc', outgoing);
    const workflow = makeSendMail(this, 'workflow', outgoing);
    const campaign = makeSendMail(this, 'campaign', outgoing);
    const receiveMail = makeReceiveMail(this, {
      surroundings,
      state,
      bus,
      inboundDomains,
      maxConcurrency: props.receiveConcurrency ?? 10,
      workflowQueue: workflow.queue,
    });
    new Receiving(this, 'Receiving', {
      inboundDomains,
      bucket: state.mailBucket,
      queue: receiveMail.queue,
      existingReceiptRuleSetName: props.existingReceiptRuleSetName,
      activateReceiptRuleSet: props.activateReceiptRuleSet ?? props.existingReceiptRuleSetName === undefined,
      logRetention,
    });
    const feedback = makeRecordFeedback(this, outgoing);
    new Feedback(this, 'Feedback', { configurationSet, queue: feedback.queue });
    const schedule = makeRunSchedule(this, {
      ...outgoing,
      feedback,
      lanes: { adhoc: adhoc.queue, workflow: workflow.queue, campaign: campaign.queue },
    });
    const httpFunctions = [
      makeHttpEmails(this, {
        publicUrl,
        surroundings,
        state,
        bus,
        claims,
        adhocQueue: adhoc.queue,
        messageIdDomain,
        inboundDomains,
      }),
      makeHttpMailroom(this, { surroundings, state, claims, inboundDomains, receiveQueue: receiveMail.queue }),
      makeHttpRecords(this, { surroundings, state, bus, claims }),
      makeHttpSettings(this, { surroundings, state, claims, inboundDomains, bus, publicUrl, oauth }),
      makePublicLinks(this, { surroundings, state, publicUrl, oauth, crmOrigins: props.corsOrigins ?? [] }),
    ];
    const api = new Api(this, 'Api', {
      routes,
      functions: httpFunctions,
      tokens: props.tokens,
      corsOrigins: props.corsOrigins ?? [],
      throttle: props.throttle ?? { ratePerSecond: 1000, burst: 2000 },
      logRetention,
      alarms,
    });
    makeDashboard(this, {
      workers: [receiveMail, adhoc, workflow, campaign, feedback],
      schedule,
      httpFunctions,
      api,
      configurationSet: configurationSet.name,
    });
    this.apiUrl = api.url;
    this.mxRecord = `10 inbound-smtp.${stack.region}.amazonaws.com`;
  }
}
