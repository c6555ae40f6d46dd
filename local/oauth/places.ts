/** Where functions of the embedded cloud find Google and Microsoft (shared/contracts/oauth-places.ts): at the address the API has, and mail servers on this machine. */
import { OAUTH_PATH } from './provider.ts';

const at = (publicUrl: string, provider: string) => ({
  authorize: `${publicUrl}${OAUTH_PATH}${provider}/authorize`,
  token: `${publicUrl}${OAUTH_PATH}${provider}/token`,
  mailHosts: ['127.0.0.1', 'localhost'],
});

export const oauthPlaces = (publicUrl: string): string =>
  JSON.stringify({ google: at(publicUrl, 'google'), microsoft: at(publicUrl, 'microsoft') });
