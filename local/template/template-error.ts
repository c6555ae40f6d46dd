/** Thrown when the stack cannot be synthesized or holds what the embedded cloud does not run; the message is shown to the person who started it. */
type TemplateErrorCode = 'SynthesisFailed' | 'TemplateRefused';

export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly code: TemplateErrorCode;
  constructor(code: TemplateErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** For the many places that read a template: `place` is what the sentence begins with. */
export const refuse = (place: string, sentence: string): never => {
  throw new TemplateError('TemplateRefused', `${place}: ${sentence}`);
};
