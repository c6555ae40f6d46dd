/**
 * Mistakes of template, policy and wiring, and the sentence that must name each. A mistake somebody made and found by waiting belongs here. The
 * tests are in tests/integration/planted-mistakes.test.ts.
 */
import { GRANTS, SEEN_ONLY_AT_WORK } from './mistakes-at-work.ts';
import { API } from './mistakes-in-api.ts';
import { MAIL_IN, QUEUES } from './mistakes-in-delivery.ts';
import { FUNCTIONS, TEMPLATE } from './mistakes-in-functions.ts';
import type { PlantedMistake } from './planted-mistake.ts';

export const PLANTED_MISTAKES: readonly PlantedMistake[] = [
  ...TEMPLATE,
  ...FUNCTIONS,
  ...QUEUES,
  ...MAIL_IN,
  ...API,
  ...GRANTS,
  ...SEEN_ONLY_AT_WORK,
];
