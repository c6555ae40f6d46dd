/** How Lambda's pollers and the HTTP API report what AWS would bill; the usage meter implements it. */
import type { Units } from '#local/kernel/aws.ts';

export type Count = (
  units: readonly Units[],
  by: { readonly service: string; readonly operation: string; readonly functionName: string },
) => void;
