/** How a (mail, mailbox) ended. Exactly one per mail and mailbox, recorded once (ARCHITECTURE, In). */
import type { RuleActionType } from '../rules/rule.ts';
import type { Reason } from './reason.ts';

export interface TouchedRecord {
  readonly module: string;
  readonly id: string;
  readonly did: 'created' | 'attached' | 'updated';
}

export type Outcome =
  | {
      readonly kind: 'acted';
      readonly action: RuleActionType;
      readonly records: readonly TouchedRecord[];
      /** Of the rule that fired; absent: the mailbox's own action, or a reply of a known thread. */
      readonly ruleId?: string;
      /** A machine may have written it that does not say so, or we ourselves: nobody answers it by a machine (FEATURES 33). */
      readonly looksLikeLoop?: true;
    }
  | { readonly kind: 'skipped'; readonly action?: RuleActionType; readonly reason: Reason; readonly ruleId?: string }
  | { readonly kind: 'quarantined'; readonly reason: Reason };
