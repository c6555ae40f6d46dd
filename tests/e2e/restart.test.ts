/** What the next `npm start` on the same folder finds; start.test.ts has what it says, and a second one beside the first. */
import { expect, test } from 'vitest';
import { clientOf } from '#tests/support/http-client.ts';
import { aMail } from '#tests/support/mail.ts';
import { aFolderToStartOn } from '#tests/support/process.ts';
import { connectSmtp } from '#tests/support/smtp-client.ts';

test('stopped with clients connected it ends with 0; the next start has the clock, the tokens and the mails of before', async () => {
  const { start } = aFolderToStartOn();
  const first = start();
  const ready = await first.ready;
  const [token = ''] = await clientOf(ready).tenant('crowd');
  const smtp = await connectSmtp(ready.smtp.port);
  const envelope = { from: 'a@b.example', to: `crowd+lead@${ready.inboundDomain}` };
  expect(await smtp.send(envelope, aMail())).toMatchObject({ code: 250 });
  await clientOf(ready).ask('POST', '/local/idle');
  const { now } = await clientOf(ready).ask('POST', '/local/clock', { advance: 'P30D' });

  expect(await first.kill('SIGTERM')).toMatchObject({ code: 0, signal: null, stderr: '' });

  const next = await start().ready;
  const owner = clientOf(next, token);
  expect((await owner.ask('GET', '/local/clock')).now >= now).toBe(true);
  expect(await owner.all('/v1/mailroom/emails')).toMatchObject([{ outcome: 'acted' }]);
  expect(await owner.all('/v1/records/leads')).toHaveLength(1);
}, 60_000);
