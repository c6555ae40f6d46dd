/** An event as rules match it and targets receive it: "Event structure reference" (EventBridge User Guide). */
import { ACCOUNT_ID, REGION } from '#local/kernel/aws.ts';

export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

export const busEvent = (given: {
  readonly id: string;
  readonly detailType: string;
  readonly source: string;
  /** ms */
  readonly at: number;
  readonly resources: readonly string[];
  readonly detail: unknown;
}): BusEvent => ({
  version: '0',
  id: given.id,
  'detail-type': given.detailType,
  source: given.source,
  account: ACCOUNT_ID,
  // Whole seconds, also when the publisher gave milliseconds.
  time: new Date(given.at).toISOString().replace(/\.\d{3}Z$/, 'Z'),
  region: REGION,
  resources: given.resources,
  detail: given.detail,
});
