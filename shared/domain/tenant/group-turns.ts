/** Whose turn it is in a group. Pure: shared/app/mailroom/choose-owner.ts reads the turns, asks here and writes them over what it read. */

export interface Claim {
  readonly mailId: string;
  readonly member: string;
}

export interface GroupTurns {
  /** Members who had a turn, the longest ago first. */
  readonly served: readonly string[];
  /** Oldest first. A mail that is tried again takes the member it took. */
  readonly claims: readonly Claim[];
}

export const NO_TURNS: GroupTurns = { served: [], claims: [] };

/**
 * Claims of mails that are not dealt with yet. A receiving queue has far fewer in hand; an outage that leaves more of them half done costs the oldest ones their
 * memory: tried again, they take another turn.
 */
export const MAX_CLAIMS = 200;

export const claimantOf = ({ claims }: GroupTurns, mailId: string): string | undefined =>
  claims.find((claim) => claim.mailId === mailId)?.member;

/** Who never had a turn comes first, in the order of the group. */
const byWaiting = ({ served }: GroupTurns, members: readonly string[]): readonly string[] =>
  members.toSorted((a, b) => served.indexOf(a) - served.indexOf(b));

/** Undefined: nobody to choose from. */
export const longestWaiting = (turns: GroupTurns, members: readonly string[]): string | undefined =>
  byWaiting(turns, members)[0];

/** @param busyOf open cases of a member; of equally busy ones it is who waited longest */
export const leastBusy = (
  turns: GroupTurns,
  members: readonly string[],
  busyOf: (member: string) => number,
): string | undefined => byWaiting(turns, members).toSorted((a, b) => busyOf(a) - busyOf(b))[0];

/**
 * The member's open cases, told by the mails that made them, with those that are still being made: mails that arrive at once see each other only here.
 */
export const busyness = ({ claims }: GroupTurns, member: string, openedBy: readonly string[]): number => {
  const coming = claims.filter((claim) => claim.member === member && !openedBy.includes(claim.mailId));
  return openedBy.length + coming.length;
};

/** What is written after a turn. Who is no member any more is forgotten, also by a mail that had claimed them. */
export const afterTurn = (turns: GroupTurns, claim: Claim, members: readonly string[]): GroupTurns => ({
  served: [...turns.served.filter((id) => id !== claim.member && members.includes(id)), claim.member],
  claims: [...turns.claims.filter(({ mailId }) => mailId !== claim.mailId), claim].slice(-MAX_CLAIMS),
});

export const withoutClaims = (turns: GroupTurns, settled: ReadonlySet<string>): GroupTurns => ({
  ...turns,
  claims: turns.claims.filter(({ mailId }) => !settled.has(mailId)),
});
