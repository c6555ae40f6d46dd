/** Whose tokens the API accepts and where they say who somebody is: the CRM's own identity provider decides, so all of it is configuration. */
export interface Tokens {
  /** `iss` of the tokens, an https URL that serves `/.well-known/openid-configuration`. */
  readonly issuer: string;
  /** `aud` of the tokens, or `client_id` where there is none (access tokens of Amazon Cognito). */
  readonly audience: string;
  /** Claim with the tenant's id. @default 'tenant' */
  readonly tenantClaim?: string;
  /** Claim with the user's id. @default 'sub' */
  readonly userClaim?: string;
  /** Claim with the role. @default 'role' */
  readonly roleClaim?: string;
}

/** As the functions behind the API read them. */
export interface ClaimNames {
  readonly TENANT_CLAIM: string;
  readonly USER_CLAIM: string;
  readonly ROLE_CLAIM: string;
}

export const claimNamesOf = (tokens: Tokens): ClaimNames => ({
  TENANT_CLAIM: tokens.tenantClaim ?? 'tenant',
  USER_CLAIM: tokens.userClaim ?? 'sub',
  ROLE_CLAIM: tokens.roleClaim ?? 'role',
});
