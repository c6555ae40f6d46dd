/** Whose certificate an own server may show: checked against the name that was typed, while the connection goes to the address that was checked. */
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { makeDeliverBySmtp } from '#shared/adapters/smtp/deliver-by-smtp.ts';
import { aCertificate } from '#tests/support/certificate.ts';
import { startMailServer } from '#tests/support/mail-server.ts';

const NAME = 'mail.acme.example';
const RAW = Buffer.from('Subject: Hello\r\n\r\nHello\r\n');
const MAIL = { from: 'ben@acme.example', to: ['grace@navy.example'], raw: RAW };
const PATIENCE = { connectMs: 2_000, answerMs: 2_000, openMs: 3_000, sendMs: 3_000 };
const LOGIN = { user: 'ben', password: 'right-horse' };

const right = aCertificate({ dns: [NAME] });
const wildcard = aCertificate({ dns: ['*.acme.example'] });
const another = aCertificate({ dns: ['mail.evil.example', 'acme.example'] });
const old = aCertificate({ dns: [NAME], until: 2021 });
const ofAddress = aCertificate({ ip: [[127, 0, 0, 1]] });

const usual = getCACertificates('default');
beforeAll(() => setDefaultCACertificates([right, wildcard, another, old, ofAddress].map(({ cert }) => cert)));
afterAll(() => setDefaultCACertificates(usual));

const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const KINDS = [
  ['its own name', NAME, right, 'accepted'],
  ['a name of which it is one', NAME, wildcard, 'accepted'],
  ['its address, where that is what was typed', '127.0.0.1', ofAddress, 'accepted'],
  ['another name', NAME, another, 'certificate-invalid'],
  ['its name, where the address was typed', '127.0.0.1', right, 'certificate-invalid'],
  ['its address, where the name was typed', NAME, ofAddress, 'certificate-invalid'],
  ['its name, until some years ago', NAME, old, 'certificate-invalid'],
  ['its name, signed by nobody', NAME, aCertificate({ dns: [NAME] }), 'certificate-invalid'],
] as const;

test.each(
  KINDS.flatMap(([title, host, certificate, outcome]) =>
    (['tls', 'ssl'] as const).map((encryption) => ({ title, host, certificate, outcome, encryption })),
  ),
)('[F83] $encryption:// and a certificate for $title: $outcome', async (row) => {
  const { host, certificate, outcome, encryption } = row;
  const server = await startMailServer({ secure: encryption === 'ssl', certificate, password: LOGIN.password });
  const found = { kind: 'found', address: '127.0.0.1', isLoopback: false } as const;
  const { deliver, close } = makeDeliverBySmtp(async () => found, PATIENCE);
  stops.push(server.stop, close);
  const handOver = await deliver({ server: { encryption, host, port: server.port }, login: LOGIN }, MAIL);
  expect('code' in handOver ? handOver.code : handOver.kind).toBe(outcome);
  const times = outcome === 'accepted' ? 1 : 0;
  expect([server.seen.signIns, server.received.length]).toEqual([times, times]);
});
