/** Rules that wake something, and alarms that watch something. */
import { AwsError } from '../../kernel/aws.ts';
import { busEvent } from '../../services/events/event.ts';
import { compilePattern } from '../../services/events/pattern.ts';
import { asList, isRecord, memberAt, textAt } from '../json.ts';
import { alarmsOf } from './deliveries.ts';
import { isElsewhere } from './dimensions.ts';
import type { WiringCheck } from './view.ts';

const EVENT_MEMBERS = new Set(
  Object.keys(busEvent({ id: '', detailType: '', source: '', at: 0, resources: [], detail: {} })),
);

const patternFaults = (pattern: unknown): string[] => {
  try {
    compilePattern(pattern);
  } catch (error) {
    if (error instanceof AwsError) return [error.message];
    throw error;
  }
  const unknown = Object.keys(isRecord(pattern) ? pattern : {}).filter(
    (name) => name !== '$or' && !EVENT_MEMBERS.has(name),
  );
  return unknown.map(
    (name) => `no event has a member "${name}", so its pattern never matches; use ${[...EVENT_MEMBERS].join(', ')}.`,
  );
};

export const rules: WiringCheck = ({ stack }) =>
  stack.ofType('AWS::Events::Rule').flatMap(({ logicalId, properties }) => {
    const bus = textAt(properties, 'EventBusName') || 'default';
    const known =
      bus === 'default' ||
      stack.ofType('AWS::Events::EventBus').some(({ ref, attributes }) => ref === bus || attributes['Arn'] === bus);
    const faults: string[] = [];
    if (!known) faults.push(`${logicalId}: its event bus ${bus} is not in this stack.`);
    if (asList(properties['Targets']).length === 0)
      faults.push(`${logicalId}: the rule has no target, so it wakes nothing.`);
    if (properties['ScheduleExpression'] === undefined && properties['EventPattern'] === undefined) {
      faults.push(`${logicalId}: the rule has neither a schedule nor an event pattern; AWS refuses it.`);
    }
    if (properties['ScheduleExpression'] !== undefined && bus !== 'default') {
      faults.push(`${logicalId}: schedules run on the default event bus only; leave EventBusName out.`);
    }
    if (properties['EventPattern'] !== undefined)
      faults.push(...patternFaults(properties['EventPattern']).map((fault) => `${logicalId}: ${fault}`));
    return faults;
  });

export const alarmDimensions: WiringCheck = (view) =>
  alarmsOf(view).flatMap(({ logicalId, properties }) => {
    const metrics = [
      properties,
      ...asList(properties['Metrics']).flatMap((metric) => asList(memberAt(metric, 'MetricStat', 'Metric'))),
    ];
    return metrics
      .flatMap((metric) => asList(memberAt(metric, 'Dimensions')))
      .filter((dimension) => isElsewhere(view, textAt(dimension, 'Name'), textAt(dimension, 'Value')))
      .map(
        (dimension) =>
          `${logicalId}: it watches ${textAt(dimension, 'Name')} "${textAt(dimension, 'Value')}", which is not in this stack, so it would never ring.`,
      );
  });
