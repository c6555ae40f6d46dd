/**
 * What a plan allows: e-mails a UTC day through the platform's server (FEATURES 115 and its decision). Both generations of editions; recipients in
 * To, Cc and Bcc each count as one e-mail (Decisions 116).
 */

export interface Allowance {
  readonly perDay: number;
  /** Whose counter it is: every user has one, or the whole tenant shares one. */
  readonly scope: 'user' | 'instance';
}

/** A plan nobody knows is the smallest one: too strict is noticed and mended by a line here, too lax by nobody. */
const SMALLEST: Allowance = { perDay: 50, scope: 'instance' };

/** The seed's editions, then today's, each with the limit of the edition it took over from. */
export const ALLOWANCES: Readonly<Record<string, Allowance>> = {
  trial: SMALLEST,
  free: { perDay: 50, scope: 'user' },
  starter: { perDay: 300, scope: 'user' },
  exclusive: { perDay: 500, scope: 'user' },
  professional: { perDay: 500, scope: 'user' },
  one: { perDay: 500, scope: 'user' },
  'one-professional': { perDay: 500, scope: 'user' },
  'one-pilot': { perDay: 50, scope: 'user' },
  'one-growth': { perDay: 300, scope: 'user' },
  'one-enterprise': { perDay: 500, scope: 'user' },
  'one-ai': { perDay: 500, scope: 'user' },
};

export const allowanceOf = (plan: string): Allowance =>
  Object.hasOwn(ALLOWANCES, plan) ? (ALLOWANCES[plan] ?? SMALLEST) : SMALLEST;
