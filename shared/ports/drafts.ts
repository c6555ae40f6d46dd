/** Mails that are not finished: each belongs to who writes it. Every method is one idempotent step. */
import type { Page } from './record-store.ts';

export interface Draft {
  readonly id: string;
  readonly tenant: string;
  readonly user: string;
  readonly subject: string;
  /** Where the whole of it lies; an edit writes elsewhere. */
  readonly place: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** It is being sent: nobody may change what may have gone. */
  readonly sending?: true;
  /** Counts changes; a change names the revision it saw. */
  readonly revision: number;
}

export interface Drafts {
  /** Written if absent; answers what is stored afterwards. */
  create(draft: Draft): Promise<Draft>;
  get(tenant: string, user: string, id: string): Promise<Draft | undefined>;
  /** Writes over the revision before; false: somebody else changed it. */
  replace(draft: Draft): Promise<boolean>;
  remove(draft: Draft): Promise<void>;
  /** Newest first. */
  list(tenant: string, user: string, page: { limit: number; cursor?: string }): Promise<Page<Draft>>;
}

/** What is written so far, as the API takes it. */
export interface DraftTexts {
  save(tenant: string, draftId: string, version: number, body: unknown): Promise<string>;
  /** Undefined: no longer there. */
  load(place: string): Promise<unknown>;
}
