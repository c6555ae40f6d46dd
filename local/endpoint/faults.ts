/** Faults by plan (CONTRACT, POST /local/faults): which call of which function fails, and how. */
import * as z from 'zod';
import type { AwsCall } from '../kernel/aws.ts';

export const FAULT_KINDS = ['kill-before', 'kill-after', 'error', 'throttle', 'timeout'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export const FaultPlan = z.strictObject({
  function: z.string().optional(),
  service: z.string().optional(),
  operation: z.string().optional(),
  /** Counts matching calls from planting on, over all invocations. */
  nth: z.int().min(1),
  kind: z.enum(FAULT_KINDS),
  times: z.int().min(1).default(1),
});

export type FaultPlan = z.output<typeof FaultPlan>;

export interface Faults {
  plant(plan: FaultPlan): void;
  clear(): void;
  list(): readonly (FaultPlan & { readonly fired: number })[];
  /** Counts this call for every plan it matches and answers the first fault that is due; asked once per call. */
  next(functionName: string, call: AwsCall): FaultKind | undefined;
}

interface Planted {
  readonly plan: FaultPlan;
  seen: number;
  fired: number;
}

const matches = ({ plan }: Planted, functionName: string, call: AwsCall) =>
  (plan.function === undefined || plan.function === functionName) &&
  (plan.service === undefined || plan.service === call.service) &&
  (plan.operation === undefined || plan.operation === call.operation);

export const makeFaults = (): Faults => {
  let planted: Planted[] = [];
  return {
    plant: (plan) => planted.push({ plan, seen: 0, fired: 0 }),
    clear: () => {
      planted = [];
    },
    list: () => planted.map(({ plan, fired }) => ({ ...plan, fired })),
    next: (functionName, call) => {
      let due: Planted | undefined;
      for (const candidate of planted.filter((one) => matches(one, functionName, call))) {
        candidate.seen += 1;
        const { nth, times } = candidate.plan;
        if (due === undefined && candidate.seen >= nth && candidate.seen < nth + times) due = candidate;
      }
      if (due === undefined) return undefined;
      due.fired += 1;
      return due.plan.kind;
    },
  };
};
