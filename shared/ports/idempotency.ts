/** Remembers which id a request with an Idempotency-Key was given, for 24 hours. */
export type Begun =
  /** First time, or a repeat with the same body: go on with this id and time; every step finds what an earlier try made. */
  | { readonly kind: 'go'; readonly id: string; readonly atMs: number; readonly repeated: boolean }
  /** The key was used for something else. */
  | { readonly kind: 'other-body' };

export interface Idempotency {
  /** `key` is unique per tenant, user, route and header; `bodyDigest` tells two bodies apart. */
  begin(tenant: string, key: string, bodyDigest: string, candidate: { id: string; atMs: number }): Promise<Begun>;
}
