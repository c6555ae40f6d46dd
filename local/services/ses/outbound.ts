/**
 * SES as a sender of mail: takes messages within the account's limits, keeps them in the outbox and publishes what becomes of them.
 * A message is taken in one transaction with its coming events: after `kill -9` it is there with all of them, or not at all.
 */
import type { Activity } from '#local/kernel/activity.ts';
import { type Authorizer, AwsError, type Caller } from '#local/kernel/aws.ts';
import type { Clock } from '#local/kernel/clock.ts';
import type { Random } from '#local/kernel/random.ts';
import type { DeployedStack } from '#local/kernel/resources.ts';
import type { State } from '#local/kernel/state.ts';
import { type Account, makeAccount } from './account.ts';
import { coveringIdentity } from './addresses.ts';
import { autoReply } from './auto-reply.ts';
import { type ConfigurationSet, readConfigurationSets } from './configuration-sets.ts';
import { makeEventPublisher } from './event-publisher.ts';
import { buildEvent, mailObject } from './event-shape.ts';
import type { Envelope } from './inbound.ts';
import { readInjectedEvent } from './injected-event.ts';
import { makeOnce } from './once.ts';
import { makeOutbox, type Outbox } from './outbox.ts';
import type { OutgoingMessage } from './outgoing-message.ts';
import { makePendingEvents, type PendingEvent } from './pending-events.ts';
import type { TopicPublisher } from './ports.ts';
import { holdsVirus } from './scan.ts';
import { makeSendingLimits, type SendingLimits } from './sending-limits.ts';
import { fatesOf, isSimulator } from './simulator.ts';
import { makeSuppressionList, type SuppressionList } from './suppression.ts';

/** After a mail was taken; "a little later" is all that is known of SES's. */
const DELIVERED_AFTER_MS = 500;
const DAY_MS = 24 * 60 * 60 * 1000;

export interface OutboundOptions {
  readonly stack: Pick<DeployedStack, 'ofType'>;
  readonly state: State;
  readonly clock: Pick<Clock, 'now' | 'at'>;
  readonly random: Random;
  readonly activity: Activity;
  readonly authorizer: Authorizer;
  readonly topics: TopicPublisher;
  /** When a mail arrives; a complaint or an answer comes after twice that. */
  readonly deliveredAfterMs?: number | undefined;
  /** Is this address or domain a verified identity? Domains in lower case. */
  readonly isVerified: (identity: string) => boolean;
  /** Takes the simulator's out-of-office answers; without it they go nowhere. */
  readonly deliver?: (envelope: Envelope, raw: Buffer) => Promise<unknown>;
  /** A topic policy kept SES from publishing. */
  readonly onDenied: (sentence: string) => void;
  readonly onFailed: (sentence: string) => void;
}

export type Injection =
  /** `destinations` = topics the event goes to; 0 when the mail's configuration set publishes no such events. */
  | { readonly kind: 'planned'; readonly destinations: number }
  | { readonly kind: 'unknown-message'; readonly message: string }
  | { readonly kind: 'invalid'; readonly message: string };

export interface Outbound {
  readonly account: Account;
  readonly outbox: Outbox;
  readonly suppression: SuppressionList;
  readonly limits: SendingLimits;
  /** Publishes SES's one validation message to each destination. Throws when a policy does not let it. */
  deploy(): Promise<void>;
  /** Takes a message and answers its id; throws AwsError for what SES refuses. */
  send(message: OutgoingMessage, operation: string, caller: Caller): string;
  /** `POST /local/ses/events`. */
  inject(body: unknown): Injection;
  stop(): void;
}

const callerIdentity = ({ principal, functionName }: Caller): string =>
  principal.kind === 'role' ? principal.roleArn.slice(principal.roleArn.lastIndexOf('/') + 1) : functionName;

const addressesOf = (list: unknown): string[] =>
  Array.isArray(list)
    ? list.flatMap((entry: unknown) =>
        typeof entry === 'object' && entry !== null && 'emailAddress' in entry ? [String(entry.emailAddress)] : [],
      )
    : [];

export const makeOutbound = (options: OutboundOptions): Outbound => {
  const { state, clock, random, deliveredAfterMs = DELIVERED_AFTER_MS } = options;
  const sets = readConfigurationSets(options.stack);
  const account = makeAccount(state);
  const outbox = makeOutbox(state);
  const suppression = makeSuppressionList(state);
  const publisher = makeEventPublisher(options);
  const once = makeOnce(state);
  const history = outbox.countedSince(clock.now() - DAY_MS);
  const limits = makeSendingLimits({ now: clock.now, settings: account.settings, history });

  const destinationsOf = (set: ConfigurationSet | undefined, kind: PendingEvent['kind']) =>
    (set?.destinations ?? []).filter(
      ({ enabled, eventTypes }) => enabled && kind !== 'AutoReply' && eventTypes.has(kind),
    );

  /** "When any email results in a hard bounce or complaint, SES adds the address to the list"; the simulator's never are. */
  const suppress = (event: Record<string, unknown>, set: ConfigurationSet | undefined) => {
    const { bounce, complaint } = event;
    const put = (address: string, reason: 'BOUNCE' | 'COMPLAINT') => {
      if (!isSimulator(address)) suppression.add(address, reason, set, clock.now());
    };
    if (typeof bounce === 'object' && bounce !== null && 'bouncedRecipients' in bounce && 'bounceType' in bounce) {
      if (bounce.bounceType === 'Permanent')
        for (const address of addressesOf(bounce.bouncedRecipients)) put(address, 'BOUNCE');
    }
    if (typeof complaint === 'object' && complaint !== null && 'complainedRecipients' in complaint) {
      for (const address of addressesOf(complaint.complainedRecipients)) put(address, 'COMPLAINT');
    }
  };

  const perform = async (pending: PendingEvent): Promise<void> => {
    const mail = outbox.find(pending.messageId);
    if (mail === undefined) return;
    const now = clock.now();
    if (pending.kind === 'AutoReply') {
      const reply = autoReply(mail, pending.recipients[0] ?? '', now);
      await options.deliver?.(reply.envelope, reply.raw);
      return;
    }
    const { recipients, detail } = pending;
    const occasion = { recipients, detail, feedbackId: newMessageId(now, random), sentAt: mail.at, now };
    const event = buildEvent(pending.kind, JSON.parse(mail.mail), occasion);
    const set = mail.configurationSet === undefined ? undefined : sets.get(mail.configurationSet);
    suppress(event, set);
    for (const destination of destinationsOf(set, pending.kind)) {
      const denial = set && (await publisher.publish(set, destination, JSON.stringify(event)));
      if (denial !== undefined) options.onDenied(denial);
    }
  };
  const pending = makePendingEvents({ ...options, perform });

  const demandSet = (name: string): ConfigurationSet => {
    const set = sets.get(name);
    if (set === undefined)
      throw new AwsError('ConfigurationSetDoesNotExist', 400, `Configuration set <${name}> does not exist.`);
    if (!set.sendingEnabled) {
      const sentence = `Email sending is disabled for the configuration set <${name}>.`;
      throw new AwsError('ConfigurationSetSendingPausedException', 400, sentence);
    }
    return set;
  };

  /** SES guide, "Email sending errors"; the region is in capitals on the wire. */
  const demandVerified = (senders: readonly string[]) => {
    const failed = senders.filter((sender) => coveringIdentity(sender, options.isVerified) === undefined);
    if (failed.length === 0) return;
    const check = 'Email address is not verified. The following identities failed the check in region US-EAST-1:';
    throw new AwsError('MessageRejected', 400, `${check} ${failed.join(', ')}`);
  };

  const plan = (
    message: OutgoingMessage,
    messageId: string,
    set: ConfigurationSet | undefined,
    raw: Buffer,
    at: number,
  ) => {
    const add = (kind: PendingEvent['kind'], recipients: readonly string[], delayMs: number, detail = {}) =>
      pending.add({ messageId, kind, recipients, detail, dueAt: at + delayMs });
    const { sendEventDelayMs, sendEventLoss } = account.settings();
    if (random.next() >= sendEventLoss) add('Send', message.recipients, sendEventDelayMs);
    if (holdsVirus(raw)) {
      add('Reject', message.recipients, deliveredAfterMs);
      return;
    }
    const suppressedFor = (address: string) => suppression.suppressedFor(address, set);
    for (const { kind, recipients, detail } of fatesOf(message.recipients, suppressedFor)) {
      const delayMs = kind === 'Delivery' || kind === 'Bounce' ? deliveredAfterMs : 2 * deliveredAfterMs;
      add(kind, recipients, delayMs, detail);
    }
  };

  return {
    account,
    outbox,
    suppression,
    limits,
    deploy: async () => {
      for (const set of sets.values()) {
        for (const destination of set.destinations) {
          await once(`event-destination ${set.name} ${destination.name} ${destination.topicArn}`, async () => {
            const denial = await publisher.validate(set, destination);
            if (denial === undefined) return;
            options.onDenied(denial);
            throw new AwsError(
              'InvalidSNSDestination',
              400,
              `Could not publish to SNS topic ${destination.topicArn}: ${denial}`,
            );
          });
        }
      }
    },
    send: (message, operation, caller) => {
      const set = message.configurationSet === undefined ? undefined : demandSet(message.configurationSet);
      demandVerified(message.senders);
      const counted = message.recipients.filter((address) => !isSimulator(address)).length;
      const excess = limits.take(message.recipients.length, counted);
      if (excess !== undefined) throw new AwsError('Throttling', 400, excess);
      const at = clock.now();
      const messageId = newMessageId(at, random);
      const identity = coveringIdentity(message.from, options.isVerified) ?? message.from;
      const mail = mailObject({ message, messageId, operation, identity, callerIdentity: callerIdentity(caller), at });
      const raw = message.rewrite(messageId, at);
      state.exec('BEGIN IMMEDIATE');
      try {
        outbox.add({
          ...message,
          messageId,
          functionName: caller.functionName,
          mail: JSON.stringify(mail),
          raw,
          at,
          counted,
        });
        plan(message, messageId, set, raw, at);
        state.exec('COMMIT');
      } catch (error) {
        state.exec('ROLLBACK');
        throw error;
      }
      pending.arm();
      return messageId;
    },
    inject: (body) => {
      const read = readInjectedEvent(body);
      if (read.kind === 'invalid') return read;
      const mail = outbox.find(read.messageId);
      if (mail === undefined) {
        return { kind: 'unknown-message', message: `messageId: no mail ${read.messageId} is in the outbox.` };
      }
      const { messageId, type, recipients = mail.recipients, detail } = read;
      pending.add({ messageId, kind: type, recipients, detail, dueAt: clock.now() });
      pending.arm();
      const set = mail.configurationSet === undefined ? undefined : sets.get(mail.configurationSet);
      return { kind: 'planned', destinations: destinationsOf(set, type).length };
    },
    stop: pending.stop,
  };
};

/** `0100016d07eb7477-8e1938ce-475e-4e4b-89cb-...-000000`: the time in hexadecimal milliseconds and a UUID. */
const newMessageId = (now: number, random: Random): string =>
  `0100${Math.floor(now).toString(16).padStart(12, '0')}-${random.uuid()}-000000`;
