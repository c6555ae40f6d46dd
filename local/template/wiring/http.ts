/** HTTP API: every route leads to a function, in time, and behind the authorizer unless it is meant to be public. */
import { asList, memberAt, textAt } from '../json.ts';
import type { WiringCheck } from './view.ts';

/** "Quotas for configuring and running an HTTP API": maximum integration timeout 30 seconds, not to be raised. */
const GATEWAY_TIMEOUT_MS = 30_000;
/** CreateFunction's default. */
const FUNCTION_TIMEOUT_SECONDS = 3;

export const routes: WiringCheck = ({ stack, publicRoutes }) => {
  const seen = new Set<string>();
  const inApi = (type: string, apiId: string) =>
    stack.ofType(type).filter((item) => item.properties['ApiId'] === apiId);
  return stack.ofType('AWS::ApiGatewayV2::Route').flatMap(({ logicalId, properties }) => {
    const apiId = textAt(properties, 'ApiId');
    const routeKey = textAt(properties, 'RouteKey');
    const target = textAt(properties, 'Target');
    const faults: string[] = [];
    if (seen.has(`${apiId} ${routeKey}`))
      faults.push(`${logicalId}: the API already has a route "${routeKey}"; AWS refuses the second.`);
    seen.add(`${apiId} ${routeKey}`);
    const integration = inApi('AWS::ApiGatewayV2::Integration', apiId).find(
      ({ ref }) => target === `integrations/${ref}`,
    );
    if (integration === undefined) {
      faults.push(`${logicalId}: the route "${routeKey}" leads to "${target}", and its API has no such integration.`);
    }
    if (properties['AuthorizationType'] === 'JWT') {
      const known = inApi('AWS::ApiGatewayV2::Authorizer', apiId).some(({ ref }) => ref === properties['AuthorizerId']);
      if (!known)
        faults.push(
          `${logicalId}: the route "${routeKey}" names the authorizer "${textAt(properties, 'AuthorizerId')}", which its API does not have.`,
        );
    } else if (!publicRoutes.includes(routeKey)) {
      faults.push(
        `${logicalId}: anybody may call "${routeKey}" without a token; give the route the authorizer, or add it to the public routes.`,
      );
    }
    return faults;
  });
};

/** An authorizer for another issuer or audience answers 401 to every token there is. */
export const authorizers: WiringCheck = ({ stack, tokens }) =>
  stack.ofType('AWS::ApiGatewayV2::Authorizer').flatMap(({ logicalId, properties }) => {
    if (tokens === undefined) return [];
    const issuer = textAt(properties, 'JwtConfiguration', 'Issuer');
    const audiences = asList(memberAt(properties, 'JwtConfiguration', 'Audience'));
    return [
      ...(issuer === tokens.issuer
        ? []
        : [`${logicalId}: it takes tokens of ${issuer}, and they are issued by ${tokens.issuer}; use the parameter.`]),
      ...(audiences.includes(tokens.audience)
        ? []
        : [
            `${logicalId}: it takes tokens for ${audiences.join(', ') || 'nobody'}, and they are made for ${tokens.audience}; use the parameter.`,
          ]),
    ];
  });

export const stages: WiringCheck = ({ stack }) =>
  stack.ofType('AWS::ApiGatewayV2::Api').flatMap(({ logicalId, ref }) => {
    const own = stack.ofType('AWS::ApiGatewayV2::Stage').filter(({ properties }) => properties['ApiId'] === ref);
    if (own.length === 0) return `${logicalId}: the API has no stage, so nothing answers; add one.`;
    return own
      .filter(({ properties }) => properties['AutoDeploy'] !== true)
      .map(
        (stage) =>
          `${stage.logicalId}: without AutoDeploy the stage has no deployment, and every route answers 404; switch it on.`,
      );
  });

export const integrations: WiringCheck = ({ stack, functionNamed }) =>
  stack.ofType('AWS::ApiGatewayV2::Integration').flatMap(({ logicalId, properties }) => {
    const fn = functionNamed(textAt(properties, 'IntegrationUri'));
    if (fn === undefined)
      return `${logicalId}: it names ${textAt(properties, 'IntegrationUri')}, which is no function of this stack.`;
    const gatewayMs = Number(properties['TimeoutInMillis'] ?? GATEWAY_TIMEOUT_MS);
    const timeout = Number(fn.properties['Timeout'] ?? FUNCTION_TIMEOUT_SECONDS);
    if (timeout * 1000 <= gatewayMs) return [];
    return `${fn.logicalId}: it may take ${timeout} s, but the HTTP API answers 503 after ${gatewayMs / 1000} s while it still works; lower its timeout.`;
  });
