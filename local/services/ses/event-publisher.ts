/** Publishes one event of a sent mail to the topics of its configuration set; SES does it under its own name, so topic policies decide. */
import { configurationSetArn } from '#local/iam/source-arns.ts';
import { ACCOUNT_ID, type Authorizer } from '#local/kernel/aws.ts';
import type { ConfigurationSet, EventDestination } from './configuration-sets.ts';
import { EVENT_SUBJECT } from './event-shape.ts';
import { SES_PRINCIPAL, type TopicPublisher } from './ports.ts';

/** What SES publishes, once, when a destination is made. Not JSON: a consumer must expect it. */
const VALIDATION_MESSAGE = 'Successfully validated SNS topic for Amazon SES event publishing.';

export interface EventPublisher {
  /** Resolves with the sentence of a denial. */
  publish(set: ConfigurationSet, destination: EventDestination, message: string): Promise<string | undefined>;
  validate(set: ConfigurationSet, destination: EventDestination): Promise<string | undefined>;
}

export const makeEventPublisher = (options: { authorizer: Authorizer; topics: TopicPublisher }): EventPublisher => {
  const publish = async (set: ConfigurationSet, { topicArn }: EventDestination, message: string) => {
    const sourceArn = configurationSetArn(set.name);
    const context = { 'aws:SourceAccount': ACCOUNT_ID, 'aws:SourceArn': sourceArn };
    const denial = options.authorizer.denial({
      principal: SES_PRINCIPAL,
      action: 'sns:Publish',
      resource: topicArn,
      context,
    });
    if (denial !== undefined) return denial;
    await options.topics.publish({ topicArn, message, subject: EVENT_SUBJECT, principal: SES_PRINCIPAL, sourceArn });
    return undefined;
  };
  return { publish, validate: (set, destination) => publish(set, destination, VALIDATION_MESSAGE) };
};
