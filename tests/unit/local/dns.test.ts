/** The embedded cloud's name server and zone file, asked by the resolver that functions are deployed with. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type NameServer, startNameServer } from '#local/services/dns/name-server.ts';
import { makeZone } from '#local/services/dns/zone.ts';
import { organisationOf } from '#shared/adapters/dns/organisation.ts';
import { makeDns } from '#shared/adapters/dns/resolver.ts';

const folder = mkdtempSync(join(tmpdir(), 'postroom-dns-'));
const path = join(folder, 'zone.txt');
let server: NameServer;

beforeAll(async () => {
  server = await startNameServer(makeZone(path), '127.0.0.1');
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

test('[F103] answers what stands in the zone file, read anew each time', async () => {
  const dns = makeDns(server.address);
  expect(await dns.look('acme.example', 'TXT')).toEqual({ kind: 'none' });
  const long = 'x'.repeat(300);
  writeFileSync(
    path,
    [
      '# a comment',
      'acme.example. TXT "v=spf1 \\"a\\" " "~all"',
      `Acme.example  TXT  ${long}`,
      '  a._domainkey.acme.example CNAME A.dkim.amazonses.com.',
      'acme.example MX 10 mx.acme.example.',
      'null.example MX 0 .',
      'nonsense',
    ].join('\r\n'),
  );
  expect(await dns.look('ACME.example', 'TXT')).toEqual({ kind: 'found', values: ['v=spf1 "a" ~all', long] });
  expect(await dns.look('a._domainkey.acme.example', 'CNAME')).toEqual({
    kind: 'found',
    values: ['a.dkim.amazonses.com'],
  });
  expect(await dns.look('acme.example', 'MX')).toEqual({ kind: 'found', values: ['10 mx.acme.example'] });
  expect(await dns.look('null.example', 'MX')).toEqual({ kind: 'found', values: ['0 '] });
  expect(await dns.look('acme.example', 'CNAME')).toEqual({ kind: 'none' });
  expect(await dns.look('other.example', 'MX')).toEqual({ kind: 'none' });
});

test('[F103] a name server that answers nothing is no proof of anything', async () => {
  // Port 9 is nobody's here.
  expect(await makeDns('127.0.0.1:9').look('acme.example', 'TXT')).toEqual({ kind: 'unknown' });
});

test("[F105] organisations' domains are those under which one registers", async () => {
  const found = await Promise.all(
    ['a.b.example.co.uk', 'example.co.uk', 'co.uk', 'x.acme.example'].map(organisationOf),
  );
  expect(found).toEqual(['example.co.uk', 'example.co.uk', undefined, 'acme.example']);
});
