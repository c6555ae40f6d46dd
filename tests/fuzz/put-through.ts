/** A mail through everything that reads it before a record is touched, as the Mailroom does: bounds, parser, kinds, duplicates, rules, replies, forwards. */
import { ids } from '#shared/adapters/ids.ts';
import { parseMail } from '#shared/adapters/mime/parse-mail.ts';
import { replyOfHtml } from '#shared/adapters/mime/reply-of-html.ts';
import { sanitiseHtml } from '#shared/adapters/mime/sanitise-html.ts';
import { loadRegexEngine } from '#shared/adapters/regex-engine.ts';
import { makeOpenMail } from '#shared/app/mailroom/open-mail.ts';
import { forwardedOf } from '#shared/domain/forward/forwarded.ts';
import { customerOf } from '#shared/domain/mailroom/customer.ts';
import { fingerprintOf } from '#shared/domain/mailroom/fingerprint.ts';
import { recognise } from '#shared/domain/mailroom/recognise.ts';
import { newPartOf } from '#shared/domain/message/new-part.ts';
import { labelsIn } from '#shared/domain/rules/body-rule.ts';
import type { Criterion, Rule } from '#shared/domain/rules/rule.ts';
import { makeRuleIndex } from '#shared/domain/rules/rule-index.ts';
import { makeRuleInput } from '#shared/domain/rules/rule-input.ts';

const CRITERIA: readonly Criterion[] = [
  { field: 'from', operator: 'contains', value: '@' },
  { field: 'to', operator: 'ends-with', value: '.com' },
  { field: 'subject', operator: 'regex', value: '(re|fwd?):\\s*(?P<rest>.+)' },
  { field: 'subject', operator: 'has-case-number', value: '' },
  { field: 'body', operator: 'regex', value: '(\\w+\\s?)+:\\s*(\\S+)' },
  { field: 'body', operator: 'not-contains', value: 'unsubscribe' },
  { field: 'header', header: 'received', operator: 'contains', value: 'by' },
  { field: 'verdict', operator: 'equals', value: 'spam:PASS' },
];

const rules = CRITERIA.map(
  (criterion, n): Rule => ({
    id: String(n),
    name: '',
    enabled: true,
    match: 'all',
    criteria: [criterion],
    action: { type: 'archive' },
    continueIfSkipped: true,
  }),
);

const index = makeRuleIndex(rules, await loadRegexEngine());

async function* inChunks(raw: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < raw.length; at += 16_384) yield raw.subarray(at, at + 16_384);
}

export interface PutThrough {
  readonly ended: 'opened' | 'unfit';
  readonly matches: number;
}

/** Throws what the Mailroom would not have an outcome for. */
export const putThrough = async (raw: Buffer): Promise<PutThrough> => {
  const openMail = makeOpenMail({ files: { readRaw: async () => inChunks(raw) }, parseMail });
  const { open, close } = openMail('raw');
  try {
    const opened = await open();
    if (opened.kind === 'unfit') return { ended: 'unfit', matches: 0 };
    const { message } = opened.mail;
    recognise(message);
    ids.digest(...fingerprintOf(message, 'acme'));
    customerOf(message, { addresses: new Set(), inboundDomains: ['in.example.com'] });
    newPartOf(message);
    forwardedOf(message.text, message.subject);
    labelsIn(message.text, ':');
    if (message.html !== undefined) {
      sanitiseHtml(message.html);
      replyOfHtml(message.html);
    }
    const input = makeRuleInput({ message, recipients: ['acme@in.example.com'], verdicts: { spam: 'PASS' } });
    return { ended: 'opened', matches: [...index.matches(input)].length };
  } finally {
    await close();
  }
};
