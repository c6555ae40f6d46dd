/** What a mail would come to with a rule that is not saved: its outcome, the values the rule reads and sets, and whose it would be (FEATURES 41). For try-rule.ts. */
import type { Outcome, TouchedRecord } from '../../domain/mailroom/outcome.ts';
import type { Reason } from '../../domain/mailroom/reason.ts';
import type { Fields } from '../../domain/record/record.ts';
import type { RuleMatch } from '../../domain/rules/match-rule.ts';
import type { RuleAction } from '../../domain/rules/rule.ts';
import type { DryAct, DryOutcome } from './dry-act.ts';
import { wantedFields } from './wanted-fields.ts';

export interface Would {
  /** Null: none is done. */
  readonly action: string | null;
  readonly outcome: Outcome['kind'];
  readonly records: readonly {
    readonly module: string;
    readonly id: string | null;
    readonly did: TouchedRecord['did'];
  }[];
  readonly fields: Fields;
  /** Id of a user or a group; null: nothing is made. */
  readonly owner: string | null;
  readonly reason: Reason | null;
}

export interface WouldDo {
  readonly would: Would;
  /** False: the mail goes its way without any rule. */
  readonly byRule: boolean;
}

export type AskWouldDo = (
  match: RuleMatch,
  input: Omit<Parameters<DryAct>[0], 'matches'>,
  mayShow: boolean,
) => Promise<WouldDo>;

const isByRule = ({ outcome }: DryOutcome): boolean => outcome.kind !== 'quarantined' && outcome.ruleId !== undefined;

const mainOf = ({ outcome, made }: DryOutcome) => {
  const [first] = outcome.kind === 'acted' ? outcome.records : [];
  return made.find(({ module, id }) => module === first?.module && id === first.id);
};

/** As the record has them that would be made; of one that is there nothing changes, and what was read is shown. */
const fieldsOf = (match: RuleMatch, does: RuleAction, input: Parameters<DryAct>[0], dry: DryOutcome): Fields => {
  if (does.type === 'archive') return {};
  const { fixed, fromBody } = wantedFields({ ...match, rule: { ...match.rule, action: does } }, input.mail.message);
  const main = mainOf(dry);
  const wanted = Object.entries({ ...fromBody, ...fixed });
  return Object.fromEntries(
    main === undefined
      ? wanted
      : wanted.flatMap(([field]) => Object.entries(main.fields).filter(([key]) => key === field)),
  );
};

export const makeWouldDo =
  (dryAct: DryAct): AskWouldDo =>
  async (match, input, mayShow) => {
    const { followUpAction, ...plain } = match.rule;
    const asNew = { ...input, matches: [{ ...match, rule: plain }] };
    const asReply = { ...input, matches: [match] };
    const first = await dryAct(asNew);
    // Without the follow-up action a reply passes the rule by.
    const second = isByRule(first) || followUpAction === undefined ? first : await dryAct(asReply);
    const byRule = isByRule(second);
    const does = isByRule(first) ? plain.action : followUpAction;
    const { outcome } = second;
    const records = outcome.kind === 'acted' ? outcome.records : [];
    const owner = mainOf(second)?.fields['owner'];
    return {
      byRule,
      would: {
        action: outcome.kind === 'quarantined' ? null : (outcome.action ?? (byRule ? (does?.type ?? null) : null)),
        outcome: outcome.kind,
        records: records.map(({ module, id, did }) => ({ module, id: did === 'created' ? null : id, did })),
        fields: byRule && mayShow && does !== undefined ? fieldsOf(match, does, asNew, second) : {},
        owner: typeof owner === 'string' ? owner : null,
        reason: outcome.kind === 'acted' ? null : outcome.reason,
      },
    };
  };
