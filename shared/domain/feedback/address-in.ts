/**
 * The address in what SES calls an address: the recipient as it was handed over (`"Doe, Jane" <jane@example.com>`) or a Final-Recipient from the
 * other side's report. In the normal form, for it is compared with ours.
 */
import { isDeliverable, normaliseAddress } from '../address/address.ts';
import { textOf } from './json-fields.ts';

/** The last angle brackets: those in a quoted display name come before them. */
const BRACKETED = /<([^<>]*)>\s*$/;

export const addressIn = (value: unknown): string | undefined => {
  const text = textOf(value) ?? '';
  const address = normaliseAddress(BRACKETED.exec(text)?.[1] ?? text);
  return isDeliverable(address) ? address : undefined;
};
