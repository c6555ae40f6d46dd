/** Validation of a request by dynalite, preceded and followed by what it does not check. */
import validations, { type Validation } from 'dynalite/validations/index.js';
import { NO_LIMITS } from './action-store.ts';
import { fromDynalite } from './errors.ts';
import { checkExpressionSizes } from './limits.ts';

/** The parsed request; throws AwsError. */
export const parseWith = <Request extends object>(
  { types, custom }: Validation<Request>,
  parameters: Readonly<Record<string, unknown>>,
): Request => {
  checkExpressionSizes(parameters);
  try {
    // dynalite deletes from what it is given.
    const parsed = validations.checkTypes({ ...parameters }, types);
    validations.checkValidations(parsed, types, custom, NO_LIMITS);
    return parsed;
  } catch (error) {
    throw fromDynalite(error);
  }
};
