/** From a wanted mail to an accepted one, whatever an earlier try of the same request left behind. */
import { refuseFollowUpAt } from '../../domain/sending/follow-up.ts';
import type { OutgoingMail } from '../../domain/sending/outgoing-mail.ts';
import type { Ids } from '../../ports/clock.ts';
import type { Begun } from '../../ports/idempotency.ts';
import type { TenantProfile } from '../../ports/tenants.ts';
import type { DraftMail, DraftOutcome, WantedMail } from './draft-mail.ts';
import type { makeSubmitMail, SubmitOutcome, Wishes } from './submit-mail.ts';

export type AcceptOutcome =
  | { readonly kind: 'accepted'; readonly mail: OutgoingMail }
  | Extract<SubmitOutcome, { kind: 'over-quota' }>
  | Extract<DraftOutcome, { kind: 'invalid' }>;

/** Each try of one request that was given up on needs another id; more than that many is a client in a crash loop. */
export const MAX_GENERATIONS = 20;

/** Of the mail that a request becomes; 0: the first try. */
export const idOfTry = (
  ids: Pick<Ids, 'derived'>,
  { id, atMs }: { readonly id: string; readonly atMs: number },
  generation: number,
): string => (generation === 0 ? id : ids.derived(atMs, id, String(generation)));

export const makeAcceptMail =
  (deps: {
    readonly ids: Pick<Ids, 'derived'>;
    readonly draftMail: DraftMail;
    readonly submitMail: ReturnType<typeof makeSubmitMail>;
  }) =>
  async (
    profile: TenantProfile,
    user: string,
    begun: Extract<Begun, { kind: 'go' }>,
    wanted: WantedMail,
    wishes: Wishes,
  ): Promise<AcceptOutcome> => {
    const { followUpAt, sendAt } = wanted;
    const refused = followUpAt === undefined ? undefined : refuseFollowUpAt(followUpAt, begun.atMs, sendAt);
    if (refused !== undefined) return { kind: 'invalid', field: 'followUpAt', message: refused };
    let mailId = begun.id;
    for (let generation = 1; generation <= MAX_GENERATIONS; generation += 1) {
      const drafted = await deps.draftMail(profile, user, mailId, wanted);
      if (drafted.kind === 'invalid') return drafted;
      const submitted = await deps.submitMail(drafted.draft, drafted.content, profile.plan, begun.atMs, wishes);
      if (submitted.kind !== 'abandoned') return submitted;
      mailId = idOfTry(deps.ids, begun, generation);
    }
    return {
      kind: 'invalid',
      field: 'Idempotency-Key',
      message: 'too many tries of this request were cut off; use a new key',
    };
  };

export type AcceptMail = ReturnType<typeof makeAcceptMail>;
