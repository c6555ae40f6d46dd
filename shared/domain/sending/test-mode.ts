/**
 * Test mode of a tenant (FEATURES 99): its mail goes to one address in place of its recipients, or is held. What Postroom itself writes, as verification mail, goes as
 * ever. Decided by the worker that takes a mail (taking-up.ts), so that one that was queued before is caught.
 */
export type TestMode =
  | { readonly kind: 'redirect'; readonly address: string }
  | { readonly kind: 'hold'; readonly address: null };

/** Where the mail goes in place of its recipients; undefined: to them. */
export const redirectOf = (mode: TestMode | undefined): string | undefined => mode?.address ?? undefined;
