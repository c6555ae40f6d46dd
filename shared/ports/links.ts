/** Links in mails that work without a token of the API. Only we can have made one, and for one purpose. */

export interface SignedLink {
  readonly tenant: string;
  readonly fields: readonly string[];
}

export interface LinkTokens {
  /** Safe in a path of a URL. Nothing in it is secret, so no address belongs there. */
  sign(purpose: string, link: SignedLink): Promise<string>;
  /** Undefined: nobody has signed it, or for something else. */
  read(purpose: string, token: string): Promise<SignedLink | undefined>;
}
