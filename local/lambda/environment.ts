/**
 * The variables a worker sees: Lambda's documented ones (developer guide, "Defined runtime environment variables"), the function's own, a
 * temporary key, and where the embedded cloud listens. Nothing of the host's environment: what a function reads must come from the template.
 */
import type { Credentials } from '#local/kernel/identities.ts';
import { oauthPlaces } from '#local/oauth/places.ts';
import type { DeployedFunction } from './deployed-function.ts';

/** Not a folder of this machine on purpose: the SDK reads `~/.aws/config`, and a developer's profile must not reach a function. */
const HOME = '/home/sbx_user1051';

export const environmentOf = (
  fn: DeployedFunction,
  given: {
    readonly credentials: Credentials;
    readonly endpointUrl: string;
    readonly nameServer?: string | undefined;
    readonly logStream: string;
  },
): Record<string, string> => ({
  ...fn.variables,
  _HANDLER: fn.handler,
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_REGION: fn.region,
  AWS_DEFAULT_REGION: fn.region,
  AWS_LAMBDA_FUNCTION_NAME: fn.physicalName,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_LAMBDA_LOG_GROUP_NAME: fn.logGroup,
  AWS_LAMBDA_LOG_STREAM_NAME: given.logStream,
  AWS_LAMBDA_LOG_FORMAT: fn.logFormat,
  ...(fn.applicationLogLevel === undefined ? {} : { AWS_LAMBDA_LOG_LEVEL: fn.applicationLogLevel }),
  AWS_ACCESS_KEY_ID: given.credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: given.credentials.secretAccessKey,
  AWS_SESSION_TOKEN: given.credentials.sessionToken,
  LAMBDA_TASK_ROOT: fn.assetFolder,
  LAMBDA_RUNTIME_DIR: '/var/runtime',
  LANG: 'en_US.UTF-8',
  PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
  TZ: ':UTC',
  HOME,
  AWS_ENDPOINT_URL: given.endpointUrl,
  // Mail servers of developers and of tests are on this machine; no template can say this for a deployed function (shared/contracts/environment.ts).
  SMTP_LOOPBACK: 'allowed',
  // The zone file in place of the world's DNS (local/services/dns/).
  ...(given.nameServer === undefined ? {} : { DNS_SERVER: given.nameServer }),
  // Nothing leaves this machine (local/providers/).
  MAILGUN_URL: `${given.endpointUrl}/mailgun`,
  ...(fn.variables['PUBLIC_URL'] === undefined ? {} : { OAUTH_PLACES: oauthPlaces(fn.variables['PUBLIC_URL']) }),
});
