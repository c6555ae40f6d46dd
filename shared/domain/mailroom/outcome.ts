/** How a (mail, mailbox) ended. Exactly one per mail and mailbox, recorded once (ARCHITECTURE, In). */
import type { ActionType } from './default-actions.ts';
import type { Reason } from './reason.ts';

export interface TouchedRecord {
  readonly module: string;
  readonly id: string;
  readonly did: 'created' | 'attached' | 'updated';
}

export type Outcome =
  | { readonly kind: 'acted'; readonly action: ActionType; readonly records: readonly TouchedRecord[] }
  | { readonly kind: 'skipped'; readonly action?: ActionType; readonly reason: Reason }
  | { readonly kind: 'quarantined'; readonly reason: Reason };
