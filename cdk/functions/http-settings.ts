/** Declares http-settings. Its flow is in functions/http-settings/README.md. */
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { HttpFunction } from '../constructs/http-function.ts';
import type { Surroundings } from '../constructs/postroom-function.ts';
import { onBus, onIdentities, onKey, onSenderRoles, onTable } from '../grants.ts';
import type { OauthSettings } from '../oauth.ts';
import type { State } from '../state.ts';
import type { ClaimNames } from '../tokens.ts';

export interface HttpSettingsProps {
  readonly surroundings: Surroundings;
  readonly state: State;
  readonly claims: ClaimNames;
  readonly inboundDomains: readonly string[];
  readonly bus: EventBus;
  readonly publicUrl: string;
  readonly oauth: OauthSettings;
}

export const makeHttpSettings = (scope: Construct, props: HttpSettingsProps): HttpFunction<'http-settings'> => {
  const { settings, sending, due, secretsKey } = props.state;
  return new HttpFunction(scope, {
    folder: 'http-settings',
    ifItFails: 'No tenant and no user can be added, changed or removed; everybody already there works on.',
    memoryMb: 512,
    environment: {
      ...props.claims,
      SETTINGS_TABLE: settings.tableName,
      SECRETS_KEY_ARN: secretsKey.keyArn,
      INBOUND_DOMAINS: props.inboundDomains.join(','),
      SENDING_TABLE: sending.tableName,
      DUE_TABLE: due.tableName,
      EVENT_BUS: props.bus.eventBusName,
      PUBLIC_URL: props.publicUrl,
      ...props.oauth,
    },
    // Puts passwords under the key; opens one for the test mail of an account.
    grants: [
      onTable(settings, 'GetItem', 'PutItem', 'DeleteItem', 'Query'),
      onKey(secretsKey, 'Encrypt', 'Decrypt'),
      // Sets up domains, has the schedule look after them, and shows how much a domain sends.
      onIdentities(
        scope,
        'GetEmailIdentity',
        'CreateEmailIdentity',
        'TagResource',
        'PutEmailIdentityMailFromAttributes',
        'DeleteEmailIdentity',
      ),
      onTable(due, 'PutItem'),
      // Reads how much a domain sends, and keeps the sign-ins at Google and Microsoft, which the senders renew there.
      onTable(sending, 'GetItem', 'PutItem', 'DeleteItem', 'Query'),
      onBus(props.bus),
      // Asks SES of a customer's account whether it would send.
      ...onSenderRoles(scope),
    ],
    surroundings: props.surroundings,
  });
};
