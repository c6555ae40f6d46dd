/** Talks with mail servers, kept while somebody looks for what is wrong (FEATURES 98). */

export interface KeptTalk {
  /** ISO 8601: when the mail was last handed over. */
  readonly at: string;
  /** Without secrets (domain/outgoing-server/talk.ts); with addresses. */
  readonly lines: readonly string[];
}

export interface Talks {
  /** In place of the talk of an earlier try. */
  put(tenant: string, mailId: string, talk: KeptTalk): Promise<void>;
  get(tenant: string, mailId: string): Promise<KeptTalk | undefined>;
}
