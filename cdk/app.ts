/**
 * Names the stage, reads its configuration and makes the one stack. Run by the CDK command (cdk.json, `app`), and by `npm start` without it:
 * `CDK_VALIDATION=false CDK_OUTDIR=<folder> CDK_CONTEXT_JSON='{"stage":"embedded"}' node cdk/app.ts`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CfnOutput, CfnParameter, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as z from 'zod';
import { readStage } from './configuration.ts';
import { Postroom } from './postroom.ts';

const cdkJson: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'cdk.json'), 'utf8'));
const { context } = z.object({ context: z.record(z.string(), z.unknown()) }).parse(cdkJson);

// aws-cdk-lib's own switch. `npm start` sets it: findings take 2-3 s of processor time, and the same template has been through them in
// `npm run check`. Everybody else synthesizes with all of them.
const findings = process.env['CDK_VALIDATION'] === 'false' ? undefined : await import('./validation.ts');

const app = new App({
  // The command hands cdk.json's context over and adds `-c`; without it, this is the same context. What comes by CDK_CONTEXT_JSON wins.
  context,
  ...(findings && { postCliContext: findings.FINDINGS_ARE_ERRORS }),
  analyticsReporting: false,
  treeMetadata: false,
});
findings?.addNag(app);

const stage = readStage({ stage: app.node.tryGetContext('stage'), stages: app.node.tryGetContext('stages') });
const stack = new Stack(app, stage.stackName, {
  description: 'Postroom: the e-mail back end of a CRM',
  // The CDK command says whose credentials are in use. Without a region the names SES makes of it (Message-ID, MX) could only be guessed.
  env: {
    account: stage.account ?? process.env['CDK_DEFAULT_ACCOUNT'],
    region: stage.region ?? process.env['CDK_DEFAULT_REGION'],
  },
});
// Parameters, not values: the embedded cloud signs its own tokens under a port nobody knows at synthesis.
const issuer = new CfnParameter(stack, 'JwtIssuer', {
  default: stage.tokens.issuer,
  description: 'iss of the tokens the API accepts',
});
const audience = new CfnParameter(stack, 'JwtAudience', {
  default: stage.tokens.audience,
  description: 'aud or client_id of the tokens the API accepts',
});
const { stackName: _, account: __, region: ___, logRetentionDays, keepStateOnDeletion, ...settings } = stage;
const postroom = new Postroom(stack, 'Postroom', {
  ...settings,
  tokens: { ...stage.tokens, issuer: issuer.valueAsString, audience: audience.valueAsString },
  logRetention: logRetentionDays,
  removalPolicy: keepStateOnDeletion === false ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
});
new CfnOutput(stack, 'ApiUrl', { value: postroom.apiUrl, description: 'The HTTP API' });
new CfnOutput(stack, 'MxRecord', { value: postroom.mxRecord, description: 'MX record of every inbound domain' });
app.synth();
