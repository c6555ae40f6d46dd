/**
 * Every event bus of the stack, and the account's default one, with the rules on them. An event has reached every queue that a rule sends it to
 * when `put` returns. Functions publish over HTTP through events.ts.
 */
import type { Clock } from '#local/kernel/clock.ts';
import type { Random } from '#local/kernel/random.ts';
import type { DeployedResource } from '#local/kernel/resources.ts';
import type { Deliver } from './delivery.ts';
import { checkEntry, type Entry, type EntryError } from './entries.ts';
import { busEvent } from './event.ts';
import { invalidRequest, notEmulated } from './refusals.ts';
import { busArn, DEFAULT_BUS, hasPattern, type PatternRule, readBus, readPatternRule } from './settings.ts';

export interface Buses {
  /**
   * For `AWS::Events::EventBus` and `AWS::Events::Rule`, in any order; a rule with a schedule is left to local/lambda/schedules.ts. Throws
   * AwsError for what EventBridge refuses or is not emulated.
   */
  declare(resource: DeployedResource): void;
  /** After the last declare: throws when a rule names a bus that does not exist. */
  checkDeclared(): void;
  /** `by` names the publisher in sentences for people. */
  put(entry: Entry, by: string): { readonly EventId: string } | EntryError;
}

export interface BusesOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly deliver: Deliver;
  /** An event that EventBridge takes and drops, in a sentence. */
  readonly onDenied: (sentence: string) => void;
}

/** "Free-form string, with a maximum of 128 characters". */
const LONGEST_DETAIL_TYPE = 128;

export const makeBuses = ({ clock, random, deliver, onDenied }: BusesOptions): Buses => {
  const buses = new Set([busArn(DEFAULT_BUS)]);
  const rules: PatternRule[] = [];

  /** EventBridge answers an id to these too and nothing comes of them, so that the mistake shows nowhere: https://github.com/aws/aws-sdk/issues/186 */
  const dropped = (bus: string, detailType: string): string | undefined => {
    if (!buses.has(bus)) return `there is no event bus ${bus} in this stack`;
    return detailType.length > LONGEST_DETAIL_TYPE
      ? `its detail type is longer than ${LONGEST_DETAIL_TYPE} characters`
      : undefined;
  };

  return {
    declare: (resource) => {
      if (resource.type === 'AWS::Events::EventBus') buses.add(readBus(resource));
      else if (resource.type !== 'AWS::Events::Rule')
        throw notEmulated(`${resource.logicalId}: EventBridge has no resources of type ${resource.type}.`);
      else if (hasPattern(resource)) rules.push(readPatternRule(resource));
    },
    checkDeclared: () => {
      for (const rule of rules)
        if (!buses.has(rule.busArn))
          throw invalidRequest(
            `Rule ${rule.name}: the event bus ${rule.busArn} does not exist; add it to the template.`,
          );
    },
    put: (entry, by) => {
      const read = checkEntry(entry);
      if ('ErrorCode' in read) return read;
      const EventId = random.uuid();
      const bus = busArn(entry.EventBusName ?? DEFAULT_BUS);
      const why = dropped(bus, read.detailType);
      if (why !== undefined) {
        onDenied(
          `${by} put an event "${read.detailType.slice(0, LONGEST_DETAIL_TYPE)}" that EventBridge takes and drops: ${why}.`,
        );
        return { EventId };
      }
      const at = entry.Time === undefined ? clock.now() : entry.Time * 1000;
      const event = busEvent({ ...read, id: EventId, at, resources: entry.Resources });
      const body = JSON.stringify(event);
      for (const rule of rules)
        if (rule.isEnabled && rule.busArn === bus && rule.matches(event))
          for (const target of rule.targets) deliver(rule, target, body);
      return { EventId };
    },
  };
};
