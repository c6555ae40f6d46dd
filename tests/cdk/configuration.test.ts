import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readStage, StageConfiguration } from '#cdk/configuration.ts';

const CdkJson = z.object({
  context: z.object({
    stage: z.string(),
    stages: z.record(z.string(), z.unknown()),
    help: z.record(z.string(), z.string()),
  }),
});
const { context } = CdkJson.parse(JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'cdk.json'), 'utf8')));

const aStage = (overrides: object = {}) => ({
  stackName: 'mail',
  inboundDomains: ['in.example.com'],
  tokens: { issuer: 'https://login.example.com', audience: 'crm' },
  ...overrides,
});
const read = (overrides: object) => readStage({ stage: 'mine', stages: { mine: aStage(overrides) } });

describe('cdk.json', () => {
  it('explains every key of a stage and no other', () => {
    expect(Object.keys(context.help).sort()).toEqual(
      ['stage', 'stages', ...Object.keys(StageConfiguration.shape)].sort(),
    );
  });

  it('has the stage that npm start runs', () => {
    expect(readStage({ ...context, stage: 'embedded' })).toMatchObject({
      stackName: 'postroom-embedded',
      inboundDomains: ['in.postroom.test'],
      // An account that cannot be: nobody deploys it by accident and takes over the mail of an account.
      account: '000000000000',
    });
  });

  it('chooses a stage that is there', () => {
    expect(() => readStage(context)).not.toThrow();
  });
});

describe('docs/deploy.md', () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'deploy.md'), 'utf8');

  it('shows a stage that can be used as it stands', () => {
    const [, json = ''] = /^```json\n(.*?)^```/ms.exec(page) ?? [];
    const stages = z.record(z.string(), z.unknown()).parse(JSON.parse(json));
    expect(Object.keys(stages)).toEqual(['production']);
    expect(readStage({ stage: 'production', stages })).toMatchObject({ region: 'eu-west-1' });
  });

  it('names only keys of a stage that there are', () => {
    const named = [...page.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
    const keys = Object.keys(StageConfiguration.shape);
    const meant = named.filter((name) =>
      /^(existing|activate|receive|keep|inbound|alarmMail|cors|log|stack|throttle)\w*$/.test(name),
    );
    expect(meant.length).toBeGreaterThan(3);
    // The last is a property of a tenant.
    expect(meant.filter((name) => ![...keys, 'inboundHandle'].includes(name))).toEqual([]);
  });
});

describe('the configuration of a stage', () => {
  it('names the stages there are when the wanted one is not', () => {
    // A name nobody has: owners add their own stages to cdk.json.
    expect(() => readStage({ ...context, stage: 'nowhere' })).toThrow(
      'There is no stage "nowhere" in cdk.json, only embedded',
    );
  });

  it.each([
    ['inboundDomain', { inboundDomain: 'in.example.com' }],
    ['stackName', { stackName: 'Mail' }],
    ['account', { account: '123' }],
    ['tokens.issuer', { tokens: { issuer: 'login', audience: 'crm' } }],
    ['receiveConcurrency', { receiveConcurrency: 1 }],
    ['receiveConcurrency', { receiveConcurrency: 1001 }],
    ['logRetentionDays', { logRetentionDays: 31 }],
    ['alarmMail', { alarmMail: 'operations' }],
  ])('is refused with a sentence that names %s', (key, mistake) => {
    expect(() => read(mistake)).toThrow(new RegExp(`Stage "mine" in cdk.json cannot be used:[^]*${key}`));
  });

  it.each([2, 1000])('takes %i mails at a time, the limits of Lambda', (receiveConcurrency) => {
    expect(read({ receiveConcurrency })).toMatchObject({ receiveConcurrency });
  });
});
