/** A day's mail as a small company gets it, drawn from a seed: people, their answers, machines, an agency, lists, the same mail twice, through every suffix and three rules. */
import type { Random } from '#local/kernel/random.ts';
import { aMail } from '#tests/support/mail.ts';
import { LIST_HEADERS } from './loops-mails.ts';

export interface DayMail {
  /** Suffixes of the tenant's address. */
  readonly to: readonly string[];
  readonly raw: string;
  readonly envelopeFrom: string;
}

const SUFFIXES = ['+lead', '+case', '+contact', '+org', '+opportunity', '+archive', ''];

/** One of each action that a rule is likely to have. */
export const RULES = [
  {
    name: 'Parcels',
    criteria: [{ field: 'subject', operator: 'regex', value: 'parcel (?P<number>\\d+)' }],
    action: { type: 'create-record', module: 'parcels', fields: { number: '{{number}}' } },
  },
  {
    name: 'Agency',
    criteria: [{ field: 'from', operator: 'ends-with', value: '@agency.example' }],
    action: {
      type: 'create-lead',
      bodyRule: {
        delimiter: ':',
        mappings: [
          { field: 'lastname', label: 'Name' },
          { field: 'email', label: 'Email' },
        ],
        duplicateFields: ['email'],
      },
    },
  },
  {
    name: 'Complaints',
    criteria: [{ field: 'subject', operator: 'begins-with', value: 'Complaint' }],
    action: { type: 'create-case', fields: { priority: 'High' } },
  },
].map((rule) => ({ enabled: true, match: 'all', ...rule }));

const PLAIN = 'Content-Type: text/plain; charset=utf-8';
const ATTACHED = [
  '--b',
  PLAIN,
  '',
  'See the drawing.',
  '--b',
  'Content-Type: application/pdf; name="drawing.pdf"',
  'Content-Disposition: attachment; filename="drawing.pdf"',
  'Content-Transfer-Encoding: base64',
  '',
  'JVBERi0xLjQK',
  '--b--',
].join('\r\n');

/** Few people for many mails: most have written before, in another mailbox. */
const PEOPLE = 12;

type Kind = (draw: {
  readonly n: number;
  readonly id: string;
  readonly from: string;
  readonly earlier: string;
  readonly to: string;
}) => {
  readonly to?: readonly string[];
  readonly from?: string;
  readonly envelopeFrom?: string;
  readonly subject?: string;
  readonly headers?: readonly string[];
  readonly text?: string;
};

const KINDS: readonly Kind[] = [
  () => ({}),
  () => ({}),
  () => ({}),
  ({ earlier }) => ({ subject: 'Re: A question', headers: [`In-Reply-To: ${earlier}`, PLAIN] }),
  ({ earlier }) => ({
    subject: 'Automatic reply: A question',
    headers: [`In-Reply-To: ${earlier}`, 'Auto-Submitted: auto-replied', PLAIN],
  }),
  () => ({ subject: 'News of the week', headers: [...LIST_HEADERS, PLAIN] }),
  () => ({
    from: 'MAILER-DAEMON@mx.example',
    envelopeFrom: '',
    headers: ['Content-Type: multipart/report; report-type=delivery-status; boundary=b'],
  }),
  ({ n }) => ({
    from: 'leads@agency.example',
    to: [''],
    text: `Name: Client ${n % 5}\r\nEmail: client-${n % 5}@wanted.example`,
  }),
  ({ n }) => ({ subject: `Your parcel ${n}`, to: [''] }),
  () => ({ subject: 'Complaint about the lamp' }),
  () => ({ headers: ['Content-Type: multipart/mixed; boundary=b'], text: ATTACHED }),
  () => ({ to: ['+lead', '+case'] }),
  () => ({ headers: ['Sensitivity: Private', PLAIN] }),
  () => ({ from: 'user@replayed.example', headers: [PLAIN] }),
  () => ({ from: 'forwarding-noreply@google.com', subject: 'Gmail Forwarding Confirmation', to: [''] }),
  () => ({ headers: ['Content-Type: text/html; charset=utf-8'], text: '<p>How <b>much</b> is it?</p>' }),
];

export const aDay = (mails: number, random: Random): readonly DayMail[] => {
  const drawn = (below: number) => Math.floor(random.next() * below);
  const day: DayMail[] = [];
  for (let n = 0; n < mails; n += 1) {
    const before = day[drawn(day.length)];
    // Every twelfth comes once more, as it was.
    if (n % 12 === 11 && before !== undefined) {
      day.push(before);
      continue;
    }
    const person = drawn(PEOPLE);
    const id = `<day-${n}@people.example>`;
    const from = `Person ${person} <person-${person}@people.example>`;
    const to = SUFFIXES[drawn(SUFFIXES.length)] ?? '';
    const earlier = `<day-${drawn(n + 1)}@people.example>`;
    // Every kind comes; who writes, and where to, is drawn.
    const made = KINDS[n % KINDS.length]?.({ n, id, from, earlier, to }) ?? {};
    const { to: suffixes = [to], envelopeFrom = 'sender@outside.example', ...fields } = made;
    day.push({
      to: suffixes,
      envelopeFrom,
      raw: aMail({ from, messageId: id, text: `How much is it? ${n}`, ...fields }),
    });
  }
  return day;
};
