/** Which addresses an event puts on the suppression list (FEATURES 206, 209, 210): only those it names, whatever else the mail was sent to. */
import type { Observed, SesEvent } from './ses-event.ts';

export interface FollowingSuppression {
  readonly address: string;
  readonly reason: 'bounce' | 'complaint';
  readonly scope: 'all' | 'marketing';
  readonly held: boolean;
}

const following = ({ address, what, guess }: Observed): readonly FollowingSuppression[] => {
  if (what === 'bounced-permanent') return [{ address, reason: 'bounce', scope: 'all', held: false }];
  if (what !== 'complained') return [];
  // An innocent among several loses only marketing, and a person can give it back.
  return [{ address, reason: 'complaint', scope: guess ? 'marketing' : 'all', held: guess }];
};

export const suppressionsAfter = ({ observed }: SesEvent): readonly FollowingSuppression[] =>
  observed.flatMap(following);
