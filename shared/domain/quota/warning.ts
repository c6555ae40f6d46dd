/** How full a day's quota is, in the words people see (FEATURES 116, 123). */

/** Percent of the day's limit at which somebody is told, once each. */
export type QuotaLevel = 80 | 100;

/** Undefined: not yet. */
export const levelOf = (used: number, limit: number): QuotaLevel | undefined => {
  if (used >= limit) return 100;
  return used * 100 >= limit * 80 ? 80 : undefined;
};

export type Colour = 'green' | 'red';

/** Green up to 74 %, red from 75 % on (FEATURES 116). */
export const colourOf = (used: number, limit: number): Colour => (used * 100 >= limit * 75 ? 'red' : 'green');

/** One sentence: what was used, and what happens on overuse. */
export const tooltipOf = (used: number, limit: number, resetsAt: string): string => {
  const { format } = new Intl.NumberFormat('en');
  const begins = `${format(used)} of ${format(limit)} e-mails of today are sent or waiting`;
  return used >= limit
    ? `${begins}. Nothing more is taken until ${resetsAt}, unless a mail is to wait for that (sendWhenQuotaResets).`
    : `${begins}. When they are used up, mail is refused until ${resetsAt}, or waits for that if you say so.`;
};
