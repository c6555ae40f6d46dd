/** The six built-in suffixes (seed "Default actions", FEATURES 3): they work with no rule set up. */

export type ActionType =
  | 'archive'
  | 'create-case'
  | 'create-lead'
  | 'create-opportunity'
  | 'create-contact'
  | 'create-organization';

export const DEFAULT_ACTIONS: Readonly<Record<string, ActionType>> = {
  archive: 'archive',
  case: 'create-case',
  lead: 'create-lead',
  opportunity: 'create-opportunity',
  contact: 'create-contact',
  org: 'create-organization',
};

export const defaultActionOf = (suffix: string): ActionType | undefined =>
  Object.hasOwn(DEFAULT_ACTIONS, suffix) ? DEFAULT_ACTIONS[suffix] : undefined;
