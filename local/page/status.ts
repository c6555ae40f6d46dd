/** What `GET /` shows: plain values, gathered by local/control/overview.ts, so that the page can be tested without a cloud. */
export interface Status {
  readonly now: string;
  readonly httpUrl: string;
  readonly smtp: string;
  readonly inboundDomain: string;
  readonly tenants: readonly { readonly tenant: string; readonly address: string }[];
  readonly functions: readonly {
    readonly name: string;
    readonly running: number;
    readonly warm: number;
    readonly invocations: number;
    readonly failures: number;
  }[];
  readonly queues: readonly {
    readonly name: string;
    readonly visible: number;
    readonly inFlight: number;
    readonly delayed: number;
    readonly isDeadLetter: boolean;
  }[];
  /** As many as are shown when more of them are asked for; undefined: these are all. */
  readonly more?: number;
  readonly mailsIn: readonly {
    readonly id: string;
    readonly at: string;
    readonly tenant: string;
    readonly mailbox: string;
    readonly from: { readonly name: string; readonly address: string };
    readonly subject: string;
    readonly outcome: 'acted' | 'skipped' | 'quarantined';
    /** What it made or touched; empty when it ended with a reason. */
    readonly records: readonly {
      readonly did: string;
      readonly module: string;
      readonly id: string;
      /** What people call it; empty: it is not there any more, or has no name. */
      readonly title: string;
    }[];
    /** Why it was skipped or quarantined, its code, and what to do about it; empty otherwise. */
    readonly code: string;
    readonly reason: string;
    readonly remedy: string;
  }[];
  readonly mailsOut: readonly {
    readonly at: string;
    readonly subject: string;
    readonly phase: string;
    /** When it is to go; empty: at once. */
    readonly sendAt: string;
    /** `failed`: why nothing was sent to this one; `facts`: what was heard from there. Empty where there is nothing to say. */
    readonly recipients: readonly {
      readonly address: string;
      readonly failed: string;
      readonly facts: readonly string[];
    }[];
  }[];
  readonly denials: readonly { readonly at: string; readonly sentence: string }[];
}
