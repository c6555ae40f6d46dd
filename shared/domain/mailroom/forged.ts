/** Whether SES found that From is not who wrote the mail. Asked wherever a name alone would open something: lists, records named by hand, `@fwd`. */

/**
 * Anybody can write a user's name into From. DMARC fails where the domain says so itself; without a policy of the domain, SPF and DKIM both have to fail, because an
 * honest mail that was passed on loses SPF (RFC 7489 section 10.2.1). What SES could not find out (GRAY, absent) forges nothing.
 */
export const isForged = (verdicts: {
  readonly spf?: string;
  readonly dkim?: string;
  readonly dmarc?: string;
}): boolean => verdicts.dmarc === 'FAIL' || (verdicts.spf === 'FAIL' && verdicts.dkim === 'FAIL');
