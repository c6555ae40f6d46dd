/** Time and identifiers come from outside: the domain has neither. */
export interface Clock {
  /** Milliseconds since the epoch, UTC. */
  nowMs(): number;
}

/** 26 characters, Crockford base 32 in lower case: 10 of the time in ms, so that ids sort by time, then 16 of 80 bits. */
export interface Ids {
  /** The same time and parts give the same id: a repeated step finds what it made before. */
  derived(atMs: number, ...parts: readonly string[]): string;
  fresh(atMs: number): string;
  /** Lower-case hexadecimal SHA-256 of the parts, unambiguous about where one ends. For keys, not for secrets. */
  digest(...parts: readonly (string | Uint8Array)[]): string;
  /** Ten characters (50 bits) that only who has the secret can make of these parts: for addresses, which have room for no more (RFC 5321: 64 octets). */
  mac(secret: string, ...parts: readonly string[]): string;
  /** `count` random lower-case letters. */
  letters(count: number): string;
}
