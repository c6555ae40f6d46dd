/** Where Google and Microsoft are, for the functions that send people or ask for tokens there; nothing: at their usual places (shared/domain/oauth/provider.ts). */
import type * as z from 'zod';
import type { OauthPlaces } from '#shared/contracts/oauth-places.ts';

export type OauthProps = z.output<typeof OauthPlaces>;

export type OauthSettings = { readonly OAUTH_PLACES?: string };

export const oauthSettingsOf = (places: OauthProps | undefined): OauthSettings =>
  places === undefined ? {} : { OAUTH_PLACES: JSON.stringify(places) };
