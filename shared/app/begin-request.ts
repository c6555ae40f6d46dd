/** The first step of every POST that makes something: which id and time it works with (CONTRACT, Idempotency-Key). */
import type { Clock, Ids } from '../ports/clock.ts';
import type { Begun, Idempotency } from '../ports/idempotency.ts';

export interface PostRequest {
  readonly tenant: string;
  readonly user: string;
  readonly operationId: string;
  readonly idempotencyKey: string | undefined;
  readonly params: unknown;
  readonly body: unknown;
}

export const makeBeginRequest =
  (deps: { readonly clock: Clock; readonly ids: Ids; readonly idempotency: Idempotency }) =>
  async (request: PostRequest): Promise<Begun> => {
    const atMs = deps.clock.nowMs();
    const candidate = { id: deps.ids.fresh(atMs), atMs };
    if (request.idempotencyKey === undefined) return { kind: 'go', ...candidate, repeated: false };
    const key = deps.ids.digest(request.user, request.operationId, request.idempotencyKey);
    const bodyDigest = deps.ids.digest(JSON.stringify([request.params, request.body]));
    return deps.idempotency.begin(request.tenant, key, bodyDigest, candidate);
  };

export type BeginRequest = ReturnType<typeof makeBeginRequest>;
