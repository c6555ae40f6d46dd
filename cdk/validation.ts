/**
 * Makes every finding stop the synthesis: of the template validation built into aws-cdk-lib, warnings too, of the constructs' own
 * annotations, and of cdk-nag. An exception is acknowledged with its reason next to the resource it is about.
 */
import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

/**
 * Read from aws-cdk-lib 2.276.0, core/lib/private/synthesis-validation.js. The first flag alone fails errors only; the second
 * (the "strict mode" of that file) fails warnings of every plugin; the third makes constructs' annotations a plugin; with the last the app itself
 * reports and fails, whatever runs it: the CLI would take that over and let warnings pass.
 *
 * To be passed as `postCliContext`, so that no `-c` switches them off.
 */
export const FINDINGS_ARE_ERRORS = {
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/core:strictCfnValidateErrors': true,
  '@aws-cdk/core:annotationsInValidationReport': true,
  '@aws-cdk/core:failSynthOnValidationErrors': true,
} as const;

export const addNag = (app: App): void => {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
};
