/** Declares public-links. Its flow is in functions/public-links/README.md. */
import type { Construct } from 'constructs';
import { HttpFunction } from '../constructs/http-function.ts';
import type { Surroundings } from '../constructs/postroom-function.ts';
import { OAUTH_APPS, OAUTH_CONNECTIONS, onKeyFor, onKeys, onObjects, onTable } from '../grants.ts';
import type { OauthSettings } from '../oauth.ts';
import { OUTGOING_PREFIX, type State } from '../state.ts';

export const makePublicLinks = (
  scope: Construct,
  props: {
    readonly surroundings: Surroundings;
    readonly state: State;
    readonly crmOrigins: readonly string[];
    readonly publicUrl: string;
    readonly oauth: OauthSettings;
  },
): HttpFunction<'public-links'> =>
  new HttpFunction(scope, {
    folder: 'public-links',
    ifItFails:
      'Links in tracked mails lead to an error page, and opens and clicks are not counted; mail itself goes on.',
    memoryMb: 256,
    environment: {
      SENDING_TABLE: props.state.sending.tableName,
      SETTINGS_TABLE: props.state.settings.tableName,
      MAIL_BUCKET: props.state.mailBucket.bucketName,
      SECRETS_KEY_ARN: props.state.secretsKey.keyArn,
      PUBLIC_URL: props.publicUrl,
      ...props.oauth,
      ...(props.crmOrigins.length === 0 ? {} : { CRM_ORIGINS: props.crmOrigins.join(',') }),
    },
    grants: [
      // Ends a sign-in at Google or Microsoft. It is done here and not in http-settings, so that nobody without a token ever runs what may change users and rules; and it can
      // open the secret of an app, but neither a password nor a token, not even the one it has just put under the key.
      onKeyFor(props.state.secretsKey, 'Decrypt', OAUTH_APPS),
      onKeyFor(props.state.secretsKey, 'Encrypt', OAUTH_CONNECTIONS),
      onTable(props.state.sending, 'GetItem', 'PutItem'),
      // The secrets that sign the links; an address that is verified is written.
      onTable(props.state.settings, 'GetItem', 'PutItem'),
      // A mail shown as a page.
      onObjects(props.state.mailBucket, OUTGOING_PREFIX, 'GetObject'),
      onKeys(props.state.mailBucket),
    ],
    surroundings: props.surroundings,
  });
