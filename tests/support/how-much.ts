/**
 * `npm test` runs a part of what is the same again and again, so that it stays short; `npm run test:whole` (Vitest's mode `whole`) runs all of it.
 */
const isWhole = process.env['MODE'] === 'whole';

export const howMuch = <Value>(of: { readonly part: Value; readonly whole: Value }): Value =>
  isWhole ? of.whole : of.part;
