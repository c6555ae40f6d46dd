/** Declares public-links. Its flow is in functions/public-links/README.md. */
import type { Construct } from 'constructs';
import { HttpFunction } from '../constructs/http-function.ts';
import type { Surroundings } from '../constructs/postroom-function.ts';
import { onTable } from '../grants.ts';
import type { State } from '../state.ts';

export const makePublicLinks = (
  scope: Construct,
  props: { readonly surroundings: Surroundings; readonly state: State; readonly crmOrigins: readonly string[] },
): HttpFunction<'public-links'> =>
  new HttpFunction(scope, {
    folder: 'public-links',
    ifItFails:
      'Links in tracked mails lead to an error page, and opens and clicks are not counted; mail itself goes on.',
    memoryMb: 256,
    environment: {
      SENDING_TABLE: props.state.sending.tableName,
      SETTINGS_TABLE: props.state.settings.tableName,
      ...(props.crmOrigins.length === 0 ? {} : { CRM_ORIGINS: props.crmOrigins.join(',') }),
    },
    grants: [
      onTable(props.state.sending, 'GetItem', 'PutItem'),
      // The secrets that sign the links; an address that is verified is written.
      onTable(props.state.settings, 'GetItem', 'PutItem'),
    ],
    surroundings: props.surroundings,
  });
