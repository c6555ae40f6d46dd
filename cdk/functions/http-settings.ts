/** Declares http-settings. Its flow is in functions/http-settings/README.md. */
import type { Construct } from 'constructs';
import { HttpFunction } from '../constructs/http-function.ts';
import type { Surroundings } from '../constructs/postroom-function.ts';
import { onKey, onTable } from '../grants.ts';
import type { State } from '../state.ts';
import type { ClaimNames } from '../tokens.ts';

export interface HttpSettingsProps {
  readonly surroundings: Surroundings;
  readonly state: State;
  readonly claims: ClaimNames;
  readonly inboundDomains: readonly string[];
}

export const makeHttpSettings = (scope: Construct, props: HttpSettingsProps): HttpFunction<'http-settings'> => {
  const { settings, secretsKey } = props.state;
  return new HttpFunction(scope, {
    folder: 'http-settings',
    ifItFails: 'No tenant and no user can be added, changed or removed; everybody already there works on.',
    memoryMb: 512,
    environment: {
      ...props.claims,
      SETTINGS_TABLE: settings.tableName,
      SECRETS_KEY_ARN: secretsKey.keyArn,
      INBOUND_DOMAINS: props.inboundDomains.join(','),
    },
    // Puts passwords under the key and can open none.
    grants: [onTable(settings, 'GetItem', 'PutItem', 'DeleteItem', 'Query'), onKey(secretsKey, 'Encrypt')],
    surroundings: props.surroundings,
  });
};
