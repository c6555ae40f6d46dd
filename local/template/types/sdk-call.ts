/**
 * CDK's AwsCustomResource: an SDK call at deployment. CloudFormation cannot activate an SES receipt rule set, so this one call is emulated
 * and any other refused. The Lambda function that would make it is not run: the embedded cloud makes the call itself.
 */
import { isRecord, memberAt, textAt } from '../json.ts';
import type { ResourceTypes } from '../resource-type.ts';
import { noEffect, object, text } from '../shapes.ts';
import { refuse } from '../template-error.ts';

export const SDK_CALL_TYPE = 'Custom::AWS';

/** CDK's id of the one function behind all AwsCustomResources of a stack (`AwsCustomResource.PROVIDER_FUNCTION_UUID`). */
export const SDK_CALL_PROVIDER_PREFIX = 'AWS679f53fac002430cb0da5b7982bd2287';

interface SdkCall {
  readonly action: 'setActiveReceiptRuleSet';
  /** What the function behind it needs. */
  readonly permission: 'ses:SetActiveReceiptRuleSet';
  readonly ruleSetName: string;
}

const NEVER_HERE = noEffect('the embedded cloud neither updates nor deletes a stack');

export const SDK_CALL_TYPES: ResourceTypes = {
  [SDK_CALL_TYPE]: {
    properties: object(
      {
        ServiceToken: text,
        Create: text,
        Update: NEVER_HERE,
        Delete: NEVER_HERE,
        InstallLatestAwsSdk: noEffect('the call is made by the embedded cloud itself'),
      },
      ['ServiceToken', 'Create'],
    ),
    // The physical id is chosen inside Create; nothing may depend on it here.
    identity: (input) => ({ ref: input.name(255), attributes: {} }),
  },
};

const parse = (value: unknown, place: string): unknown => {
  try {
    return JSON.parse(String(value)) as unknown;
  } catch {
    return refuse(place, 'the property Create must be JSON.');
  }
};

/** What the resource asks for at creation. */
export const readSdkCall = (logicalId: string, properties: Readonly<Record<string, unknown>>): SdkCall => {
  const place = `${logicalId} (${SDK_CALL_TYPE})`;
  const call = parse(properties['Create'], place);
  const service = textAt(call, 'service')
    .replace(/^@aws-sdk\/client-/, '')
    .toLowerCase();
  const action = textAt(call, 'action');
  const parameters = memberAt(call, 'parameters');
  if (service !== 'ses' || action.toLowerCase() !== 'setactivereceiptruleset') {
    return refuse(place, `the SDK call ${service} ${action} is not emulated; only SES setActiveReceiptRuleSet is.`);
  }
  const ruleSetName = textAt(parameters, 'RuleSetName');
  if (!isRecord(parameters) || ruleSetName === '' || Object.keys(parameters).length !== 1) {
    return refuse(place, 'setActiveReceiptRuleSet at creation needs the parameter RuleSetName and no other.');
  }
  return { action: 'setActiveReceiptRuleSet', permission: 'ses:SetActiveReceiptRuleSet', ruleSetName };
};
