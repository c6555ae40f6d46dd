/**
 * Reads the fields of RFC 3464 wherever they stand: in a part of their own, or in the text that a MIME parser made of it. Servers leave
 * out, misspell and reorder them, so a block is whatever stands between blank lines and names a recipient.
 */
import type { ReportAction } from './report.ts';

export interface StatusBlock {
  readonly address: string;
  readonly action: ReportAction;
  readonly status: string;
  readonly diagnostic: string;
}

type Fields = ReadonlyMap<string, string>;

const FIELD =
  /^(final-recipient|original-recipient|x-actual-recipient|action|status|diagnostic-code|remote-mta|reporting-mta|last-attempt-date|will-retry-until)[ \t]*:(.*)$/i;

/** Headers of the returned mail: fields of a report within that one are about somebody else's mail. */
const RETURNED = /^(received|return-path|dkim-signature|message-id|mime-version)[ \t]*:/i;

/** RFC 3464 section 2.3.3. Anything else that is not a delivery is a failure: `expired`, `error`, `failed (bad address)`. */
const ACTIONS: readonly ReportAction[] = ['delayed', 'delivered', 'relayed', 'expanded'];

const actionOf = (action: string, status: string): ReportAction => {
  const word = /^[a-z]+/i.exec(action)?.[0].toLowerCase();
  const known = ACTIONS.find((action) => action === word);
  if (known !== undefined || word === 'failed') return known ?? 'failed';
  // Postfix answers `sendmail -bv` with `deliverable`.
  return status.startsWith('2') ? 'delivered' : 'failed';
};

/** `rfc822; ada@example.com`, `RFC822;<ada@example.com>`, or without a type; undefined for a path in a file system. */
const addressOf = (value: string | undefined): string | undefined => {
  const plain = (value ?? '')
    .slice((value ?? '').indexOf(';') + 1)
    .trim()
    .replace(/^<|>$/g, '')
    .replace(/^"([^"]*)"$/, '$1');
  return /^[^\s@<>/][^\s@<>]*@[^\s@<>]+$/.test(plain) ? plain.toLowerCase() : undefined;
};

const blockOf = (fields: Fields): readonly StatusBlock[] => {
  const address =
    addressOf(fields.get('final-recipient')) ??
    addressOf(fields.get('original-recipient')) ??
    addressOf(fields.get('x-actual-recipient'));
  if (address === undefined) return [];
  const status = fields.get('status') ?? '';
  return [
    {
      address,
      action: actionOf(fields.get('action') ?? '', status),
      status,
      diagnostic: (fields.get('diagnostic-code') ?? '').replace(/^[a-z0-9-]+[ \t]*;[ \t]*/i, ''),
    },
  ];
};

/** Recipient blocks in their order, also of the same address. */
export const statusBlocksIn = (lines: readonly string[]): readonly StatusBlock[] => {
  const blocks: StatusBlock[] = [];
  let fields = new Map<string, string>();
  let last: string | undefined;
  const flush = () => {
    blocks.push(...blockOf(fields));
    fields = new Map();
    last = undefined;
  };
  for (const line of lines) {
    const [, written, value = ''] = FIELD.exec(line) ?? [];
    const name = written?.toLowerCase();
    if (name !== undefined) {
      if (fields.has(name) && name.endsWith('recipient')) flush();
      fields.set(name, value.trim());
      last = name;
    } else if (line.trim() === '') flush();
    else if (RETURNED.test(line) && blocks.length > 0) break;
    else if (/^[ \t]/.test(line) && last !== undefined) fields.set(last, `${fields.get(last) ?? ''} ${line.trim()}`);
    else last = undefined;
  }
  flush();
  return blocks;
};

/** Where the fields begin in the text; what stands before is for people. */
export const firstStatusField = (lines: readonly string[]): number =>
  lines.findIndex((line) => /^(reporting-mta|final-recipient|original-recipient)[ \t]*:/i.test(line));
