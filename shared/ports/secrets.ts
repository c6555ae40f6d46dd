/** What must be stored and never shown. */

export interface SecretOwner {
  readonly tenant: string;
  /** Which of the tenant's accounts it is for. */
  readonly account: string;
}

export interface Secrets {
  /** A text that opens for this owner alone. */
  seal(plain: string, owner: SecretOwner): Promise<string>;
  /** Undefined: it was sealed for somebody else, or is damaged. */
  open(sealed: string, owner: SecretOwner): Promise<string | undefined>;
}
