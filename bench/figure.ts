/** One figure as `bench/results/*.json` holds it, of the bench and of the drill: numbers only, so that a program can compare two of them. */
export interface Figure {
  /** Row and part: `P3.up-to-10-kb`, `R1.lost`. */
  readonly id: string;
  readonly name: string;
  readonly value: number;
  /** Past it the command fails; null: reported, not judged. */
  readonly bar: number | null;
  /** What would be very good, and what nothing can be better than. */
  readonly target: number | null;
  readonly limit: number | null;
  readonly better: 'lower' | 'higher';
  readonly unit: string;
  readonly method: string;
}

/** Of a person's words: lower case, digits and hyphens. */
export const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
