/** How many automatic answers go to one address of a tenant's correspondents (FEATURES 35). */
export interface AnsweredMail {
  readonly tenant: string;
  readonly address: string;
  readonly subject: string;
  /** The mail that is answered, and when it came (ISO 8601). */
  readonly mailId: string;
  readonly at: string;
}

/** Asked again for the same mail it answers the same and counts it once. */
export type MayAnswer = (mail: AnsweredMail) => Promise<'yes' | 'rate' | 'same-subject'>;
