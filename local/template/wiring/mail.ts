/** SES: mail that comes in meets an active, enabled rule; what becomes of mail that goes out is reported. */
import { asList, memberAt, textAt } from '../json.ts';
import { readSdkCall, SDK_CALL_TYPE } from '../types/sdk-call.ts';
import type { WiringCheck } from './view.ts';

export const receiptRules: WiringCheck = ({ stack }) => {
  const sets = stack.ofType('AWS::SES::ReceiptRuleSet');
  const activated = new Map(
    stack.ofType(SDK_CALL_TYPE).map((item) => [readSdkCall(item.logicalId, item.properties).ruleSetName, item]),
  );
  const rules = stack.ofType('AWS::SES::ReceiptRule');
  return [
    ...rules.flatMap(({ logicalId, properties }) => {
      if (!sets.some((set) => set.ref === properties['RuleSetName'])) {
        return `${logicalId}: its rule set ${textAt(properties, 'RuleSetName')} is not in this stack.`;
      }
      // AWS::SES::ReceiptRule Rule: "Enabled ... The default value is false".
      return textAt(properties, 'Rule', 'Enabled') === 'true'
        ? []
        : `${logicalId}: the rule is not enabled, so SES passes it over; enable it.`;
    }),
    ...sets.flatMap(({ logicalId, ref }) => {
      if (!activated.has(ref))
        return `${logicalId}: nothing activates this rule set, so SES receives no mail with it; call setActiveReceiptRuleSet.`;
      return rules.some((rule) => rule.properties['RuleSetName'] === ref)
        ? []
        : `${logicalId}: the active rule set has no rule, so SES refuses all mail.`;
    }),
    ...[...activated]
      .filter(([name]) => !sets.some((set) => set.ref === name))
      .map(([name, { logicalId }]) => `${logicalId}: it activates the rule set ${name}, which is not in this stack.`),
  ];
};

const actionsOf = (properties: Readonly<Record<string, unknown>>) => asList(memberAt(properties, 'Rule', 'Actions'));

/** A mail that is stored and announced to nobody is lost until somebody lists the bucket. */
export const receiptActions: WiringCheck = ({ stack }) =>
  stack.ofType('AWS::SES::ReceiptRule').flatMap(({ logicalId, properties }) =>
    actionsOf(properties)
      .filter((action) => textAt(action, 'S3Action', 'TopicArn') === '')
      .map(
        () => `${logicalId}: it stores mails and tells nobody, so none is ever looked at; give its S3 action a topic.`,
      ),
  );

/** Functions take a recipient apart by these domains: for any other a mail is nobody's. */
const DOMAINS_VARIABLE = 'INBOUND_DOMAINS';

export const inboundDomains: WiringCheck = ({ stack }) => {
  const received = stack
    .ofType('AWS::SES::ReceiptRule')
    .flatMap(({ properties }) => asList(memberAt(properties, 'Rule', 'Recipients')).map(String))
    .sort();
  return stack.ofType('AWS::Lambda::Function').flatMap(({ logicalId, properties }) => {
    const named = textAt(properties, 'Environment', 'Variables', DOMAINS_VARIABLE);
    const known = named.split(',').map((domain) => domain.trim());
    return named === '' || known.sort().join() === received.join()
      ? []
      : `${logicalId}: ${DOMAINS_VARIABLE} is ${named}, and mail is received for ${received.join(', ') || 'no domain'}; they must be the same.`;
  });
};

/** The SDK call is made here by the embedded cloud itself, on AWS by a function that needs the grant. */
export const sdkCallGrants: WiringCheck = ({ stack, byArn, functionDenial }) =>
  stack.ofType(SDK_CALL_TYPE).flatMap(({ logicalId, properties }) => {
    const provider = byArn(textAt(properties, 'ServiceToken'));
    if (provider === undefined) return `${logicalId}: the function behind it is not in this stack.`;
    const { permission } = readSdkCall(logicalId, properties);
    const denial = functionDenial(provider, permission, '*');
    return denial === undefined
      ? []
      : `${logicalId}: its function may not make the call; grant ${permission} (${denial}).`;
  });

export const eventDestinations: WiringCheck = ({ stack }) =>
  stack.ofType('AWS::SES::ConfigurationSetEventDestination').flatMap(({ logicalId, properties }) => {
    const set = textAt(properties, 'ConfigurationSetName');
    if (!stack.ofType('AWS::SES::ConfigurationSet').some((item) => item.ref === set)) {
      return `${logicalId}: its configuration set ${set} is not in this stack.`;
    }
    const enabled = textAt(properties, 'EventDestination', 'Enabled') === 'true';
    return enabled ? [] : `${logicalId}: the event destination is not enabled, so SES reports nothing; enable it.`;
  });
