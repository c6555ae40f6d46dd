/** The one HTTP API of the template with its stage, routes, integrations and authorizers, checked as API Gateway would check them. */

import * as z from 'zod';
import type { DeployedResource, DeployedStack } from '#local/kernel/resources.ts';
import type { DeployedFunction } from '#local/lambda/deployed-function.ts';
import { readProperties, refuseResource } from '#local/lambda/deployed-properties.ts';
import type { Functions } from '#local/lambda/functions.ts';
import {
  ApiProperties,
  AuthorizerProperties,
  type CorsConfiguration,
  IntegrationProperties,
  RouteProperties,
  StageProperties,
  type Throttling,
} from './api-properties.ts';

export interface JwtAuthorizer {
  readonly issuer: string;
  readonly audience: readonly string[];
  /** Header the token is taken from, in lower case. */
  readonly header: string;
}

export interface ApiRoute {
  readonly routeKey: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
  /** Undefined: public. */
  readonly authorizer: JwtAuthorizer | undefined;
  readonly scopes: readonly string[];
}

export interface DeployedApi {
  readonly apiId: string;
  readonly stage: string;
  readonly cors: CorsConfiguration | undefined;
  readonly throttling: Throttling | undefined;
  readonly routes: readonly ApiRoute[];
}

const ROUTE_KEY = /^(\$default|(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY) \/[^\s]*)$/;
const OfApi = z.object({ ApiId: z.string() });

/** The function's ARN, bare or inside API Gateway's invocation URI. */
const functionArnOf = (uri: string): string =>
  /^arn:aws:apigateway:[^:]+:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(uri)?.[1] ?? uri;

/** Undefined when the template has no HTTP API. */
export const readApi = (stack: DeployedStack, functions: Functions): DeployedApi | undefined => {
  const [api, second] = stack.ofType('AWS::ApiGatewayV2::Api');
  if (api === undefined) return undefined;
  if (second !== undefined) refuseResource(second, 'the embedded cloud serves one HTTP API; the template has two.');
  const { CorsConfiguration: cors } = readProperties(ApiProperties, api);
  const ofApi = (type: string): readonly DeployedResource[] => {
    const resources = stack.ofType(type);
    for (const resource of resources)
      if (OfApi.safeParse(resource.properties).data?.ApiId !== api.ref)
        refuseResource(resource, 'Invalid API identifier specified');
    return resources;
  };

  const [stage] = ofApi('AWS::ApiGatewayV2::Stage');
  if (stage === undefined) return refuseResource(api, 'it has no stage, so nothing answers under its URL.');
  const stageProperties = readProperties(StageProperties, stage);
  const authorizers = new Map<string, JwtAuthorizer>();
  for (const resource of ofApi('AWS::ApiGatewayV2::Authorizer')) {
    const { IdentitySource: source, JwtConfiguration: jwt } = readProperties(AuthorizerProperties, resource);
    const header = source[0].slice('$request.header.'.length).toLowerCase();
    authorizers.set(resource.ref, { issuer: jwt.Issuer, audience: jwt.Audience, header });
  }
  const integrations = new Map<string, { readonly fn: DeployedFunction; readonly timeoutMs: number }>(
    ofApi('AWS::ApiGatewayV2::Integration').map((resource) => {
      const properties = readProperties(IntegrationProperties, resource);
      const functionArn = functionArnOf(properties.IntegrationUri);
      const fn = functions.find(functionArn) ?? refuseResource(resource, `Function not found: ${functionArn}`);
      return [`integrations/${resource.ref}`, { fn, timeoutMs: properties.TimeoutInMillis }] as const;
    }),
  );
  const routes = ofApi('AWS::ApiGatewayV2::Route').map((resource): ApiRoute => {
    const properties = readProperties(RouteProperties, resource);
    if (!ROUTE_KEY.test(properties.RouteKey))
      refuseResource(resource, `The provided route key is not formatted properly: ${properties.RouteKey}`);
    const { fn, timeoutMs } =
      integrations.get(properties.Target) ??
      refuseResource(resource, `Unable to find integration ${properties.Target}`);
    const authorizer = authorizers.get(properties.AuthorizerId ?? '');
    if (properties.AuthorizationType === 'JWT' && authorizer === undefined)
      refuseResource(resource, 'Authorizer type and authorization type do not match: the JWT authorizer is missing.');
    return {
      routeKey: properties.RouteKey,
      functionName: fn.name,
      functionArn: fn.arn,
      timeoutMs,
      authorizer: properties.AuthorizationType === 'JWT' ? authorizer : undefined,
      scopes: properties.AuthorizationScopes,
    };
  });
  return {
    apiId: api.ref,
    stage: stageProperties.StageName,
    cors,
    throttling: stageProperties.DefaultRouteSettings,
    routes,
  };
};
