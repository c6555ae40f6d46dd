/** Dashboards: a graph of something that is not there looks like one of something that is quiet. */
import { asList, memberAt, textAt } from '../json.ts';
import { isElsewhere } from './dimensions.ts';
import type { WiringCheck, WiringView } from './view.ts';

/**
 * `[namespace, metric, name, value, ..., options]` (CloudWatch API reference, "Dashboard body structure and syntax"). Its shorthands `.` and `...`
 * repeat the row above; an expression has nothing but options.
 */
const rowFaults = (view: WiringView, row: readonly unknown[]): string[] => {
  const words = row.filter((word) => typeof word === 'string');
  if (words.includes('.') || words.includes('...'))
    return ['a metric is written with "." or "..."; write it out, or nobody checks what it shows.'];
  const dimensions = words.slice(2);
  if (words.length === 1 || dimensions.length % 2 === 1)
    return [`the metric ${JSON.stringify(words)} is not a namespace, a name and pairs of dimensions; AWS refuses it.`];
  return dimensions.flatMap((name, index) => {
    const value = dimensions[index + 1] ?? '';
    if (index % 2 === 1 || !isElsewhere(view, name, value)) return [];
    return [`it shows ${name} "${value}", which is not in this stack, so the graph would stay empty.`];
  });
};

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
};

const bodyFaults = (view: WiringView, body: string): string[] => {
  const widgets = memberAt(parsed(body), 'widgets');
  if (!Array.isArray(widgets)) return ['its DashboardBody is no JSON object with a list of widgets; AWS refuses it.'];
  return widgets
    .flatMap((widget: unknown) => asList(memberAt(widget, 'properties', 'metrics')))
    .flatMap((row) => (Array.isArray(row) ? rowFaults(view, row) : ['a metric is no list; AWS refuses it.']));
};

export const dashboards: WiringCheck = (view) =>
  view.stack.ignored
    .filter(({ type }) => type === 'AWS::CloudWatch::Dashboard')
    .flatMap(({ logicalId, properties }) =>
      bodyFaults(view, textAt(properties, 'DashboardBody')).map((fault) => `${logicalId}: ${fault}`),
    );
