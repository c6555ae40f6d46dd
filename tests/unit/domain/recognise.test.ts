import { describe, expect, test } from 'vitest';
import { recognise } from '#shared/domain/mailroom/recognise.ts';
import { aMessage, type MessageFields } from '#tests/support/message.ts';

const kindOf = (fields: MessageFields) => recognise(aMessage(fields)).kind;
const mayAnswer = (fields: MessageFields) => recognise(aMessage(fields)).mayAnswer;

describe('[F33] a mail of a person', () => {
  test('is ordinary and may be answered', () => {
    expect(recognise(aMessage())).toEqual({ kind: 'ordinary', mayAnswer: true });
  });

  test.each([
    'Office hours next week?',
    'Back in the office on Monday',
    'Re: out of office reply settings',
    'Question about your automatic reply feature',
    'Re: automatic invoicing',
    'Automatic invoicing',
    'Automatic doors for our shop',
    'Your mail bounced yesterday',
    'Undelivered parcel 4711',
    'Undeliverable: who can help?',
    'Delivery failure of order 12',
    'Complaint about message from your driver',
    'Autoresponder pricing',
    'Abwesenheit im Juli',
    'Vacation rental request',
    'Fwd: Delivery Status Notification (Failure)',
  ])('stays ordinary with the subject %j', (subject) => {
    expect(recognise(aMessage({ subject }))).toEqual({ kind: 'ordinary', mayAnswer: true });
  });

  test.each([
    ['Auto-Submitted: no', { 'auto-submitted': 'no' }],
    ['X-Autoreply: no', { 'x-autoreply': 'no' }],
    ['X-Autorespond: false', { 'x-autorespond': 'false' }],
    ['Precedence: first-class', { precedence: 'first-class' }],
    ['a report of some other type', { 'content-type': 'multipart/report; report-type=something' }],
    ['Return-Path with an address', { 'return-path': '<ada@customer.example>' }],
  ])('stays ordinary with %s', (_what, headers) => {
    expect(recognise(aMessage({ headers }))).toEqual({ kind: 'ordinary', mayAnswer: true });
  });

  test('of a postmaster who is a person is ordinary, but not answered by a machine', () => {
    expect(recognise(aMessage({ from: 'postmaster@small.example', subject: 'Our new price list' }))).toEqual({
      kind: 'ordinary',
      mayAnswer: false,
    });
  });
});

describe('[F33] what is never answered by a machine', () => {
  test.each([
    ['auto-submitted', 'auto-replied'],
    ['auto-submitted', 'auto-generated'],
    ['auto-submitted', 'auto-notified; owner-email="x@y.example"'],
    ['auto-submitted', 'AUTO-REPLIED'],
    ['auto-submitted', 'auto-forwarded'],
    ['precedence', 'auto_reply'],
    ['precedence', 'bulk'],
    ['precedence', 'junk'],
    ['precedence', 'List'],
    ['x-precedence', 'auto_reply'],
    ['x-precedence', 'bulk'],
    ['x-autoreply', 'yes'],
    ['x-autorespond', 'x'],
    ['x-autoresponder', 'x'],
    ['x-autoresponse', 'x'],
    ['x-autoreply-from', 'ada@customer.example'],
    ['x-mail-autoreply', 'x'],
    ['x-auto-response-suppress', 'All'],
    ['x-loop', 'acme'],
    ['list-unsubscribe', '<mailto:leave@list.example>'],
    ['list-id', 'News <news.list.example>'],
    ['return-path', '<>'],
    ['return-path', ' < > '],
    ['content-type', 'multipart/report; report-type=delivery-status; boundary=b'],
    ['content-type', 'multipart/report; boundary="b"; report-type="delivery-status"'],
  ])('%s: %s', (name, value) => {
    expect(mayAnswer({ headers: { [name]: value } })).toBe(false);
  });

  test('the second of several Precedence headers counts too', () => {
    expect(mayAnswer({ headers: { precedence: ['first-class', 'bulk'] } })).toBe(false);
  });

  test.each([
    'mailer-daemon@x.example',
    'MAILER-DAEMON@x.example',
    'postmaster@x.example',
    'noreply@x.example',
    'no-reply@x.example',
    'no_reply@x.example',
    'no.reply@x.example',
    'do-not-reply@x.example',
    'donotreply@x.example',
    'noreply-orders@x.example',
  ])('a mail of %s', (from) => {
    expect(mayAnswer({ from })).toBe(false);
  });

  test('a mail of nobody', () => {
    expect(mayAnswer({ from: '' })).toBe(false);
  });
});

describe('[F33][F36] kinds', () => {
  test.each<[string, string, MessageFields]>([
    ['bounce', 'a delivery report', { headers: { 'content-type': 'multipart/report; report-type=delivery-status' } }],
    [
      'bounce',
      'a delivery report in other letters',
      { headers: { 'content-type': 'Multipart/Report; Report-Type="Delivery-Status"' } },
    ],
    ['bounce', 'X-Failed-Recipients', { headers: { 'x-failed-recipients': 'x@y.example' } }],
    ['bounce', 'a mail server by its own name', { from: 'MAILER-DAEMON@mx.example', subject: 'anything' }],
    ['bounce', 'mail-daemon', { from: 'mail-daemon@mx.example' }],
    [
      'bounce',
      'a postmaster with the null sender',
      { from: 'postmaster@mx.example', headers: { 'return-path': '<>' } },
    ],
    [
      'bounce',
      "a postmaster's report",
      { from: 'postmaster@mx.example', headers: { 'content-type': 'multipart/report; boundary=b' } },
    ],
    ['bounce', 'a postmaster, told by the subject', { from: 'postmaster@mx.example', subject: 'Undeliverable: hello' }],
    ['bounce', 'nobody, told by the subject', { from: '', subject: 'Mail delivery failed' }],
    ['bounce', 'the null sender, told by the subject', { headers: { 'return-path': '<>' }, subject: 'failure notice' }],
    ['bounce', 'a bounce through a list', { from: 'MAILER-DAEMON@mx.example', headers: { 'list-id': '<a.b>' } }],
    [
      'complaint',
      'a feedback report',
      { headers: { 'content-type': 'multipart/report; report-type=feedback-report' } },
    ],
    [
      'complaint',
      "Microsoft's own form",
      { from: 'staff@hotmail.com', subject: 'complaint about message from 192.0.2.1' },
    ],
    ['auto-reply', 'Auto-Submitted', { headers: { 'auto-submitted': 'auto-replied' } }],
    ['auto-reply', 'Precedence: auto_reply', { headers: { precedence: 'auto_reply' } }],
    [
      'auto-reply',
      'an answer from nobody, as old vacation programs send it',
      { headers: { 'return-path': '<>' }, references: ['sent@desk.example'] },
    ],
    ['ordinary', 'a mail from nobody that answers nothing, as forms send it', { headers: { 'return-path': '<>' } }],
    ['auto-reply', "Lotus Notes' subject", { subject: 'AUTO: Jo Miller is out of the office (returning 11/30/2026)' }],
    ['ordinary', 'a subject about cars', { subject: 'Auto: who is in the office today?' }],
    [
      'auto-reply',
      'a receipt',
      { headers: { 'content-type': 'multipart/report; report-type=disposition-notification' } },
    ],
    ['auto-reply', 'an English subject', { subject: 'Automatic reply: A question' }],
    ['auto-reply', 'another English subject', { subject: 'Out of Office: away' }],
    ['auto-reply', 'a German subject', { subject: 'Automatische Antwort: Frage' }],
    ['auto-reply', 'another German subject', { subject: 'Abwesenheitsnotiz: Frage' }],
    ['auto-reply', 'a French subject', { subject: 'Réponse automatique : question' }],
    ['auto-reply', 'a Spanish subject', { subject: 'Respuesta automática: pregunta' }],
    ['auto-reply', 'an Italian subject', { subject: 'Risposta automatica: domanda' }],
    ['auto-reply', 'a Dutch subject', { subject: 'Automatisch antwoord: vraag' }],
    ['auto-reply', 'a Danish subject', { subject: 'Autosvar: spørgsmål' }],
    ['auto-reply', 'a Russian subject', { subject: 'Автоответ: вопрос' }],
    ['auto-reply', 'a Japanese subject', { subject: '自動応答: 質問' }],
    ['list', 'List-Id', { headers: { 'list-id': '<a.b>' } }],
    ['list', 'List-Post', { headers: { 'list-post': '<mailto:a@b.example>' } }],
    ['list', 'Precedence: list', { headers: { precedence: 'list' } }],
    ['list', 'Mailing-List', { headers: { 'mailing-list': 'list a@b.example' } }],
    ['list', 'Mailman', { headers: { 'x-mailman-version': '2.1' } }],
    [
      'forwarding-confirmation',
      "Gmail's confirmation",
      { from: 'forwarding-noreply@google.com', subject: 'Gmail Forwarding Confirmation' },
    ],
    ['ordinary', 'what a person wrote and a rule passed on', { headers: { 'auto-submitted': 'auto-forwarded' } }],
    ['ordinary', "a person's mail through a bulk gateway", { headers: { precedence: 'bulk' } }],
    ['ordinary', 'a newsletter with a way out', { headers: { 'list-unsubscribe': '<mailto:leave@list.example>' } }],
  ])('%s: %s', (kind, _what, fields) => {
    expect(kindOf(fields)).toBe(kind);
  });
});
