/** How many records mail of one sender may make in one mailbox: two help desks that answer each other stop here at the latest (FEATURES 35). */
export interface MakingMail {
  readonly tenant: string;
  readonly mailbox: string;
  /** As in the mail. */
  readonly sender: string;
  readonly mailId: string;
  /** ISO 8601. */
  readonly at: string;
}

/** False: there were too many already. Asked again for the same mail it answers the same and counts it once. */
export type MayMake = (mail: MakingMail) => Promise<boolean>;
