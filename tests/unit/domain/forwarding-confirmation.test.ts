import { describe, expect, test } from 'vitest';
import { isForwardingConfirmation } from '#shared/domain/mailroom/forwarding-confirmation.ts';
import { aMessage } from '#tests/support/message.ts';

describe('[F5] the mail with which a provider asks to confirm a forwarding', () => {
  test.each([
    ['forwarding-noreply@google.com', '(#123456789) Gmail Forwarding Confirmation - Receive Mail from ada@gmail.com'],
    [
      'forwarding-noreply@google.com',
      '(#123456789) Gmail-Weiterleitungsbestätigung - E-Mails von ada@gmail.com empfangen',
    ],
    ['Forwarding-NoReply@Google.com', '(#1) Confirmation de transfert Gmail'],
    ['no-reply@cc.yahoo-inc.com', 'Please verify your email address'],
    ['mail@yahoo.com', 'Confirm your forwarding address'],
    ['noreply@outlook.com', 'Verify your forwarding address'],
    ['account-security-noreply@accountprotection.microsoft.com', 'Confirm forwarding of your mail'],
    ['hello@yandex.ru', 'Подтверждение пересылки почты'],
    ['noreply@yandex.com', 'Confirm email forwarding'],
    ['noreply@zoho.com', 'Verification of Email Forwarding'],
    ['noreply@zohomail.eu', 'Confirm your forwarding address'],
  ])('%s: %s', (from, subject) => {
    expect(isForwardingConfirmation(aMessage({ from, subject }))).toBe(true);
  });

  test.each([
    ['somebody who borrows the words', 'ada@customer.example', 'Gmail Forwarding Confirmation'],
    ['a domain that only begins so', 'forwarding-noreply@google.com.evil.example', 'Gmail Forwarding Confirmation'],
    ['a person at the provider', 'ada@outlook.com', 'Offer for 500 pieces'],
    ['a person at Yahoo', 'ada@yahoo.com', 'Question about your prices'],
    ['a person at Yahoo who confirms', 'ada@yahoo.com', 'I confirm our meeting'],
    ['a person at Yandex who forwards', 'ada@yandex.ru', 'Please forward to sales'],
    ['a person at Outlook who confirms', 'ada@outlook.com', 'Please confirm my order'],
    ['no sender', '', 'Gmail Forwarding Confirmation'],
  ])('but not of %s', (_who, from, subject) => {
    expect(isForwardingConfirmation(aMessage({ from, subject }))).toBe(false);
  });

  test('nor an answer in a conversation', () => {
    const answer = aMessage({ from: 'forwarding-noreply@google.com', references: ['a@b.example'] });
    expect(isForwardingConfirmation(answer)).toBe(false);
  });
});
