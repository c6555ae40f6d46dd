/** What both of SES's sending APIs ask for, in one form. */
import { AwsError } from '#local/kernel/aws.ts';

export interface MessageTag {
  readonly name: string;
  readonly value: string;
}

export interface SendRequest {
  readonly api: 'v1' | 'v2';
  /** The sender parameter (v1 `Source`, v2 `FromEmailAddress`). */
  readonly source: string | undefined;
  /** The envelope's recipients; undefined = those of the header. */
  readonly destinations: readonly string[] | undefined;
  readonly raw: Buffer;
  readonly configurationSet: string | undefined;
  readonly tags: readonly MessageTag[] | undefined;
}

/** v1's name; v2 answers it as BadRequestException (local/services/ses/wire-errors.ts). */
export const invalidParameter = (message: string): AwsError => new AwsError('InvalidParameterValue', 400, message);

export const notEmulated = (what: string): AwsError =>
  new AwsError(
    'NotEmulated',
    501,
    `The embedded SES does not know ${what}. Use one it knows, or add it in local/services/ses.`,
  );
