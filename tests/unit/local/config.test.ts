import { expect, it } from 'vitest';
import { readConfig, StartError } from '#local/config.ts';

it('has the defaults of the contract', () => {
  expect(readConfig({})).toEqual({ httpPort: 8080, smtpPort: 2525, dataDir: '.postroom', seed: 'demo' });
});

it('takes what is set, 0 for any free port included', () => {
  const environment = {
    POSTROOM_HTTP_PORT: '0',
    POSTROOM_SMTP_PORT: '65535',
    POSTROOM_DATA_DIR: 'state',
    POSTROOM_SEED: 'none',
  };
  expect(readConfig(environment)).toEqual({ httpPort: 0, smtpPort: 65535, dataDir: 'state', seed: 'none' });
});

const PORT = 'must be a port number from 0 to 65535 (0 = any free port).';

it.each([
  ['POSTROOM_HTTP_PORT', 'eighty', PORT],
  ['POSTROOM_HTTP_PORT', '65536', PORT],
  ['POSTROOM_HTTP_PORT', '-1', PORT],
  ['POSTROOM_HTTP_PORT', '80.5', PORT],
  ['POSTROOM_HTTP_PORT', '', PORT],
  ['POSTROOM_SMTP_PORT', ' ', PORT],
  ['POSTROOM_DATA_DIR', '', 'must name a folder.'],
  ['POSTROOM_SEED', 'all', 'must be demo or none.'],
])('says in one sentence that %s cannot be "%s"', (name, value, must) => {
  expect(() => readConfig({ [name]: value })).toThrow(new StartError(`${name} ${must}`));
});

it('says all mistakes at once', () => {
  expect(() => readConfig({ POSTROOM_HTTP_PORT: 'x', POSTROOM_SEED: 'x' })).toThrow(
    /POSTROOM_HTTP_PORT .* POSTROOM_SEED /,
  );
});
