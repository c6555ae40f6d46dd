/** Thrown while policies are compiled, at the start: the sentence names the resource that holds the policy and says what to write instead. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  readonly code = 'PolicyRefused';
}
