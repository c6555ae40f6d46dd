/**
 * Loads a template that may run: every wiring mistake of it is named before anything starts. Used by the start of the embedded cloud and by the
 * tests that plant mistakes.
 */
import { type LoadedStack, type LoadOptions, loadStack } from './load.ts';
import { TemplateError } from './template-error.ts';
import type { WiringOptions } from './wiring/view.ts';
import { wiringFaults } from './wiring.ts';

export const loadWiredStack = (template: unknown, options: LoadOptions & WiringOptions): LoadedStack => {
  const stack = loadStack(template, options);
  const faults = wiringFaults(stack, options);
  if (faults.length === 0) return stack;
  const list = faults.map((fault) => `\n  - ${fault}`).join('');
  throw new TemplateError('TemplateRefused', `The template is not wired right:${list}`);
};
