/**
 * SES as a receiver of mail: the SMTP listener (local/smtp/) and tests hand mails in, receipt rules say what happens.
 * `accepted` is answered only after every action of every matching rule is done and durable: the client forgets the mail then. Anything
 * that fails before is 451, the client keeps the mail and tries again; what was stored until then is a duplicate for the functions to see.
 */
import { type Authorizer, AwsError, type Units } from '#local/kernel/aws.ts';
import type { Clock } from '#local/kernel/clock.ts';
import type { Random } from '#local/kernel/random.ts';
import type { DeployedStack } from '#local/kernel/resources.ts';
import { readFact, type State, writeFact } from '#local/kernel/state.ts';
import { readHeaderSection } from './header-fields.ts';
import { makeOnce } from './once.ts';
import type { CountUnits, ObjectStore, TopicPublisher } from './ports.ts';
import { ActionDenied, makeReceiptActions } from './receipt-actions.ts';
import { matchesRecipient, type ReceiptRule, readReceiptRules } from './receipt-rules.ts';
import { addedFields, judge, newInboundId, type SmtpClient } from './received-object.ts';
import { setupMail } from './setup-mail.ts';

/** SES quotas: "Maximum email size (including headers) that can be stored in an Amazon S3 bucket: 40 MB". */
export const MOST_MAIL_BYTES = 40 * 1024 * 1024;
/** RFC 5321 section 4.5.3.1.8: a server takes at least 100 recipients; SES documents no other number. */
export const MOST_RECIPIENTS = 100;
/** SES pricing: incoming mail is billed per mail and per *complete* 256 KB; a mail of 255 KB has no chunk. */
const CHUNK_BYTES = 256 * 1024;

export interface Envelope {
  /** Empty for the null reverse path of a delivery report. */
  readonly from: string;
  readonly to: readonly string[];
}

/** `text` without the enhanced status code, which follows from `code`. */
export interface Refusal {
  readonly kind: 'refused';
  readonly code: number;
  readonly text: string;
}

export type Received = { readonly kind: 'accepted'; readonly messageId: string } | Refusal;

export interface Inbound {
  /** Does what SES does when rules are created: writes to bucket and topic, once. Throws when a policy does not let it. */
  deploy(): Promise<void>;
  /** SetActiveReceiptRuleSet; undefined = none. Survives a restart. Throws AwsError for a set that does not exist. */
  activate(ruleSetName: string | undefined): void;
  active(): string | undefined;
  /** Why this recipient is refused at RCPT; undefined = taken. */
  refusal(recipient: string, secure: boolean): Refusal | undefined;
  receive(envelope: Envelope, raw: Buffer, client?: SmtpClient): Promise<Received>;
}

const refused = (code: number, text: string): Refusal => ({ kind: 'refused', code, text });
const ACTIVE_FACT = 'ses.active-receipt-rule-set';
const LOCAL_CLIENT: SmtpClient = { helo: 'localhost', address: '127.0.0.1', secure: true };

/** S3 and SNS look further than their resource policies, at the key that encrypts for one. */
const isDenial = (error: unknown): boolean =>
  error instanceof AwsError && ['AuthorizationError', 'AccessDenied'].includes(error.code);

const unitsOf = (sizeBytes: number): Units[] => {
  const chunks = Math.floor(sizeBytes / CHUNK_BYTES);
  const mail = { unit: 'SesInboundMail', amount: 1 };
  return chunks === 0 ? [mail] : [mail, { unit: 'SesInboundChunk', amount: chunks }];
};

export const makeInbound = (options: {
  stack: Pick<DeployedStack, 'ofType'>;
  state: State;
  clock: Pick<Clock, 'now'>;
  random: Random;
  authorizer: Authorizer;
  objects: ObjectStore;
  topics: TopicPublisher;
  /** Is this domain a verified identity? Asked for rules without recipients. */
  isVerified: (domain: string) => boolean;
  count: CountUnits;
  /** A resource policy kept SES from a bucket or topic. */
  onDenied: (sentence: string) => void;
  /** Anything else that kept a mail from being received. */
  onFailed: (sentence: string) => void;
}): Inbound => {
  const { state, clock, random } = options;
  const sets = readReceiptRules(options.stack);
  const once = makeOnce(state);
  const carryOut = makeReceiptActions({ ...options, now: clock.now });
  const stored = readFact(state, ACTIVE_FACT);
  let active = stored !== undefined && sets.has(stored) ? stored : undefined;

  const activeRules = (): readonly ReceiptRule[] =>
    (active === undefined ? [] : (sets.get(active) ?? [])).filter((rule) => rule.enabled);
  const matches = (rule: ReceiptRule, recipient: string) => matchesRecipient(rule, recipient, options.isVerified);

  const refusal = (recipient: string, secure: boolean): Refusal | undefined => {
    const rules = activeRules().filter((rule) => matches(rule, recipient));
    if (rules.length === 0) return refused(550, 'Requested action not taken: mailbox unavailable');
    // RFC 3207 section 4: 530 until the client has issued STARTTLS.
    if (!secure && rules.some((rule) => rule.requiresTls)) return refused(530, 'Must issue a STARTTLS command first');
    return undefined;
  };

  const runRules = async (envelope: Envelope, raw: Buffer, client: SmtpClient): Promise<string> => {
    const receivedAt = clock.now();
    const messageId = newInboundId(receivedAt, random);
    const section = readHeaderSection(raw);
    for (const rule of activeRules()) {
      const recipients = envelope.to.filter((recipient) => matches(rule, recipient));
      const [recipient] = recipients;
      if (recipient === undefined) continue;
      const { fields } = section;
      const verdicts = judge(raw, fields, rule.scan);
      const added = Buffer.from(
        addedFields({ id: messageId, from: envelope.from, recipient, client, verdicts, fields, now: receivedAt }),
      );
      const mail = {
        messageId,
        source: envelope.from,
        recipients,
        body: Buffer.concat([added, raw]),
        section: { ...section, fields: [...readHeaderSection(added).fields, ...fields] },
        verdicts,
        receivedAt,
      };
      for (const action of rule.actions) await carryOut(rule, action, mail);
    }
    return messageId;
  };

  const report = (error: unknown) => {
    const sentence = error instanceof Error ? error.message : String(error);
    if (error instanceof ActionDenied || isDenial(error)) options.onDenied(sentence);
    else options.onFailed(`SES could not store a received mail: ${sentence}`);
  };

  return {
    deploy: async () => {
      for (const rule of [...sets.values()].flat()) {
        for (const [index, action] of rule.actions.entries()) {
          await once(`receipt-rule ${rule.ruleSet} ${rule.name} ${index} ${JSON.stringify(action)}`, async () => {
            try {
              await carryOut(rule, action, setupMail(clock.now(), action.bucket));
            } catch (error) {
              report(error);
              throw error;
            }
          });
        }
      }
    },
    activate: (ruleSetName) => {
      if (ruleSetName !== undefined && !sets.has(ruleSetName)) {
        throw new AwsError('RuleSetDoesNotExist', 400, `There is no receipt rule set ${ruleSetName} in the stack.`);
      }
      writeFact(state, ACTIVE_FACT, ruleSetName ?? '');
      active = ruleSetName;
    },
    active: () => active,
    refusal,
    receive: async (envelope, raw, client = LOCAL_CLIENT) => {
      if (raw.length > MOST_MAIL_BYTES)
        return refused(552, `Message exceeds the maximum size of ${MOST_MAIL_BYTES} bytes`);
      if (envelope.to.length === 0) return refused(503, 'No recipients');
      if (envelope.to.length > MOST_RECIPIENTS) return refused(452, 'Too many recipients');
      for (const recipient of envelope.to) {
        const reason = refusal(recipient, client.secure);
        if (reason !== undefined) return reason;
      }
      try {
        const messageId = await runRules(envelope, raw, client);
        options.count('ReceiveMail', unitsOf(raw.length));
        return { kind: 'accepted', messageId };
      } catch (error) {
        report(error);
        return refused(451, 'Requested action aborted: local error in processing');
      }
    },
  };
};
